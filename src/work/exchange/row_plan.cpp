#include "work/exchange/row_plan.h"

#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/types/all.h"
#include "work/exchange/encoding.h"
#include "work/exchange/sheet_number.h"

#include <algorithm>
#include <set>

namespace bihuan::exchange {

namespace {

constexpr std::string_view kId = "id";
constexpr std::size_t kValueShownBytes = 200;
constexpr std::string_view kAddressParts[] = {"province", "city", "district", "detail"};

bool is_address(const meta::Field& field) { return field.type->name() == "address"; }

bool is_address_part(std::string_view part) {
    return std::find(std::begin(kAddressParts), std::end(kAddressParts), part) !=
           std::end(kAddressParts);
}

bool is_day(const meta::Field& field) {
    const std::string_view type = field.type->name();
    return type == "date" || type == "datetime" || type == "month";
}

bool is_number(const meta::Field& field) {
    const types::Kind kind = field.type->kind();
    return kind == types::Kind::integer || kind == types::Kind::decimal;
}

bool is_reference(const meta::Field& field) {
    return field.type->kind() == types::Kind::reference;
}

// A cell without the mark that keeps spreadsheets from reading it as a formula.
std::string clean(std::string_view cell) {
    std::string text = trim(cell);
    constexpr std::string_view kGuarded = "=+-@\t\r";
    if (text.size() > 1 && text[0] == '\'' && kGuarded.find(text[1]) != std::string_view::npos) {
        text.erase(0, 1);
    }
    // How databases write "no value" into a file.
    if (text == "NULL" || text == "\\N") text.clear();
    return text;
}

// "25/12/2026 14:30" by its format as "2026-12-25 14:30"; other texts as they are.
std::string iso_first(const std::string& text, const std::string& format) {
    const std::size_t end = std::min(text.find_first_of(" T"), text.size());
    const auto date = parse_date_loose(text.substr(0, end), format);
    return date ? bihuan::to_text(*date) + text.substr(end) : text;
}

void add_issue(PreparedRow& out, std::string column, std::string_view value, std::string field,
               const char* key, Args args = {}) {
    RowIssue issue{std::move(column), std::string(clip(value, kValueShownBytes)), {}};
    issue.issue.field = std::move(field);
    issue.issue.key = key;
    issue.issue.args = std::move(args);
    out.issues.push_back(std::move(issue));
}

std::string nearest_known(const meta::Object& object, const std::string& wrong) {
    std::vector<std::string> names;
    for (const meta::Field& field : object.fields) {
        if (is_importable(field)) names.push_back(field.name);
    }
    return nearest(wrong, names).value_or(std::string());
}

}  // namespace

RowPlan::RowPlan(const Snapshot& snapshot, const meta::Object& object,
                 const std::vector<std::string>& columns, const ImportOptions& options,
                 bool may_be_short, Issues& issues)
    : zone_(snapshot.wall_zone()), schema_(snapshot.schema_pin()), object_(&object),
      options_(options), names_(columns), columns_(columns.size()), may_be_short_(may_be_short) {
    std::set<std::string> taken;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto mapped = options_.mapping.find(columns[i]);
        if (mapped == options_.mapping.end() || !mapped->second) continue;
        if (!taken.insert(*mapped->second).second) {
            issues.add("mapping." + columns[i], "issue.import.field_twice",
                       {{"field", *mapped->second}});
            continue;
        }
        columns_[i] = read_target(snapshot, "mapping." + columns[i], *mapped->second, issues);
        const auto values = options_.values.find(columns[i]);
        if (values != options_.values.end()) columns_[i].values = &values->second;
    }
    for (const auto& [column, field] : options_.mapping) {
        if (!field || std::find(columns.begin(), columns.end(), column) != columns.end()) continue;
        issues.add("mapping." + column, "issue.import.no_column", {{"column", column}},
                   nearest(column, columns).value_or(""));
    }
    for (const std::string& name : options_.create_missing) {
        if (!schema_->find(name)) {
            issues.add("create_missing", "issue.schema.no_object", {{"name", name}});
        }
    }
    for (const meta::Field& field : object.fields) {
        // What modules and defaults fill by themselves is no gap of the file.
        const bool is_given = taken.count(field.name) > 0;
        if (field.required && is_importable(field) && (is_given || !field.read_only) &&
            (is_given || field.default_value.empty())) {
            required_.push_back(&field);
        }
    }
    if (options_.allow_gaps) gap_tag_ = snapshot.say("import.gap_tag");
    read_match(issues);
    read_copies(snapshot, issues);
    read_constants(issues);
    read_closing(columns, issues);
}

