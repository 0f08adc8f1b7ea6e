// Keeping the search index and the duplicate keys of one record, and asking the latter.
#include "base/text.h"
#include "kernel/access/visible_sql.h"
#include "kernel/match/keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>

namespace bihuan::match {

namespace {

constexpr std::size_t kTextMax = 4'000;        // bytes of one field that are searchable
constexpr std::size_t kTableMin = 128;         // tokens of a usual record
constexpr std::size_t kTokenBytes = 7;         // of a usual token, with its space
constexpr int kDuplicatesMax = 50;             // per key: a shared e-mail domain has many

bool is_searched(const meta::Object& object, const meta::Field& field) {
    return field.searchable || field.name == object.title_field;
}

std::string_view bounded(std::string_view text) {
    if (text.size() <= kTextMax) return text;
    text = text.substr(0, kTextMax);
    while (!is_valid_utf8(text)) text.remove_suffix(1);
    return text;
}

// The different ones in the order of their first, with spaces between.
std::string line_of(const std::vector<std::string>& tokens) {
    // Open addressing, at most half full: hundreds of short texts, seen once each.
    std::array<std::uint16_t, 2 * kTableMin> small{};
    std::vector<std::uint16_t> large;
    std::span<std::uint16_t> table = small;
    if (tokens.size() > kTableMin) {
        large.resize(std::bit_ceil(2 * tokens.size()));
        table = large;
    }
    std::string line;
    line.reserve(tokens.size() * kTokenBytes);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const std::string& token = tokens[i];
        std::size_t at = std::hash<std::string>()(token) & (table.size() - 1);
        while (table[at] != 0 && tokens[table[at] - 1u] != token) {
            at = (at + 1) & (table.size() - 1);
        }
        if (table[at] != 0) continue;
        table[at] = static_cast<std::uint16_t>(i + 1);
        line += token;
        line += ' ';
    }
    return line;
}

std::string tokens_of(const Pinyin& pinyin, const meta::Object& object,
                      std::span<const Field> fields, RecordId owner, RecordId dept) {
    std::vector<std::string> tokens;
    tokens.reserve(80);
    // The title first, so that a long note cannot crowd it out.
    for (const bool is_title : {true, false}) {
        for (const Field& each : fields) {
            const std::string* text = each.value->get_if<std::string>();
            const bool wanted = (each.field->name == object.title_field) == is_title;
            if (text == nullptr || !wanted || !is_searched(object, *each.field)) continue;
            if (each.field->type->name() == "phone") {
                add_phone_tokens(*text, tokens);
            } else {
                add_text_tokens(pinyin, bounded(*text), tokens);
            }
        }
    }
    if (tokens.empty()) return {};
    if (tokens.size() > kTokensMax) tokens.resize(kTokensMax);
    tokens.push_back(object_token(object.number));
    if (owner) tokens.push_back(owner_token(owner));
    if (dept) tokens.push_back(dept_token(dept));
    return line_of(tokens);
}

void keep_duplicate_keys(db::Connection& db, const meta::Object& object, RecordId id,
                         std::span<const Field> fields) {
    const bool has_any = std::any_of(fields.begin(), fields.end(), [](const Field& each) {
        return !each.field->duplicate_key.empty();
    });
    if (!has_any) return;
    std::vector<DuplicateKey> wanted = duplicate_keys(object, fields);
    std::vector<std::int64_t> stale;
    db.query("SELECT hash FROM duplicate_key WHERE record = ?", {id.value},
             [&](const db::Row& row) {
                 const std::int64_t hash = row.integer(0);
                 const auto kept = std::erase_if(
                     wanted, [hash](const DuplicateKey& key) { return key.hash == hash; });
                 if (kept == 0) stale.push_back(hash);
                 return true;
             });
    for (const std::int64_t hash : stale) {
        db.post("DELETE FROM duplicate_key WHERE record = ? AND hash = ?", {id.value, hash});
    }
    for (const DuplicateKey& key : wanted) {
        db.post("INSERT INTO duplicate_key (hash, object, kind, record) VALUES (?, ?, ?, ?)",
                {key.hash, object.number.value, std::string_view(key.kind), id.value});
    }
}

}  // namespace

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS duplicate_key (\n"
           "  hash BIGINT NOT NULL, object BIGINT NOT NULL, kind TEXT NOT NULL,\n"
           "  record BIGINT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS duplicate_key_hash ON duplicate_key (hash);\n"
           "CREATE INDEX IF NOT EXISTS duplicate_key_record ON duplicate_key (record);\n";
}

