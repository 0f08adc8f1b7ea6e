#include "kernel/expr/type_rules.h"

#include <algorithm>

namespace bihuan::expr {

std::optional<Type> unify(const Type& a, const Type& b) {
    if (a.kind == Kind::none) {
        return b;
    }
    if (b.kind == Kind::none) {
        return a;
    }
    if (is_number(a) && is_number(b)) {
        if (a.kind == Kind::integer && b.kind == Kind::integer) {
            return a;
        }
        return type_decimal(std::max(a.scale, b.scale));
    }
    if (a.kind != b.kind) {
        return std::nullopt;
    }
    if (a.kind == Kind::reference) {
        if (a.target.empty() || b.target.empty()) {
            return type_reference(a.target.empty() ? b.target : a.target);
        }
        return a.target == b.target ? std::optional<Type>(a) : std::nullopt;
    }
    if (a.kind == Kind::list) {
        const Type left{a.element, Kind::none, a.target, a.scale};
        const Type right{b.element, Kind::none, b.target, b.scale};
        const std::optional<Type> item = unify(left, right);
        if (!item) {
            return std::nullopt;
        }
        return Type{Kind::list, item->kind, item->target, item->scale};
    }
    return a;
}

Label type_label(const Type& type) {
    switch (type.kind) {
        case Kind::boolean: return {"是否", "yes/no"};
        case Kind::integer:
        case Kind::decimal: return {"数字", "a number"};
        case Kind::text: return {"文本", "text"};
        case Kind::date: return {"日期", "a date"};
        case Kind::month: return {"月份", "a month"};
        case Kind::instant: return {"时间", "a date and time"};
        case Kind::reference: return {"关联记录", "a reference"};
        case Kind::list: return {"列表", "a list"};
        case Kind::none: return {"空值", "empty"};
    }
    return {};
}

Label node_label(const Node& node) {
    if (node.op == Op::path && !node.path.steps.empty()) {
        const meta::Field& field = node.path.last();
        if (!field.label.zh.empty() || !field.label.en.empty()) {
            return field.label;
        }
    }
    return {node.name, node.name};
}

std::string said(const Label& label) {
    return in_both(label);
}

const types::FieldType* behaves_as(const meta::Field& field) {
    if (field.type == nullptr) {
        return nullptr;
    }
    if (!field.settings.result_type.empty() &&
        (field.type->name() == "formula" || field.type->name() == "rollup")) {
        const types::FieldType* result = types::find(field.settings.result_type);
        return result != nullptr ? result : field.type;
    }
    return field.type;
}

bool is_percent(const meta::Field& field) {
    const types::FieldType* type = behaves_as(field);
    return type != nullptr && type->name() == "percent";
}

int stored_scale(const meta::Field& field) {
    const types::FieldType* type = behaves_as(field);
    if (type == nullptr || type->kind() != Kind::decimal) {
        return 0;
    }
    return field.settings.scale;
}

}  // namespace bihuan::expr
