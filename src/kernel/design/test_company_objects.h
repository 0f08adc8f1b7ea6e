// The object files of TestCompany, in the format of docs/object-files.md. Constant; any thread.
#pragma once

#include <string_view>
#include <vector>

namespace bihuan::design {

const std::vector<std::string_view>& test_company_objects();

}  // namespace bihuan::design
