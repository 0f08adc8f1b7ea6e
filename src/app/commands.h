// The commands besides serve, each over an open Workspace: run in this process when the folder
// is free, else inside the server that has it (local_client.h).
#pragma once

#include "app/settings.h"
#include "kernel/workspace.h"

#include <functional>
#include <string>

namespace bihuan::app {

struct Output {
    std::function<void(std::string_view)> out;      // standard output
    std::function<void(std::string_view)> progress; // a line that replaces itself; may be empty
};

// Exit status. Throws Error with a sentence for standard error.
int run_command(Workspace& workspace, const Settings& settings, const Output& output);

int run_user(Workspace& workspace, const Settings& settings, const Output& output);
int run_config(Workspace& workspace, const Settings& settings, const Output& output);
int run_backup(Workspace& workspace, const Settings& settings, const Output& output);
int run_import(Workspace& workspace, const Settings& settings, const Output& output);
int run_export(Workspace& workspace, const Settings& settings, const Output& output);
int run_check(Workspace& workspace, const Settings& settings, const Output& output);

// Settings as JSON and back, for the way to the server.
std::string write_settings(const Settings& settings);
Settings read_settings(const Json& json);

}  // namespace bihuan::app
