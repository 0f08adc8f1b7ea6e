#include "app/commands.h"

#include "base/error.h"
#include "base/json.h"

namespace bihuan::app {

int run_command(Workspace& workspace, const Settings& settings, const Output& output) {
    switch (settings.command) {
        case Command::user: return run_user(workspace, settings, output);
        case Command::config: return run_config(workspace, settings, output);
        case Command::backup: return run_backup(workspace, settings, output);
        case Command::check: return run_check(workspace, settings, output);
        case Command::import_: return run_import(workspace, settings, output);
        case Command::export_: return run_export(workspace, settings, output);
        case Command::serve:
        case Command::restore:
        case Command::tls:
        case Command::version: break;
    }
    throw Error(Code::internal, "error.internal").because("not a workspace command");
}

std::string write_settings(const Settings& settings) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("command").integer(static_cast<int>(settings.command));
    json.key("arguments").begin_array();
    for (const std::string& each : settings.arguments) json.string(each);
    json.end_array().key("action").string(settings.action);
    json.key("map_file").string(settings.map_file).key("mode").string(settings.mode);
    json.key("where").string(settings.where).key("format").string(settings.format);
    json.key("output").string(settings.output).key("name").string(settings.name);
    json.key("password").string(settings.password).key("role").string(settings.role);
    json.key("dry_run").boolean(settings.dry_run).end_object();
    return text;
}

Settings read_settings(const Json& json) {
    Settings out;
    const std::int64_t command = json.integer_or("command", -1);
    if (command < 0 || command > static_cast<std::int64_t>(Command::version)) {
        throw Error(Code::invalid, "error.command.unknown");
    }
    out.command = static_cast<Command>(command);
    const Json arguments = json.get("arguments");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        out.arguments.emplace_back(arguments.at(i).string());
    }
    out.action = json.text_or("action", "");
    out.map_file = json.text_or("map_file", "");
    out.mode = json.text_or("mode", "");
    out.where = json.text_or("where", "");
    out.format = json.text_or("format", "csv");
    out.output = json.text_or("output", "");
    out.name = json.text_or("name", "");
    out.password = json.text_or("password", "");
    out.role = json.text_or("role", "");
    out.dry_run = json.flag_or("dry_run", false);
    return out;
}

}  // namespace bihuan::app
