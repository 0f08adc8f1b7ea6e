// Changing the Schema: DDL and metadata in one transaction, then the next Schema is published.
//
// Standard objects are installed by the same functions. Runs inside a Tx; administrators only
// (the system for installation).
#pragma once

#include "kernel/tx.h"

#include <string>
#include <vector>

namespace bihuan::design {

// Adds or changes one whole object (fields are matched by id, else by name; fields missing in
// `next` stay as they are unless they were custom and are now hidden). Publishes after commit.
void apply_object(Tx& tx, const meta::Object& next);
// All at once (installation, config apply): one Schema version, one event schema.changed.
void apply_objects(Tx& tx, const std::vector<meta::Object>& next);
// A JSON patch from /api/v1/schema: {"object": {...}} partial object as in object files; fields
// listed are added or changed, others stay. Issues name the place.
void patch_object(Tx& tx, const std::string& name, const Json& patch);
// A new custom object from its JSON; its name must start with x_.
void create_object(Tx& tx, const Json& json);

// What apply would do, in sentences of the actor's language: for `config diff`.
std::vector<std::string> diff(const Snapshot& snapshot, const std::vector<meta::Object>& next);

}  // namespace bihuan::design
