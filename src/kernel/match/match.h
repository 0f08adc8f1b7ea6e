// Search tokens and duplicate keys: computed on every write, asked on create and on import.
//
// Token making is pure; tables: search_index (engine's full text), duplicate_key(object, kind,
// hash, record). Searching takes a Snapshot. Any thread.
#pragma once

#include "kernel/snapshot.h"
#include "kernel/meta/schema.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::match {

inline constexpr std::size_t kTokensMax = 400;     // of one record
inline constexpr std::size_t kQueryMax = 100;      // characters of one search

std::string store_ddl();

// Tokens of one text: CJK single characters and bigrams, folded words, pinyin syllable strings and
// initials (every plausible reading), for phones the tail of 4.. digits, for numbers the digits.
void add_text_tokens(std::string_view text, std::vector<std::string>& tokens);
void add_phone_tokens(std::string_view phone, std::vector<std::string>& tokens);
// Tokens a query asks for (all of them must be there).
std::vector<std::string> query_tokens(std::string_view query);

// Full pinyin of a name for display and sorting ("chongqing huawei"), and its initials.
std::string pinyin(std::string_view text);
std::string pinyin_sort_key(std::string_view text);

// Keys that make two records "the same": empty when the text has none.
std::string company_key(std::string_view name);     // without 有限公司, places in brackets, width
std::string phone_key(std::string_view phone);
std::string email_domain_key(std::string_view email);  // empty for public mail providers

struct Field { const meta::Field* field; const Value* value; };

// In the record's own transaction. Owner and department become tokens too, so that a rep's
// search is as fast as everybody's.
void index_record(db::Connection& db, const db::Dialect& dialect, const meta::Object& object,
                  RecordId id, std::span<const Field> fields, RecordId owner, RecordId dept);
void forget_record(db::Connection& db, const db::Dialect& dialect, RecordId id);

struct Hit {
    RecordId id;
    const meta::Object* object = nullptr;
    std::string title;
    std::string subtitle;        // e.g. account of an opportunity, phone masked as for this actor
};
// Newest first within better matches; only what the actor may see, fields he may not read are
// not searched for him. `object` null: all objects.
std::vector<Hit> search(const Snapshot& snapshot, std::string_view query,
                        const meta::Object* object, int limit);

struct Duplicate {
    RecordId id;
    std::string kind;            // which key met: company_name, phone, ...
    bool visible = false;        // may the actor see it? if not only owner_name is told
    std::string title;           // empty when not visible
    std::string owner_name;
};
std::vector<Duplicate> find_duplicates(const Snapshot& snapshot, const meta::Object& object,
                                       std::span<const Field> fields, RecordId except, int limit);

}  // namespace bihuan::match
