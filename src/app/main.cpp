// bihuan: one program, one data folder.
#include "app/command_line.h"
#include "app/commands.h"
#include "app/company.h"
#include "app/demo.h"
#include "app/local_door.h"
#include "app/serve.h"
#include "base/error.h"
#include "db/engine/open.h"
#include "http/tls.h"

#include <cstdio>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

namespace bihuan::app {

namespace {

LogLevel parse_level(const std::string& text) {
    if (text == "debug") return LogLevel::debug;
    if (text == "warning") return LogLevel::warning;
    if (text == "error") return LogLevel::error;
    return LogLevel::info;
}

Output terminal() {
    Output out;
    out.out = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); };
    if (::isatty(STDERR_FILENO) != 0) {
        out.progress = [](std::string_view text) {
            std::fprintf(stderr, "\r\033[K%.*s", static_cast<int>(text.size()), text.data());
        };
    }
    return out;
}

int restore(const Settings& settings) {
    std::filesystem::create_directories(settings.data);
    const auto lock = FolderLock::take(settings.data);
    if (!lock) throw Error(Code::conflict, "error.settings.in_use", {{"folder", settings.data}});
    db::restore_database(settings.arguments.at(0), place_of(settings));
    return 0;
}

int make_certificates(const Settings& settings) {
    const auto clock = make_system_clock();
    const http::TlsFiles files =
        http::tls_init(settings.data + "/tls", settings.arguments, clock->now());
    std::printf("%s\n%s\n%s\n", files.ca_certificate.c_str(), files.server_certificate.c_str(),
                files.server_key.c_str());
    return 0;
}

// A command that looks at a company does not make one: a backup of a mistyped folder would be
// empty, and say that all went well.
void demand_company(const Settings& settings) {
    switch (settings.command) {
        case Command::backup:
        case Command::check:
        case Command::export_:
        case Command::user: break;
        case Command::serve:
        case Command::import_:
        case Command::restore:
        case Command::config:
        case Command::tls:
        case Command::version: return;
    }
    if (std::filesystem::exists(place_of(settings).file)) return;
    throw Error(Code::not_found, "error.settings.no_company", {{"folder", settings.data}});
}

int run(const Settings& settings) {
    if (settings.command == Command::version) {
        std::printf("bihuan %s\n", settings.version.c_str());
        return 0;
    }
    if (settings.command == Command::tls) return make_certificates(settings);
    if (settings.command == Command::restore) return restore(settings);
    // A file belongs to one process; a database on a server is for several.
    const bool is_shared = db::is_on_server(place_of(settings));
    if (!is_shared) demand_company(settings);
    const auto lock = is_shared ? std::nullopt : FolderLock::take(settings.data);
    if (!lock && !is_shared) {
        if (settings.command == Command::serve) {
            throw Error(Code::conflict, "error.settings.in_use", {{"folder", settings.data}});
        }
        return knock(settings.data + "/" + kSocketFile, settings);
    }
    const auto log = make_stderr_log(parse_level(settings.log_level));
    if (settings.command == Command::serve && settings.demo) {
        prepare_demo(settings, *log, terminal().progress);
    }
    if (settings.command == Command::serve) block_stop_signals();
    const auto company = open_company(settings, *log);
    if (settings.command == Command::serve) return serve(settings, *company, *log);
    return run_command(*company->workspace, settings, terminal());
}

void explain(const Error& error) {
    const auto sentences = load_sentences();
    const std::string said = sentences->say(Language::zh, error.key(), error.args());
    std::fprintf(stderr, "%s\n", said.c_str());
    for (const Issue& issue : error.issues()) {
        std::fprintf(stderr, "  %s: %s\n", issue.field.c_str(),
                     sentences->say(Language::zh, issue.key, issue.args).c_str());
    }
    if (!error.hint().empty()) std::fprintf(stderr, "  -> %s\n", error.hint().c_str());
    if (!error.cause().empty()) std::fprintf(stderr, "  (%s)\n", error.cause().c_str());
}

}  // namespace

}  // namespace bihuan::app

int main(int argc, char** argv) {
    ::umask(0077);  // customers and password hashes are for the one who runs the company
    bihuan::app::Parsed parsed = bihuan::app::parse_command_line(argc, argv);
    parsed.settings.version = BIHUAN_VERSION;
    if (parsed.exit_status >= 0) return parsed.exit_status;
    try {
        return bihuan::app::run(parsed.settings);
    } catch (const bihuan::Error& error) {
        bihuan::app::explain(error);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
    }
    return 1;
}
