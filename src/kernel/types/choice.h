// Finding an option by key or by either label; shared by select and multi_select.
//
// Owned by kernel/types. Pure: any thread.
#pragma once

#include "kernel/types/field_type.h"

namespace bihuan::types {

const Option* find_option(const Settings& settings, std::string_view key);
// By key, then by Chinese or English label; width, case and spaces apart. Null when a label is that
// of several options (one in use wins over hidden ones).
const Option* match_option(const Settings& settings, std::string_view text);
void add_unknown_option(const Settings& settings, std::string_view text, Issues& issues);
// Of an API that takes keys alone: names them, and as hint the one that a label belongs to.
void add_unknown_key(const Settings& settings, std::string_view key, Issues& issues);
std::string option_text(const Settings& settings, std::string_view key, Language language);
// Position among the options; unknown keys last.
std::size_t option_rank(const Settings& settings, std::string_view key);

}  // namespace bihuan::types
