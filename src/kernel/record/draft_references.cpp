// References of many drafts at once: natural keys become ids, ids must be live records of the
// right object that the actor may see.
#include "kernel/access/rights.h"
#include "kernel/query/scope.h"
#include "kernel/record/draft.h"

#include <algorithm>
#include <map>
#include <set>

namespace bihuan::record {

namespace {

// Statements for these many values only, so that few texts are prepared; the rest is padding.
constexpr std::size_t kChunks[] = {1, 8, 64};

std::size_t chunk_size(std::size_t left) {
    for (const std::size_t size : kChunks) {
        if (left <= size) return size;
    }
    return kChunks[2];
}

std::string places(std::size_t count) {
    std::string text = "?";
    for (std::size_t i = 1; i < count; ++i) text += ", ?";
    return text;
}

// Runs "SELECT <what> FROM <object> t WHERE <column> IN (...) AND deleted_at IS NULL" in chunks,
// for rows `within` alone.
void select_in(const Snapshot& snapshot, const meta::Object& object, const std::string& what,
               const std::string& column, const query::SqlText& within,
               const db::Params& values, const db::RowFn& row) {
    const db::Dialect& dialect = snapshot.dialect();
    const std::string tail = within.text.empty() ? std::string() : " AND (" + within.text + ")";
    const db::Params more = within.borrowed();
    for (std::size_t at = 0; at < values.size();) {
        const std::size_t size = chunk_size(values.size() - at);
        const std::size_t taken = std::min(size, values.size() - at);
        db::Params params(values.begin() + static_cast<std::ptrdiff_t>(at),
                          values.begin() + static_cast<std::ptrdiff_t>(at + taken));
        params.resize(size, params.front());
        params.insert(params.end(), more.begin(), more.end());
        snapshot.db().query("SELECT " + what + " FROM " + dialect.quote(object.name) +
                                " t WHERE t." + dialect.quote(column) + " IN (" + places(size) +
                                ") AND t.deleted_at IS NULL" + tail,
                            params, row);
        at += taken;
    }
}

using Keys = std::map<std::string, RecordId, std::less<>>;

void find_keys(const Snapshot& snapshot, const meta::Object& target, Keys& keys) {
    db::Params values;
    for (const auto& [key, id] : keys) values.emplace_back(std::string_view(key));
    select_in(snapshot, target, "id, " + snapshot.dialect().quote(target.key_field),
              target.key_field, {}, values, [&](const db::Row& row) {
                  const auto found = keys.find(row.text(1));
                  if (found != keys.end()) found->second = RecordId(row.integer(0));
                  return true;
              });
}

bool needs_visibility(const Preparing& preparing, const meta::Object& target) {
    if (preparing.settings.via == Via::verb) return false;
    if (!target.has_owner && target.scope_parent.empty()) return false;
    if (target.name == "user" || target.name == "department") return false;
    if (access::rights_of(preparing.snapshot)->is_everything()) return false;
    return !access::reachable(preparing.snapshot, target, access::Purpose::read).everything;
}

using Ids = std::map<std::int64_t, bool>;  // id -> may be referred to

void find_ids(const Preparing& preparing, const meta::Object& target, Ids& ids) {
    db::Params values;
    for (const auto& [id, found] : ids) {
        if (object_of(RecordId(id)) == target.number) values.emplace_back(id);
    }
    query::SqlText within;
    if (needs_visibility(preparing, target)) {
        within = query::reach_predicate(preparing.snapshot, target, "t", access::Purpose::read);
    }
    select_in(preparing.snapshot, target, "t.id", "id", within, values, [&](const db::Row& row) {
        ids[row.integer(0)] = true;
        return true;
    });
}

// References that cannot be wrong: the actor, the record these lines hang from, and what a rule
// found in this very transaction. The text of a default may name what is gone.
bool is_known(const Preparing& preparing, const Draft& draft, const meta::Field& field,
              RecordId id) {
    if (id == to_record(preparing.snapshot.actor().user)) return true;
    if (!draft.given[field.index] && field.default_value.empty()) return true;
    return draft.parent && &field == preparing.plan.parent && id == draft.parent->id;
}

std::string label_of(const Preparing& preparing, const meta::Object& target) {
    return target.label.in(preparing.snapshot.language());
}

}  // namespace

void resolve_keys(const Preparing& preparing, std::span<Draft> drafts) {
    const ObjectPlan& plan = preparing.plan;
    std::map<const meta::Object*, Keys> wanted;
    for (const Draft& draft : drafts) {
        for (const meta::Field* field : plan.references) {
            const auto* key = draft.after.values[field->index].get_if<std::string>();
            const meta::Object* target = key ? plan.schema->target(*field) : nullptr;
            if (target && !target->key_field.empty()) wanted[target].emplace(*key, RecordId());
        }
    }
    for (auto& [target, keys] : wanted) find_keys(preparing.snapshot, *target, keys);
    for (Draft& draft : drafts) {
        for (const meta::Field* field : plan.references) {
            Value& value = draft.after.values[field->index];
            const auto* key = value.get_if<std::string>();
            if (!key) continue;
            const meta::Object* target = plan.schema->target(*field);
            const auto keys = wanted.find(target);
            const RecordId id = keys == wanted.end() ? RecordId() : keys->second[*key];
            if (id) {
                value = id;
                continue;
            }
            draft.issues.add(field->name, "issue.reference.unknown_key",
                             {{"key", *key},
                              {"object", target ? label_of(preparing, *target) : ""}});
            value = draft.before ? draft.before->values[field->index] : Value();
        }
    }
}

void check_references(const Preparing& preparing, std::span<Draft> drafts) {
    const ObjectPlan& plan = preparing.plan;
    std::map<const meta::Object*, Ids> wanted;
    const auto each = [&](auto&& visit) {
        for (Draft& draft : drafts) {
            for (const meta::Field* field : plan.references) {
                const auto* id = draft.after.values[field->index].get_if<RecordId>();
                if (!id || !draft.is_changed(*field)) continue;
                if (is_known(preparing, draft, *field, *id)) continue;
                if (const auto* target = plan.schema->target(*field)) {
                    visit(draft, *field, *target, *id);
                }
            }
        }
    };
    each([&](Draft&, const meta::Field&, const meta::Object& target, RecordId id) {
        wanted[&target].emplace(id.value, false);
    });
    for (auto& [target, ids] : wanted) find_ids(preparing, *target, ids);
    each([&](Draft& draft, const meta::Field& field, const meta::Object& target, RecordId id) {
        if (wanted[&target][id.value]) return;
        draft.issues.add(field.name, "issue.reference.not_found",
                         {{"object", label_of(preparing, target)}, {"id", to_text(id)}});
    });
}

}  // namespace bihuan::record
