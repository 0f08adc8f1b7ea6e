// Tables that are the write path's own. Pure; any thread.
#pragma once

#include <string>

namespace bihuan::record {

// link, record_lock, record_counter, idempotency.
std::string store_ddl();

}  // namespace bihuan::record