RowPlan::Column RowPlan::read_target(const Snapshot& snapshot, const std::string& place,
                                     const std::string& target, Issues& issues) const {
    Column out;
    if (target == kId) {
        out.is_id = true;
        return out;
    }
    const std::size_t dot = target.find('.');
    const std::string name = target.substr(0, dot);
    const std::string part = dot == std::string::npos ? "" : target.substr(dot + 1);
    const meta::Field* field = object_->find(name);
    if (!field || !is_importable(*field)) {
        issues.add(place, "issue.import.no_field", {{"field", target}},
                   nearest_known(*object_, name));
        return out;
    }
    const auto rights = access::rights_of(snapshot);
    if (!rights->is_everything() &&
        rights->field(*object_, *field) != access::FieldRight::write) {
        issues.add(place, "issue.field.forbidden");
        return out;
    }
    if (!part.empty()) {
        const meta::Object* other = is_reference(*field) ? schema_->target(*field) : nullptr;
        const meta::Field* key = other ? other->find(part) : nullptr;
        const bool sound =
            is_address(*field) ? is_address_part(part) : key != nullptr && key->stored;
        if (!sound) {
            issues.add(place, "issue.import.no_field", {{"field", target}});
            return out;
        }
    }
    out.field = field;
    out.part = part;
    return out;
}

void RowPlan::read_copies(const Snapshot& snapshot, Issues& issues) {
    for (const auto& [target, column] : options_.copies) {
        const auto found = std::find(names_.begin(), names_.end(), column);
        if (found == names_.end()) {
            issues.add("copies." + target, "issue.import.no_column", {{"column", column}});
            continue;
        }
        Column out = read_target(snapshot, "copies." + target, target, issues);
        if (out.is_id || !out.field || is_address(*out.field)) continue;
        const auto values = options_.values.find(column);
        if (values != options_.values.end()) out.values = &values->second;
        copies_.emplace_back(std::move(out), static_cast<std::size_t>(found - names_.begin()));
    }
}

void RowPlan::read_match(Issues& issues) {
    if (options_.mode == Mode::create) return;
    std::vector<std::string> candidates{options_.match};
    if (options_.match.empty()) {
        candidates = {std::string(kId), "external_id", object_->key_field, "number"};
    }
    for (const std::string& name : candidates) {
        for (const Column& column : columns_) {
            if (column.is_id && name == kId) by_id_ = true;
            else if (column.field && column.field->name == name && column.part.empty()) {
                match_ = column.field;
            }
        }
        if (by_id_ || match_) return;
    }
    issues.add("match", "issue.import.no_match", {{"field", options_.match}});
}

void RowPlan::read_constants(Issues& issues) {
    for (const auto& [target, text] : options_.constants) {
        const std::size_t dot = target.find('.');
        const meta::Field* field = object_->find(target.substr(0, dot));
        if (!field || !is_importable(*field)) {
            issues.add("constants." + target, "issue.import.no_field", {{"field", target}});
            continue;
        }
        PreparedRow probe;
        set(*field, dot == std::string::npos ? "" : target.substr(dot + 1), text, "", probe);
        for (const RowIssue& each : probe.issues) {
            issues.add("constants." + target, each.issue.key, each.issue.args);
        }
        constants_.emplace_back(field, dot == std::string::npos ? "" : target.substr(dot + 1));
    }
}

