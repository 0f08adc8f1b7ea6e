// The fields every object has, in front of its own. Pure; any thread.
//
// number (when the object file gives a `number_pattern`), owner, owner_dept (unless has_owner is
// false), tags, source_kind (manual import form api automation), external_id, import_id,
// created_by, created_at, updated_by, updated_at. Kept apart from fields, as columns of every
// table: id, version, valid_from, recorded_at (null unless back-dated), deleted_at, deleted_by.
// History rows (h_<object>) have the same columns plus valid_to, closed_by, cause.
#pragma once

#include "kernel/meta/schema.h"

namespace bihuan::meta {

std::vector<Field> standard_fields(const Object& object, const std::string& number_pattern);
bool is_standard_field(std::string_view name);
// Names no field may take: id, version, valid_from, SQL words that would mislead, ...
bool is_reserved_name(std::string_view name);

}  // namespace bihuan::meta
