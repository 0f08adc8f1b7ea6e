// The one list of sales modules: their verbs and rules, their objects, their first records.
#pragma once

#include "kernel/meta/schema.h"
#include "kernel/tx.h"
#include "kernel/workspace.h"

#include <string>
#include <vector>

namespace bihuan::app {

// Registers every module's rules and verbs; call once, before the first write.
void register_modules(Workspace& workspace);
// The standard objects that the program carries.
std::vector<meta::Object> standard_objects();
// Tables of the rooms above the kernel.
std::vector<std::string> room_ddl();
// Roles, pipeline, stages of a new company.
void install_modules(Tx& tx);

}  // namespace bihuan::app
