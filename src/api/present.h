// How schema, users and references look in answers.
//
// Functions take the Snapshot they present; one thread each.
#pragma once

#include "base/json.h"
#include "kernel/tx.h"

#include <optional>
#include <string>

namespace bihuan::api {

inline constexpr std::size_t kSettingsMax = 64 * 1024;  // bytes of one person's settings

// {"id","name"} of a record, null for none.
void write_reference(const Snapshot& snapshot, RecordId id, JsonWriter& json);
// A record with its lines and abilities (query::one); of a person also `roles`. False: not there
// or not visible, nothing is written.
bool write_record(const Snapshot& snapshot, const meta::Object& object, RecordId id,
                  std::optional<Instant> as_of, JsonWriter& json);
// To an API token: whose it is, and its scopes.
void write_token(const Snapshot& snapshot, JsonWriter& json);
// The snapshot's actor: name, department, roles, company, settings.
void write_user(const Snapshot& snapshot, const std::string& build, JsonWriter& json);
// Merges `patch` into the actor's settings; returns the whole as JSON.
std::string save_settings(Tx& tx, const Json& patch);

// One object as its reader may see it.
void write_object(const Snapshot& snapshot, const meta::Object& object, JsonWriter& json);
bool is_readable(const Snapshot& snapshot, const meta::Object& object);

std::string present_ddl();  // table user_settings

}  // namespace bihuan::api
