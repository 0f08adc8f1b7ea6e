// The command line's way into a server that already has the folder: its socket, mode 0600, so
// that only the user who runs the server may use it.
#pragma once

#include "app/settings.h"
#include "http/router.h"
#include "kernel/workspace.h"

#include <string>

namespace bihuan::app {

// POST /local/command, answered on the local socket only.
void add_local_door(http::Router& router, Workspace& workspace);
// Sends the command to the server of the folder; prints what it prints; returns its status.
int knock(const std::string& socket, const Settings& settings);

}  // namespace bihuan::app
