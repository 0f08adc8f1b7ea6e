#include "app/command_line.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace bihuan::app {

namespace {

void add_place(CLI::App& command, Settings& settings) {
    command.add_option("--data", settings.data, "folder of the company")
        ->envname("BIHUAN_DATA")->capture_default_str();
    command.add_option("--database", settings.database, "database server instead of the folder")
        ->envname("BIHUAN_DATABASE");
}

CLI::App* add_serve(CLI::App& program, Settings& settings) {
    CLI::App* serve = program.add_subcommand("serve", "Run the company's server");
    add_place(*serve, settings);
    serve->add_option("--listen", settings.listen, "address and port")
        ->envname("BIHUAN_LISTEN")->capture_default_str();
    serve->add_flag("--demo", settings.demo, "fill an empty company with the demo company");
    serve->add_option("--now", settings.now, "start the clock here (test companies only)")
        ->envname("BIHUAN_NOW");
    serve->add_option("--admin-password", settings.admin_password,
                      "the administrator's first password")
        ->envname("BIHUAN_ADMIN_PASSWORD");
    serve->add_option("--log", settings.log_level, "debug, info, warning or error")
        ->envname("BIHUAN_LOG")->check(CLI::IsMember({"debug", "info", "warning", "error"}));
    serve->add_option("--trusted-proxy", settings.trusted_proxies,
                      "proxy whose X-Forwarded-For is believed")
        ->envname("BIHUAN_TRUSTED_PROXY");
    serve->add_option("--certificate", settings.certificate, "TLS certificate (PEM)")
        ->envname("BIHUAN_CERTIFICATE");
    serve->add_option("--key", settings.key, "TLS key (PEM)")->envname("BIHUAN_KEY");
    return serve;
}

CLI::App* add_import(CLI::App& program, Settings& settings) {
    CLI::App* command = program.add_subcommand("import", "Read records from a CSV or XLSX file");
    command->add_option("object_and_file", settings.arguments, "OBJECT FILE")
        ->expected(2)->required();
    command->add_option("--map", settings.map_file, "JSON file: column -> field");
    command->add_option("--mode", settings.mode, "create, update or upsert");
    command->add_flag("--dry-run", settings.dry_run, "check only, change nothing");
    command->add_option("--errors", settings.output,
                        "write the rows that did not come in, with reasons, into this CSV");
    add_place(*command, settings);
    return command;
}

CLI::App* add_export(CLI::App& program, Settings& settings) {
    CLI::App* command = program.add_subcommand("export", "Write records to standard output");
    command->add_option("object", settings.arguments, "OBJECT")->expected(1)->required();
    command->add_option("--where", settings.where, "which records: an expression");
    command->add_option("--format", settings.format, "csv or xlsx")
        ->check(CLI::IsMember({"csv", "xlsx"}));
    command->add_option("--output", settings.output, "file instead of standard output");
    add_place(*command, settings);
    return command;
}

CLI::App* add_user(CLI::App& program, Settings& settings) {
    CLI::App* user = program.add_subcommand("user", "People who may log in");
    user->require_subcommand(1);
    CLI::App* add = user->add_subcommand("add", "Add a user");
    add->add_option("login", settings.arguments, "LOGIN")->expected(1)->required();
    add->add_option("--name", settings.name, "full name");
    add->add_option("--role", settings.role, "role code")->default_val("sales_rep");
    add->add_option("--password", settings.password, "else one is made and printed");
    add_place(*add, settings);
    CLI::App* passwd = user->add_subcommand("passwd", "Give a user a new password");
    passwd->add_option("login", settings.arguments, "LOGIN")->expected(1)->required();
    passwd->add_option("--password", settings.password, "else one is made and printed");
    add_place(*passwd, settings);
    CLI::App* list = user->add_subcommand("list", "List users");
    add_place(*list, settings);
    for (CLI::App* each : {add, passwd, list}) {
        each->callback([&settings, each] { settings.action = each->get_name(); });
    }
    return user;
}

CLI::App* add_config(CLI::App& program, Settings& settings) {
    CLI::App* config = program.add_subcommand("config", "The design as readable files");
    config->require_subcommand(1);
    const std::pair<const char*, const char*> actions[] = {
        {"export", "Write objects and roles into a folder"},
        {"diff", "Say what applying a folder would change"},
        {"apply", "Make a folder's design the one in force"}};
    for (const auto& [name, what] : actions) {
        CLI::App* command = config->add_subcommand(name, what);
        command->add_option("folder", settings.arguments, "DIR")->expected(1)->required();
        add_place(*command, settings);
        command->callback([&settings, command] { settings.action = command->get_name(); });
    }
    return config;
}

CLI::App* add_file_command(CLI::App& program, Settings& settings, const char* name,
                           const char* what) {
    CLI::App* command = program.add_subcommand(name, what);
    command->add_option("file", settings.arguments, "FILE")->expected(1)->required();
    add_place(*command, settings);
    return command;
}

}  // namespace

Parsed parse_command_line(int argc, const char* const* argv) {
    Parsed out;
    Settings& settings = out.settings;
    CLI::App program("Bihuan: sales management from lead to cash", "bihuan");
    program.require_subcommand(1);
    std::vector<std::pair<CLI::App*, Command>> commands{
        {add_serve(program, settings), Command::serve},
        {add_import(program, settings), Command::import_},
        {add_export(program, settings), Command::export_},
        {add_file_command(program, settings, "backup", "Copy the company while it runs"),
         Command::backup},
        {add_file_command(program, settings, "restore", "Make a company from a backup"),
         Command::restore},
        {add_user(program, settings), Command::user},
        {add_config(program, settings), Command::config},
    };
    CLI::App* check = program.add_subcommand("check", "Check that the data is sound");
    add_place(*check, settings);
    commands.emplace_back(check, Command::check);
    CLI::App* tls = program.add_subcommand("tls", "Certificates of an own authority");
    CLI::App* init = tls->add_subcommand("init", "Make them");
    init->add_option("hosts", settings.arguments, "HOST...")->required();
    add_place(*init, settings);
    commands.emplace_back(tls, Command::tls);
    commands.emplace_back(program.add_subcommand("version", "Print the version"),
                          Command::version);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        out.exit_status = program.exit(error, std::cout, std::cerr) == 0 ? 0 : 2;
        return out;
    }
    for (const auto& [command, kind] : commands) {
        if (command->parsed()) settings.command = kind;
    }
    return out;
}

}  // namespace bihuan::app
