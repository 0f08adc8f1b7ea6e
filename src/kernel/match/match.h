// Search tokens and duplicate keys: computed on every write, asked on create and on import.
//
// Token making is pure (tokens.h, pinyin.h); tables: search_index (engine's full text),
// duplicate_key(hash, object, kind, record). Searching takes a Snapshot. Any thread.
#pragma once

#include "kernel/match/tokens.h"
#include "kernel/meta/schema.h"
#include "kernel/snapshot.h"
#include "kernel/tx.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::match {

inline constexpr int kHitsMax = 100;        // of one search
inline constexpr int kCandidatesMax = 4'000;  // rows looked at by one search, whatever is asked

// Besides the engine's search_index, which the workspace makes.
std::string store_ddl();

// Keys that make two records "the same": empty when the text has none.
// Without legal form, places in brackets, width, case and punctuation; branches stay apart.
std::string company_key(std::string_view name);
std::string phone_key(std::string_view phone);         // digits, without the country code of China
std::string email_domain_key(std::string_view email);  // empty for public mail providers

struct Field { const meta::Field* field; const Value* value; };

// In the record's own transaction. `fields`: those that are searchable or duplicate keys, and
// the title; others are ignored. Owner and department become tokens too, so that a rep's
// search is as fast as everybody's: call it also when only they change.
void index_record(Tx& tx, const meta::Object& object, RecordId id, std::span<const Field> fields,
                  RecordId owner, RecordId dept);
void forget_record(Tx& tx, RecordId id);

struct Hit {
    RecordId id;
    const meta::Object* object = nullptr;
    std::string title;
    std::string subtitle;        // its account, number, or phone as this actor sees it
};
// Better matches first, then newest; only what the actor may see; fields that are hidden from him
// or masked are not searched for him. `object` null: all objects. Error(invalid) when longer
// than kQueryMax characters.
std::vector<Hit> search(const Snapshot& snapshot, std::string_view query,
                        const meta::Object* object, int limit);

struct Duplicate {
    RecordId id;
    std::string kind;            // which key met: company_name, phone, ...
    bool visible = false;        // may the actor see it? if not only owner_name is told
    std::string title;           // empty when not visible
    std::string owner_name;
};
// Records other than `except` that share a duplicate key with these values, newest first.
std::vector<Duplicate> find_duplicates(const Snapshot& snapshot, const meta::Object& object,
                                       std::span<const Field> fields, RecordId except, int limit);

}  // namespace bihuan::match
