// From an API body to Changes: names, kinds and forms are checked here; rights and the record's
// own state later, in the transaction.
#include "base/text.h"
#include "kernel/record/object_plan.h"
#include "kernel/record/record.h"

namespace bihuan::record {

namespace {

std::string nearest_field(const meta::Object& object, std::string_view wrong) {
    std::vector<std::string> names;
    for (const meta::Field& field : object.fields) {
        if (!field.hidden) names.push_back(field.name);
    }
    return nearest(wrong, names).value_or(std::string());
}

// A reference may be written as its natural key: {"key": "won"}.
std::optional<std::string> key_of(const meta::Field& field, const Json& json) {
    if (!is_reference(field) || !json.is_object()) return std::nullopt;
    const Json key = json.get("key");
    if (!key.is_string()) return std::nullopt;
    return std::string(key.string());
}

void parse_value(const Snapshot& snapshot, const meta::Field& field, const Json& json,
                 std::vector<std::pair<const meta::Field*, Value>>& values, Issues& issues) {
    if (auto key = key_of(field, json)) {
        values.emplace_back(&field, Value(*std::move(key)));
        return;
    }
    Issues found;
    Value value = field.type->normalise_in(field.settings, json, snapshot.wall_zone(), found);
    if (found.empty()) field.type->validate(field.settings, value, found);
    if (found.empty()) {
        values.emplace_back(&field, std::move(value));
    } else {
        issues.append(std::move(found), field.name);
    }
}

// True when the field may be set at all; else adds the issue.
bool is_settable(const meta::Field& field, Issues& issues) {
    if (!field.read_only && field.type->is_writable()) return true;
    issues.add(field.name, "issue.read_only");
    return false;
}

void parse_line(const Snapshot& snapshot, const meta::Object& child, const Json& json,
                LineChange& line, Issues& issues) {
    if (!json.is_object()) {
        issues.add("", "issue.line.object");
        return;
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string_view name = json.key_at(i);
        const Json value = json.at(i);
        if (name == "id") {
            const auto id = value.is_string() ? parse_record_id(value.string()) : std::nullopt;
            if (id) line.id = *id;
            else if (!value.is_null()) issues.add(".id", "issue.reference.invalid",
                                                  {{"value", value.to_text()}});
        } else if (name == "remove") {
            line.remove = value.kind() == Json::Kind::boolean && value.boolean();
        } else if (name == "version" || name == child.parent_field) {
            continue;  // the parent's version is what counts; the parent is the record itself
        } else if (const meta::Field* field = child.find(name); !field || is_lines(*field)) {
            issues.add("." + std::string(name), "issue.unknown_field", {},
                       nearest_field(child, name));
        } else {
            Issues found;
            if (is_settable(*field, found)) {
                parse_value(snapshot, *field, value, line.values, found);
            }
            issues.append(std::move(found), ".");
        }
    }
    if (line.remove && !line.id) issues.add(".id", "issue.required");
}

void parse_lines(const Snapshot& snapshot, const meta::Field& field, const Json& json,
                 Changes& changes, Issues& issues) {
    const meta::Object* child = snapshot.schema().target(field);
    if (json.is_null()) return;
    if (!child || !json.is_array()) {
        issues.add(field.name, "issue.lines.array");
        return;
    }
    if (json.size() > static_cast<std::size_t>(kLinesMax)) {
        issues.add(field.name, "issue.lines.too_many", {{"max", std::to_string(kLinesMax)}});
        return;
    }
    std::vector<LineChange> lines(json.size());
    for (std::size_t i = 0; i < json.size(); ++i) {
        Issues found;
        parse_line(snapshot, *child, json.at(i), lines[i], found);
        issues.append(std::move(found), field.name + "[" + std::to_string(i) + "]");
    }
    changes.lines.emplace_back(&field, std::move(lines));
}

}  // namespace

Changes parse_changes(const Snapshot& snapshot, const meta::Object& object, const Json& body,
                      Issues& issues) {
    Changes changes;
    if (!body.is_object()) {
        issues.add("", "issue.record.object");
        return changes;
    }
    for (std::size_t i = 0; i < body.size(); ++i) {
        const std::string_view name = body.key_at(i);
        if (name == "id" || name == "version") continue;
        const meta::Field* field = object.find(name);
        if (!field) {
            issues.add(std::string(name), "issue.unknown_field", {},
                       nearest_field(object, name));
        } else if (is_lines(*field)) {
            parse_lines(snapshot, *field, body.at(i), changes, issues);
        } else if (is_settable(*field, issues)) {
            parse_value(snapshot, *field, body.at(i), changes.values, issues);
        }
    }
    return changes;
}

}  // namespace bihuan::record
