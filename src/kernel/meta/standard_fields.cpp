#include "kernel/meta/standard_fields.h"

#include <algorithm>
#include <array>

namespace bihuan::meta {
namespace {

constexpr std::array<std::string_view, 11> kStandard = {
    "number",    "owner",      "owner_dept", "tags",       "source_kind", "external_id",
    "import_id", "created_by", "created_at", "updated_by", "updated_at"};

// Columns kept apart from fields, engines' own hidden columns, and words of the expression
// language and of SQL that would mislead whoever reads a filter.
constexpr std::array<std::string_view, 49> kReserved = {
    "id",     "version", "valid_from", "valid_to", "recorded_at", "deleted_at", "deleted_by",
    "closed_by", "cause", "can",       "rowid",    "oid",         "_rowid_",    "ctid",
    "tableoid", "xmin",  "cmin",       "xmax",     "cmax",        "ctid",       "and",
    "or",     "not",     "in",         "is",       "empty",       "contains",   "null",
    "true",   "false",   "me",         "my",       "before",      "select",     "from",
    "where",  "having",  "join",       "union",    "insert",      "update",     "delete",
    "drop",   "alter",   "create",     "table",    "column",      "distinct",   "between"};

Field make(std::string_view name, std::string_view type, Label label) {
    Field field;
    field.name = name;
    field.label = std::move(label);
    field.type = types::find(type);
    field.origin = Origin::system;
    return field;
}

Field number_field(const std::string& pattern) {
    Field field = make("number", "autonumber", {"编号", "Number"});
    field.settings.pattern = pattern;
    field.read_only = true;
    field.unique = true;
    field.searchable = true;
    return field;
}

Field source_kind() {
    Field field = make("source_kind", "select", {"录入方式", "Entered by"});
    field.settings.options = {{"manual", {"手工", "By hand"}, "", false},
                              {"import", {"导入", "Import"}, "", false},
                              {"form", {"表单", "Form"}, "", false},
                              {"api", {"接口", "API"}, "", false},
                              {"automation", {"自动化", "Automation"}, "", false}};
    field.read_only = true;
    return field;
}

Field read_only(Field field) {
    field.read_only = true;
    return field;
}

Field indexed(Field field) {
    field.indexed = true;
    return field;
}

}  // namespace

std::vector<Field> standard_fields(const Object& object, const std::string& number_pattern) {
    std::vector<Field> fields;
    if (!number_pattern.empty()) fields.push_back(number_field(number_pattern));
    if (object.has_owner) {
        fields.push_back(indexed(make("owner", "user", {"负责人", "Owner"})));
        fields.push_back(indexed(make("owner_dept", "department", {"归属部门", "Department"})));
    }
    fields.push_back(make("tags", "multi_select", {"标签", "Tags"}));
    fields.push_back(source_kind());
    Field external = indexed(make("external_id", "text", {"外部编号", "External ID"}));
    external.settings.length_max = 200;  // ids of other systems: GUIDs, URLs of records
    fields.push_back(std::move(external));
    fields.push_back(indexed(read_only(make("import_id", "text", {"导入批次", "Import"}))));
    fields.push_back(read_only(make("created_by", "user", {"创建人", "Created by"})));
    fields.push_back(read_only(make("created_at", "datetime", {"创建时间", "Created at"})));
    fields.push_back(read_only(make("updated_by", "user", {"更新人", "Updated by"})));
    fields.push_back(read_only(make("updated_at", "datetime", {"更新时间", "Updated at"})));
    return fields;
}

bool is_standard_field(std::string_view name) {
    return std::find(kStandard.begin(), kStandard.end(), name) != kStandard.end();
}

bool is_reserved_name(std::string_view name) {
    return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

}  // namespace bihuan::meta
