#include "kernel/design/test_company_objects.h"

namespace bihuan::design {

namespace {

constexpr std::string_view kUser = R"J({
  "object": "user", "number": 1, "module": "team", "icon": "user",
  "label": {"zh": "用户", "en": "User"}, "title_field": "name", "key_field": "login",
  "has_owner": false, "fields": [
    {"name": "name", "type": "text", "label": {"zh": "姓名", "en": "Name"}, "required": true},
    {"name": "login", "type": "text", "label": {"zh": "登录名", "en": "Login"}, "unique": true},
    {"name": "dept", "type": "department", "label": {"zh": "主部门", "en": "Department"}},
    {"name": "leader", "type": "user", "label": {"zh": "直属上级", "en": "Leader"}},
    {"name": "status", "type": "select", "label": {"zh": "状态", "en": "Status"},
     "default_value": "\"active\"", "settings": {"options": [
       {"key": "active", "label": {"zh": "在职", "en": "Active"}},
       {"key": "disabled", "label": {"zh": "停用", "en": "Disabled"}},
       {"key": "left", "label": {"zh": "离职", "en": "Left"}}]}}]})J";

constexpr std::string_view kDepartment = R"J({
  "object": "department", "number": 2, "module": "team", "icon": "network",
  "label": {"zh": "部门", "en": "Department"}, "title_field": "name", "key_field": "code",
  "has_owner": false, "fields": [
    {"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}, "required": true},
    {"name": "code", "type": "text", "label": {"zh": "代码", "en": "Code"}, "unique": true},
    {"name": "parent", "type": "department", "label": {"zh": "上级部门", "en": "Parent"}}]})J";

constexpr std::string_view kRole = R"J({
  "object": "role", "number": 3, "module": "team", "icon": "shield",
  "label": {"zh": "角色", "en": "Role"}, "title_field": "name", "key_field": "code",
  "has_owner": false, "fields": [
    {"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}, "required": true},
    {"name": "code", "type": "text", "label": {"zh": "代码", "en": "Code"}, "unique": true},
    {"name": "rights", "type": "long_text", "label": {"zh": "权限", "en": "Rights"}}]})J";

constexpr std::string_view kAccount = R"J({
  "object": "account", "number": 10, "module": "customer", "icon": "building",
  "label": {"zh": "客户", "en": "Account"}, "title_field": "name",
  "number_pattern": "KH{YYYY}{00001}", "fields": [
    {"name": "name", "type": "text", "label": {"zh": "客户名称", "en": "Name"},
     "required": true, "searchable": true, "duplicate_key": "company_name",
     "settings": {"length_max": 200}},
    {"name": "phone", "type": "phone", "label": {"zh": "电话", "en": "Phone"},
     "searchable": true, "settings": {"mask": "phone"}},
    {"name": "level", "type": "select", "label": {"zh": "级别", "en": "Level"},
     "settings": {"options": [{"key": "a", "label": {"zh": "A 类", "en": "A"}},
                              {"key": "b", "label": {"zh": "B 类", "en": "B"}},
                              {"key": "old", "label": {"zh": "旧", "en": "Old"},
                               "hidden": true}]}},
    {"name": "open_count", "type": "rollup", "label": {"zh": "进行中商机", "en": "Open"},
     "settings": {"object": "opportunity", "by": "account", "fn": "count",
                  "where": "state == \"open\""}},
    {"name": "won_amount", "type": "rollup", "label": {"zh": "赢单金额", "en": "Won"},
     "settings": {"object": "opportunity", "by": "account", "fn": "sum", "field": "amount",
                  "where": "state == \"won\""}},
    {"name": "first_close", "type": "rollup", "label": {"zh": "最早预计", "en": "First close"},
     "settings": {"object": "opportunity", "by": "account", "fn": "min",
                  "field": "close_date"}},
    {"name": "last_close", "type": "rollup", "label": {"zh": "最晚预计", "en": "Last close"},
     "settings": {"object": "opportunity", "by": "account", "fn": "max",
                  "field": "close_date", "where": "state == \"open\""}},
    {"name": "lines_total", "type": "rollup", "label": {"zh": "明细合计", "en": "Lines"},
     "settings": {"object": "opportunity", "by": "account", "fn": "sum",
                  "field": "total"}}]})J";

constexpr std::string_view kContact = R"J({
  "object": "contact", "number": 11, "module": "customer", "icon": "contact",
  "label": {"zh": "联系人", "en": "Contact"}, "title_field": "name",
  "scope_parent": "account", "fields": [
    {"name": "name", "type": "text", "label": {"zh": "姓名", "en": "Name"}, "required": true,
     "searchable": true},
    {"name": "account", "type": "lookup", "label": {"zh": "客户", "en": "Account"},
     "required": true, "indexed": true, "settings": {"target": "account"}},
    {"name": "mobile", "type": "phone", "label": {"zh": "手机", "en": "Mobile"},
     "searchable": true, "duplicate_key": "phone"},
    {"name": "email", "type": "email", "label": {"zh": "邮箱", "en": "E-mail"}}]})J";

constexpr std::string_view kStage = R"J({
  "object": "stage", "number": 12, "module": "opportunity", "icon": "milestone",
  "label": {"zh": "阶段", "en": "Stage"}, "title_field": "name", "key_field": "code",
  "has_owner": false, "fields": [
    {"name": "name", "type": "text", "label": {"zh": "名称", "en": "Name"}, "required": true},
    {"name": "code", "type": "text", "label": {"zh": "代码", "en": "Code"}, "unique": true},
    {"name": "kind", "type": "select", "label": {"zh": "类型", "en": "Kind"},
     "settings": {"options": [{"key": "open", "label": {"zh": "进行中", "en": "Open"}},
                              {"key": "late", "label": {"zh": "后期", "en": "Late"}}]}}]})J";

