#include "work/exchange/resolver.h"

#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/query/query.h"
#include "work/exchange/encoding.h"

#include <algorithm>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kChunk = 64;           // values of one IN (...); padded, so one statement
constexpr std::int64_t kLooseRowsMax = 5'000;

// Fields by which a record may be named, surest first.
std::vector<const meta::Field*> naming_fields(const meta::Object& target, const std::string& by) {
    std::vector<const meta::Field*> out;
    std::vector<std::string> names{by};
    if (by.empty()) {
        names = {"external_id", target.key_field, "number", target.title_field};
        if (target.name == "user") names.insert(names.begin(), "email");
    }
    for (const std::string& name : names) {
        const meta::Field* field = name.empty() ? nullptr : target.find(name);
        if (!field || !field->stored) continue;
        if (field->type->kind() == types::Kind::reference) continue;
        if (std::find(out.begin(), out.end(), field) == out.end()) out.push_back(field);
    }
    return out;
}

// Runs fn(id, text) for live rows whose field has one of the values.
template <class Fn>
void select_in(const Snapshot& snapshot, const meta::Object& object, const std::string& column,
               const db::Params& values, const Fn& fn) {
    const db::Dialect& dialect = snapshot.dialect();
    std::string places = "?";
    for (std::size_t i = 1; i < kChunk; ++i) places += ", ?";
    const std::string quoted = dialect.quote(column);
    const std::string sql = "SELECT id, " + quoted + " FROM " + dialect.quote(object.name) +
                            " WHERE " + quoted + " IN (" + places + ") AND deleted_at IS NULL";
    for (std::size_t at = 0; at < values.size(); at += kChunk) {
        const std::size_t end = std::min(at + kChunk, values.size());
        db::Params params(values.begin() + static_cast<std::ptrdiff_t>(at),
                          values.begin() + static_cast<std::ptrdiff_t>(end));
        params.resize(kChunk, params.front());
        snapshot.db().query(sql, params, [&](const db::Row& row) {
            fn(row);
            return true;
        });
    }
}

bool needs_visibility(const Snapshot& snapshot, const meta::Object& target) {
    if (!target.has_owner && target.scope_parent.empty()) return false;
    if (target.name == "user" || target.name == "department") return false;
    if (access::rights_of(snapshot)->is_everything()) return false;
    return !access::reachable(snapshot, target, access::Purpose::read).everything;
}

std::string loose_key(std::string_view text) {
    std::string out;
    const std::string folded = fold(text);
    for (std::size_t pos = 0; pos < folded.size();) {
        const char32_t c = next_code_point(folded, pos);
        const bool plain = c >= 0x80 || (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
        if (plain) append_code_point(out, c);
    }
    return out;
}

std::string value_key(const types::ColumnValue& value) {
    return value.is_text ? "t" + value.text : "i" + std::to_string(value.integer);
}

std::string row_key(bool is_text, const db::Row& row) {
    return is_text ? "t" + std::string(row.text(1)) : "i" + std::to_string(row.integer(1));
}

}  // namespace

std::optional<types::ColumnValue> column_text(const meta::Field& field, const std::string& text) {
    Issues issues;
    const Value value = field.type->parse_text(field.settings, text, issues);
    if (!issues.empty() || value.is_null()) return std::nullopt;
    return types::to_column(*field.type, field.settings, value);
}

void Resolver::look_up_loosely(const Snapshot& snapshot, const meta::Object& target,
                               std::set<std::string>& texts, Known& known) {
    const meta::Field* title = target.find(target.title_field);
    if (!title || !title->stored || title->type->kind() != types::Kind::text) return;
    auto held = loose_.find(&target);
    if (held == loose_.end()) {
        held = loose_.emplace(&target, std::unordered_map<std::string, Found>()).first;
        const bool asks = needs_visibility(snapshot, target);
        const db::Dialect& dialect = snapshot.dialect();
        std::int64_t rows = 0;
        snapshot.db().query("SELECT id, " + dialect.quote(title->name) + " FROM " +
                                dialect.quote(target.name) + " WHERE deleted_at IS NULL LIMIT ?",
                            {kLooseRowsMax + 1}, [&](const db::Row& row) {
                                ++rows;
                                const std::string key = loose_key(row.text(1));
                                if (key.empty() || asks) return true;
                                Found& found = held->second[key];
                                found.outcome = found.outcome == Outcome::none ? Outcome::one
                                                                               : Outcome::several;
                                found.id = RecordId(row.integer(0));
                                return true;
                            });
        if (rows > kLooseRowsMax) held->second.clear();
    }
    for (const std::string& text : texts) {
        const auto found = held->second.find(loose_key(text));
        if (found != held->second.end()) known[text] = found->second;
    }
}

