// Runs the server until SIGTERM or SIGINT: HTTP, event pump, jobs.
#pragma once

#include "app/company.h"

namespace bihuan::app {

// Exit status. Prints where it listens and, for a new company, how to log in.
int serve(const Settings& settings, Company& company, Log& log);

}  // namespace bihuan::app