void index_record(Tx& tx, const meta::Object& object, RecordId id, std::span<const Field> fields,
                  RecordId owner, RecordId dept) {
    if (object.searchable) {
        const std::string tokens =
            tokens_of(pinyin_of(tx.workspace()), object, fields, owner, dept);
        if (tokens.empty()) {
            tx.db().post(tx.dialect().search_delete(), {id.value});
        } else {
            tx.db().post(tx.dialect().search_upsert(), {id.value, std::string_view(tokens)});
        }
    }
    keep_duplicate_keys(tx.db(), object, id, fields);
}

void forget_record(Tx& tx, RecordId id) {
    tx.db().post(tx.dialect().search_delete(), {id.value});
    tx.db().post("DELETE FROM duplicate_key WHERE record = ?", {id.value});
}

namespace {

// Fills what may be said of a duplicate; false when the record is gone.
bool describe(const Snapshot& snapshot, const meta::Object& object, const expr::Sql& visible,
              Duplicate& duplicate) {
    const db::Dialect& dialect = snapshot.dialect();
    const auto rights = access::rights_of(snapshot);
    const meta::Field* title = object.find(object.title_field);
    const bool reads_title = title != nullptr && title->stored &&
                             rights->field(object, *title) >= access::FieldRight::read;
    std::string sql = "SELECT ";
    sql += reads_title ? "t." + dialect.quote(title->name) : "''";
    sql += object.has_owner
               ? ", (SELECT u.name FROM \"user\" u WHERE u.id = t.owner)"
               : ", ''";
    sql += ", CASE WHEN " + (visible.text.empty() ? "1 = 1" : "(" + visible.text + ")") +
           " THEN 1 ELSE 0 END FROM " + dialect.quote(object.name) +
           " t WHERE t.id = ? AND t.deleted_at IS NULL";
    std::vector<db::Param> params;
    access::add_params(params, visible.params);
    params.emplace_back(duplicate.id.value);
    bool found = false;
    snapshot.db().query(sql, params, [&](const db::Row& row) {
        found = true;
        duplicate.visible = row.integer(2) != 0;
        if (duplicate.visible) duplicate.title = row.text(0);
        duplicate.owner_name = row.text(1);
        return false;
    });
    return found;
}

}  // namespace

std::vector<Duplicate> find_duplicates(const Snapshot& snapshot, const meta::Object& object,
                                       std::span<const Field> fields, RecordId except,
                                       int limit) {
    std::vector<Duplicate> found;
    for (const DuplicateKey& key : duplicate_keys(object, fields)) {
        snapshot.db().query("SELECT record FROM duplicate_key WHERE hash = ? "
                            "ORDER BY record DESC LIMIT ?",
                            {key.hash, std::int64_t{kDuplicatesMax}}, [&](const db::Row& row) {
                                const RecordId id(row.integer(0));
                                const bool known = std::any_of(
                                    found.begin(), found.end(),
                                    [id](const Duplicate& each) { return each.id == id; });
                                if (id != except && !known) {
                                    found.push_back({id, key.kind, false, "", ""});
                                }
                                return true;
                            });
    }
    if (found.empty()) return found;
    const expr::Sql visible =
        access::visible_sql(snapshot, object, access::Purpose::read, "t");
    std::vector<Duplicate> out;
    for (Duplicate& each : found) {
        if (static_cast<int>(out.size()) >= limit) break;
        if (describe(snapshot, object, visible, each)) out.push_back(std::move(each));
    }
    return out;
}

}  // namespace bihuan::match