void RowPlan::read_closing(const std::vector<std::string>& columns, Issues& issues) {
    if (!options_.closing) return;
    const auto found = std::find(columns.begin(), columns.end(), options_.closing->column);
    if (found == columns.end()) {
        issues.add("closing.column", "issue.import.no_column",
                   {{"column", options_.closing->column}});
        return;
    }
    closing_column_ = static_cast<std::size_t>(found - columns.begin());
    for (const auto& [name, text] : options_.closing->before) {
        const meta::Field* field = object_->find(name);
        if (!field || !is_importable(*field)) {
            issues.add("closing.before." + name, "issue.import.no_field", {{"field", name}});
        } else if (text.empty()) {
            before_.changes.values.emplace_back(field, Value());
        } else {
            set(*field, "", text, "", before_);
        }
    }
    for (const RowIssue& each : before_.issues) {
        issues.add("closing.before." + each.issue.field, each.issue.key, each.issue.args);
    }
}

bool RowPlan::check_shape(Row& row, PreparedRow& out) const {
    while (row.cells.size() > names_.size() && trim(row.cells.back()).empty()) {
        row.cells.pop_back();
    }
    const Args counts = {{"have", std::to_string(row.cells.size())},
                         {"want", std::to_string(names_.size())}};
    if (row.problem) {
        add_issue(out, "", "", "", row.problem);
    } else if (row.cells.size() > names_.size()) {
        add_issue(out, "", "", "", "issue.import.too_many_cells", counts);
    } else if (row.cells.size() < names_.size() && !may_be_short_) {
        add_issue(out, "", "", "", "issue.import.too_few_cells", counts);
    }
    return out.issues.empty();
}

void RowPlan::set(const meta::Field& field, const std::string& by, const std::string& text,
                  const std::string& column, PreparedRow& out) const {
    if (is_reference(field)) {
        out.names.push_back({&field, schema_->target(field), by, text, column});
        return;
    }
    Issues found;
    std::string readable = text;
    if (!options_.date_format.empty() && is_day(field)) {
        readable = iso_first(text, options_.date_format);
    } else if (is_number(field) && text.find_first_of("eE") != std::string::npos) {
        readable = plain_number(text);  // other systems write 84,800,000,000 as 8.48E10
    }
    Value value = field.type->parse_text_in(field.settings, readable, zone_, found);
    if (found.empty()) field.type->validate(field.settings, value, found);
    if (found.empty()) {
        out.changes.values.emplace_back(&field, std::move(value));
        return;
    }
    for (const Issue& each : found) {
        RowIssue issue{column, std::string(clip(text, kValueShownBytes)), each};
        issue.issue.field = field.name;
        out.issues.push_back(std::move(issue));
    }
}

void RowPlan::convert_cell(const Column& plan, const std::string& name, const std::string& cell,
                           PreparedRow& out) const {
    if (!plan.field && !plan.is_id) return;
    std::string text = clean(cell);
    if (plan.values) {
        const auto other = plan.values->find(text);
        if (other != plan.values->end()) text = other->second;
    }
    if (text.find(kBroken) != std::string::npos) {
        add_issue(out, name, text, plan.field ? plan.field->name : "",
                  "issue.import.broken_text");
        return;
    }
    if (plan.is_id) {
        const auto id = parse_record_id(text);
        if (!by_id_) return;
        if (!id && !text.empty()) add_issue(out, name, text, "id", "issue.import.no_record");
        if (id) out.match = Value(*id);
        return;
    }
    if (is_address(*plan.field) && !plan.part.empty()) return;
    if (text.empty()) {
        if (options_.clear_blank && options_.mode != Mode::create && plan.field != match_) {
            out.changes.values.emplace_back(plan.field, Value());
        }
        return;
    }
    set(*plan.field, plan.part, text, name, out);
    if (plan.field == match_ && !out.changes.values.empty() &&
        out.changes.values.back().first == match_) {
        out.match = out.changes.values.back().second;
    }
}

