// What can be wrong with a design, as issues. Used by Schema::build.
//
// Owned by kernel/meta. Pure: any thread. Objects must have by_name built.
#pragma once

#include "kernel/meta/schema.h"

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::meta {

inline constexpr std::size_t kNameMax = 50;      // PostgreSQL: 63 bytes, less "h_" and "_base"
inline constexpr std::int64_t kSystemNumberMax = 199;  // above: the company's own objects
inline constexpr std::size_t kVerbsMax = 100;    // of one object: a menu, not a language
inline constexpr std::size_t kViewsMax = 200;    // shipped and shared views of one object
inline constexpr std::size_t kIndexesMax = 30;   // each costs about 2 us on every write

// snake_case, 1 to kNameMax bytes, begins with a letter.
bool is_name(std::string_view name);
// The object with this name, hidden ones too; nullptr when there is none.
const Object* object_named(const std::vector<Object>& objects, std::string_view name);
const Field* field_named(const Object& object, std::string_view name);

void check_objects(const std::vector<Object>& objects, Issues& issues);
void check_fields(const Object& object, Issues& issues);
// Titles, parents, indexes, views, layout, verbs: everything that names a field of its own.
void check_parts(const Object& object, Issues& issues);
// Lookups, lines and roll-ups: everything that names another object.
void check_targets(const std::vector<Object>& objects, const Object& object, Issues& issues);

}  // namespace bihuan::meta
