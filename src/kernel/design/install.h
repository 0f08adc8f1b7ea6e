// The tables of every kernel room, for Workspace::Parts::ddl. Pure; any thread.
#pragma once

#include <string>
#include <vector>

namespace bihuan::design {

// Each may be run again on a company that has them.
std::vector<std::string> kernel_ddl();

}  // namespace bihuan::design