constexpr std::string_view kOpportunity = R"J({
  "object": "opportunity", "number": 30, "module": "opportunity", "icon": "target",
  "label": {"zh": "商机", "en": "Opportunity"}, "title_field": "name",
  "state_field": "state", "currency_field": "currency",
  "number_pattern": "SJ{YYYY}{00001}", "fields": [
    {"name": "name", "type": "text", "label": {"zh": "商机名称", "en": "Name"},
     "required": true, "searchable": true, "settings": {"length_max": 200}},
    {"name": "account", "type": "lookup", "label": {"zh": "客户", "en": "Account"},
     "required": true, "indexed": true, "settings": {"target": "account"}},
    {"name": "stage", "type": "lookup", "label": {"zh": "阶段", "en": "Stage"},
     "settings": {"target": "stage"}},
    {"name": "state", "type": "select", "label": {"zh": "状态", "en": "State"},
     "read_only": true, "default_value": "\"open\"", "settings": {"options": [
       {"key": "open", "label": {"zh": "进行中", "en": "Open"}},
       {"key": "won", "label": {"zh": "赢单", "en": "Won"}},
       {"key": "lost", "label": {"zh": "输单", "en": "Lost"}}]}},
    {"name": "currency", "type": "text", "label": {"zh": "币种", "en": "Currency"}},
    {"name": "rate", "type": "decimal", "label": {"zh": "汇率", "en": "Rate"},
     "settings": {"scale": 6}},
    {"name": "amount", "type": "money", "label": {"zh": "金额", "en": "Amount"},
     "settings": {"min": "0"}},
    {"name": "win_rate", "type": "percent", "label": {"zh": "赢率", "en": "Win rate"},
     "settings": {"min": "0", "max": "100"}},
    {"name": "close_date", "type": "date", "label": {"zh": "预计成交", "en": "Close date"}},
    {"name": "description", "type": "long_text", "label": {"zh": "说明", "en": "Text"}},
    {"name": "code", "type": "text", "label": {"zh": "项目代码", "en": "Code"},
     "unique": true},
    {"name": "plan_note", "type": "text", "label": {"zh": "后期计划", "en": "Late plan"},
     "required_when": "stage.kind == \"late\""},
    {"name": "lost_reason", "type": "select", "label": {"zh": "输单原因", "en": "Reason"},
     "read_only": true, "required_when": "state == \"lost\"", "settings": {"options": [
       {"key": "price", "label": {"zh": "价格", "en": "Price"}},
       {"key": "rival", "label": {"zh": "竞争对手", "en": "Rival"}}]}},
    {"name": "weighted", "type": "formula", "label": {"zh": "加权金额", "en": "Weighted"},
     "settings": {"formula": "round(amount * win_rate, 2)", "result_type": "money"}},
    {"name": "lines", "type": "lines", "label": {"zh": "产品明细", "en": "Lines"},
     "settings": {"target": "opportunity_line", "parent_field": "opportunity"}},
    {"name": "total", "type": "rollup", "label": {"zh": "明细金额", "en": "Total"},
     "settings": {"object": "opportunity_line", "by": "opportunity", "fn": "sum",
                  "field": "amount"}}],
  "indexes": [{"columns": ["owner", "state", "-amount"]}],
  "verbs": [
    {"name": "win", "label": {"zh": "赢单", "en": "Win"}, "when": "state == \"open\""},
    {"name": "lose", "label": {"zh": "输单", "en": "Lose"}, "when": "state == \"open\"",
     "arguments": [{"name": "reason", "type": "select", "required": true,
       "label": {"zh": "原因", "en": "Reason"}, "settings": {"options": [
         {"key": "price", "label": {"zh": "价格", "en": "Price"}},
         {"key": "rival", "label": {"zh": "竞争对手", "en": "Rival"}}]}}]}]})J";

constexpr std::string_view kLine = R"J({
  "object": "opportunity_line", "number": 31, "module": "opportunity", "icon": "list",
  "label": {"zh": "商机明细", "en": "Opportunity line"}, "title_field": "product",
  "parent_field": "opportunity", "scope_parent": "opportunity",
  "currency_field": "currency", "has_owner": false, "in_menu": false, "fields": [
    {"name": "opportunity", "type": "lookup", "label": {"zh": "商机", "en": "Opportunity"},
     "required": true, "settings": {"target": "opportunity"}},
    {"name": "position", "type": "integer", "label": {"zh": "序号", "en": "Position"}},
    {"name": "product", "type": "text", "label": {"zh": "产品", "en": "Product"},
     "required": true},
    {"name": "quantity", "type": "decimal", "label": {"zh": "数量", "en": "Quantity"},
     "settings": {"scale": 2}},
    {"name": "price", "type": "money", "label": {"zh": "单价", "en": "Price"},
     "settings": {"scale": 4}},
    {"name": "currency", "type": "text", "label": {"zh": "币种", "en": "Currency"}},
    {"name": "rate", "type": "decimal", "label": {"zh": "汇率", "en": "Rate"},
     "settings": {"scale": 6}},
    {"name": "amount", "type": "money", "label": {"zh": "金额", "en": "Amount"},
     "read_only": true}]})J";

}  // namespace

const std::vector<std::string_view>& test_company_objects() {
    static const std::vector<std::string_view> kObjects = {
        kUser, kDepartment, kRole, kAccount, kContact, kStage, kOpportunity, kLine};
    return kObjects;
}

}  // namespace bihuan::design
