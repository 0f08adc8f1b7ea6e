// Reads the command line. Pure but for --help and --version, which print.
#pragma once

#include "app/settings.h"

namespace bihuan::app {

struct Parsed {
    Settings settings;
    int exit_status = -1;        // >= 0: stop with it (help was printed, or the line is wrong)
};

Parsed parse_command_line(int argc, const char* const* argv);

}  // namespace bihuan::app