void Resolver::look_up(const Snapshot& snapshot, const Place& place,
                       std::set<std::string> texts) {
    Known& known = known_[place];
    const bool asks = needs_visibility(snapshot, *place.target);
    const auto keep = [&](const std::string& text, RecordId id) {
        if (asks &&
            !query::is_visible(snapshot, *place.target, id, access::Purpose::read)) {
            return;
        }
        Found& found = known[text];
        if (found.outcome != Outcome::none && found.id == id) return;
        found.outcome = found.outcome == Outcome::none ? Outcome::one : Outcome::several;
        found.id = id;
    };
    for (const meta::Field* field : naming_fields(*place.target, place.by)) {
        std::map<std::string, std::vector<std::string>> by_value;
        std::vector<types::ColumnValue> values;
        for (const std::string& text : texts) {
            auto value = column_text(*field, text);
            if (!value) continue;
            by_value[value_key(*value)].push_back(text);
            values.push_back(*std::move(value));
        }
        if (values.empty()) continue;
        db::Params params;
        for (const types::ColumnValue& value : values) {
            if (value.is_text) params.emplace_back(std::string_view(value.text));
            else params.emplace_back(value.integer);
        }
        const bool is_text = values.front().is_text;
        select_in(snapshot, *place.target, field->name, params, [&](const db::Row& row) {
            const auto asked = by_value.find(row_key(is_text, row));
            if (asked == by_value.end()) return;
            for (const std::string& text : asked->second) keep(text, RecordId(row.integer(0)));
        });
        std::erase_if(texts, [&](const std::string& text) {
            const auto found = known.find(text);
            return found != known.end() && found->second.outcome != Outcome::none;
        });
        if (texts.empty()) return;
    }
    if (place.by.empty()) look_up_loosely(snapshot, *place.target, texts, known);
    for (const std::string& text : texts) known.try_emplace(text);
}

void Resolver::apply(const NameReference& name, PreparedRow& row) const {
    const Found& found = known_.at({name.target, name.by}).at(name.text);
    const auto refuse = [&](const char* key) {
        RowIssue issue{name.column, name.text, {}};
        issue.issue.field = name.field->name;
        issue.issue.key = key;
        issue.issue.args = {{"text", name.text}, {"object", in_both(name.target->label)}};
        row.issues.push_back(std::move(issue));
    };
    switch (found.outcome) {
        case Outcome::one: row.changes.values.emplace_back(name.field, found.id); break;
        case Outcome::several: refuse("issue.import.ambiguous"); break;
        case Outcome::none:
            if (create_missing_.count(name.target->name) > 0) row.missing.push_back(name);
            else refuse("issue.import.unknown_reference");
            break;
    }
}

void Resolver::resolve(const Snapshot& snapshot, std::span<PreparedRow> rows) {
    std::map<Place, std::set<std::string>> wanted;
    for (const PreparedRow& row : rows) {
        for (const NameReference& name : row.names) {
            if (!name.target) continue;
            const Place place{name.target, name.by};
            const auto known = known_.find(place);
            if (known != known_.end() && known->second.count(name.text) > 0) continue;
            wanted[place].insert(name.text);
        }
    }
    for (auto& [place, texts] : wanted) look_up(snapshot, place, std::move(texts));
    for (PreparedRow& row : rows) {
        for (const NameReference& name : row.names) {
            if (name.target) apply(name, row);
        }
        row.names.clear();
    }
}

void Resolver::find_existing(const Snapshot& snapshot, const RowPlan& plan,
                             std::span<PreparedRow> rows) {
    if (plan.options().mode == Mode::create) return;
    const meta::Object& object = plan.object();
    std::map<std::string, std::vector<PreparedRow*>> wanted;
    std::vector<types::ColumnValue> values;
    for (PreparedRow& row : rows) {
        row.existing = RecordId();
        row.has_several = false;
        if (!row.match) continue;
        types::ColumnValue value;
        if (plan.matches_by_id()) {
            value.is_null = false;
            value.integer = row.match->as<RecordId>().value;
        } else {
            value = types::to_column(*plan.match()->type, plan.match()->settings, *row.match);
        }
        wanted[value_key(value)].push_back(&row);
        values.push_back(std::move(value));
    }
    if (values.empty()) return;
    db::Params params;
    for (const types::ColumnValue& value : values) {
        if (value.is_text) params.emplace_back(std::string_view(value.text));
        else params.emplace_back(value.integer);
    }
    const bool asks = needs_visibility(snapshot, object);
    const bool is_text = values.front().is_text;
    select_in(snapshot, object, plan.matches_by_id() ? "id" : plan.match()->name, params,
              [&](const db::Row& row) {
                  const RecordId id(row.integer(0));
                  if (asks && !query::is_visible(snapshot, object, id, access::Purpose::read)) {
                      return;
                  }
                  for (PreparedRow* each : wanted[row_key(is_text, row)]) {
                      each->has_several = each->existing && each->existing != id;
                      each->existing = id;
                  }
              });
}

}  // namespace bihuan::exchange
