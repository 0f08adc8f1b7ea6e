// The design as rows: table meta_object(name, number, json, origin, version), meta_state(key,
// value). Read and written through a Connection by workspace and design.
#pragma once

#include "db/database.h"
#include "kernel/meta/schema.h"

#include <memory>

namespace bihuan::meta {

std::string store_ddl();  // tables of this room, for a new database
std::shared_ptr<const Schema> load(db::Connection& db);
void save_object(db::Connection& db, const Object& object);
std::int64_t version(db::Connection& db);       // of the design in force; 0 for none
std::int64_t next_version(db::Connection& db);  // increments and returns the design's version

// Indexes on the lookups of `object` by which roll-ups and lines of other objects find its rows.
// Run it for every object after plan_ddl; what exists already is left alone. Pure.
std::vector<std::string> plan_child_indexes(const db::Dialect& dialect, const Schema& schema,
                                            const Object& object);

// DDL that makes the table, history table and indexes of one object, and the columns missing in
// an existing one. `before` may be null. Pure.
std::vector<std::string> plan_ddl(const db::Dialect& dialect, const Object* before,
                                  const Object& after);

}  // namespace bihuan::meta
