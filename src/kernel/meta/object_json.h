// Objects as readable JSON files: how standard objects are installed, how config is exported.
// The format is described in docs/object-files.md. Pure; any thread.
#pragma once

#include "kernel/meta/schema.h"

#include <string>

namespace bihuan::meta {

// Reads one object file. Standard fields (standard_fields.h) are put in front. Issues name the
// place as "object.field.setting".
Object parse_object(const Json& json, Issues& issues);
// The same file again: stable order, two-space indents, standard fields left out.
std::string write_object(const Object& object);
// One field, as in the file: used by /api/v1/schema.
Field parse_field(const Json& json, Issues& issues);
void write_field(const Field& field, JsonWriter& out);

}  // namespace bihuan::meta
