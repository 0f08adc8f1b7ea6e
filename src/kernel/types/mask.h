// Hiding the middle of personal data from those who may know only that it is there.
//
// Owned by kernel/types. Pure: any thread.
#pragma once

#include <string>
#include <string_view>

namespace bihuan::types {

// kind phone: 138****8000; email: a***@x.com; id: 320********1234; name: 王*. Any other kind
// hides everything.
std::string mask(std::string_view kind, std::string_view text);

}  // namespace bihuan::types
