// Where a page ended, bound to its filter, sort, object and as-of: an opaque text.
//
// Pure; any thread.
#pragma once

#include "kernel/query/request.h"

#include <optional>
#include <string>
#include <vector>

namespace bihuan::query {

struct Cursor {
    // One per sort term: nullopt for null, else the stored form as text with its kind in front
    // ("i42", "tname").
    std::vector<std::optional<std::string>> keys;
    std::int64_t id = 0;
};

std::string write_cursor(const ListRequest& request, const Cursor& cursor);
// Error(invalid) when it is not ours, or belongs to another list.
Cursor read_cursor(const ListRequest& request);

}  // namespace bihuan::query
