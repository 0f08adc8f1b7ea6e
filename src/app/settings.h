// What the program was asked to do: command line first, then BIHUAN_* variables, then defaults.
//
// A plain value, made once at start by command_line.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bihuan::app {

enum class Command {
    serve, import_, export_, backup, restore, user, config, check, tls, version,
};

struct Settings {
    Command command = Command::serve;
    std::string version;                         // of the program
    std::string data = "data";                   // folder of the company
    std::string database;                        // URL of a server; empty: a file in the folder
    std::string listen = "127.0.0.1:8080";
    bool demo = false;
    bool durable = true;                         // false only while a demo company is made
    std::string now;                             // BIHUAN_NOW
    std::string admin_password;                  // BIHUAN_ADMIN_PASSWORD
    std::string log_level = "info";
    std::vector<std::string> trusted_proxies;
    std::string certificate, key;                // TLS
    // Of the commands other than serve:
    std::vector<std::string> arguments;          // positional, after the command's own name
    std::string action;                          // user add, config diff, tls init
    std::string map_file;
    std::string mode;                            // import: create, update, upsert
    std::string where;
    std::string format = "csv";
    std::string output;
    std::string name, password, role;            // user
    bool dry_run = false;
};

}  // namespace bihuan::app
