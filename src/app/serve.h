// Runs the server until SIGTERM or SIGINT: HTTP, event pump, jobs.
#pragma once

#include "app/company.h"

namespace bihuan::app {

// Before any thread starts: a signal that finds one which does not block it ends the process.
void block_stop_signals();

// Exit status. Prints where it listens and, for a new company, how to log in.
int serve(const Settings& settings, Company& company, Log& log);

}  // namespace bihuan::app