// Province, city, district and detail from columns of their own.
void RowPlan::set_addresses(const Row& row, PreparedRow& out) const {
    std::map<const meta::Field*, std::map<std::string, std::string>> parts;
    for (std::size_t i = 0; i < columns_.size() && i < row.cells.size(); ++i) {
        if (!columns_[i].field || columns_[i].part.empty() || !is_address(*columns_[i].field)) {
            continue;
        }
        const std::string text = clean(row.cells[i]);
        if (!text.empty()) parts[columns_[i].field][columns_[i].part] = text;
    }
    for (const auto& [field, texts] : parts) {
        std::string body;
        JsonWriter json(body);
        json.begin_object();
        for (const auto& [part, text] : texts) json.key(part).string(text);
        json.end_object();
        Issues found;
        Value value = field->type->normalise(field->settings, Json::parse(body), found);
        for (const Issue& each : found) {
            RowIssue issue{"", body, each};
            issue.issue.field = field->name;
            out.issues.push_back(std::move(issue));
        }
        if (found.empty()) out.changes.values.emplace_back(field, std::move(value));
    }
}

void RowPlan::set_dates(const Row& row, Instant now, PreparedRow& out) const {
    for (const auto& [field, value] : out.changes.values) {
        const auto* at = value.get_if<Instant>();
        if (field->name != "created_at" || !at) continue;
        if (*at > now) {
            add_issue(out, "", bihuan::to_text(*at), "created_at", "issue.import.future");
            return;
        }
        out.as_at = *at;
    }
    if (closing_column_ >= row.cells.size()) return;
    const std::string text = clean(row.cells[closing_column_]);
    if (text.empty()) return;
    Issues found;
    const Value value = types::datetime_type().parse_text_in(
        {}, options_.date_format.empty() ? text : iso_first(text, options_.date_format), zone_,
        found);
    const auto* at = value.get_if<Instant>();
    if (!at || *at > now) {
        add_issue(out, names_[closing_column_], text, "",
                  at ? "issue.import.future" : "issue.date.invalid", {{"value", text}});
    } else if (!out.as_at) {
        out.as_at = *at;                   // when it began is not known
    } else if (*at > *out.as_at) {
        out.closing_at = *at;
    }
}

// Marks rows that come in although they lack something.
void RowPlan::note_gaps(PreparedRow& out) const {
    if (!options_.allow_gaps || options_.mode != Mode::create) return;
    for (const meta::Field* field : required_) {
        const bool given =
            std::any_of(out.changes.values.begin(), out.changes.values.end(),
                        [&](const auto& each) { return each.first == field; }) ||
            std::any_of(out.names.begin(), out.names.end(),
                        [&](const NameReference& each) { return each.field == field; });
        out.has_gaps = out.has_gaps || !given;
    }
    const meta::Field* tags = object_->find("tags");
    if (!out.has_gaps || !tags) return;
    for (auto& [field, value] : out.changes.values) {
        if (field != tags) continue;
        ValueList list = value.is<ValueList>() ? value.as<ValueList>() : ValueList();
        list.emplace_back(gap_tag_);
        std::sort(list.begin(), list.end(), [](const Value& a, const Value& b) {
            return a.as<std::string>() < b.as<std::string>();
        });
        value = std::move(list);
        return;
    }
    out.changes.values.emplace_back(tags, ValueList{Value(gap_tag_)});
}

PreparedRow RowPlan::convert(Row&& row, Instant now) const {
    PreparedRow out;
    out.number = row.number;
    if (check_shape(row, out)) {
        for (const std::size_t column : row.errors) {
            if (column >= columns_.size() || !columns_[column].field) continue;
            add_issue(out, names_[column], row.cells[column], columns_[column].field->name,
                      "issue.import.cell_error", {{"value", row.cells[column]}});
        }
        for (std::size_t i = 0; i < row.cells.size() && i < columns_.size(); ++i) {
            const bool is_error = std::find(row.errors.begin(), row.errors.end(), i) !=
                                  row.errors.end();
            if (!is_error) convert_cell(columns_[i], names_[i], row.cells[i], out);
        }
        for (const auto& [plan, column] : copies_) {
            if (column < row.cells.size()) {
                convert_cell(plan, names_[column], row.cells[column], out);
            }
        }
        set_addresses(row, out);
        for (const auto& [field, by] : constants_) {
            const std::string target = by.empty() ? field->name : field->name + "." + by;
            set(*field, by, options_.constants.at(target), "", out);
        }
        set_dates(row, now, out);
        note_gaps(out);
    }
    out.cells = std::move(row.cells);
    return out;
}

}  // namespace bihuan::exchange
