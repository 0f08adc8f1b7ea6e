#include "kernel/expr/checker.h"

#include <algorithm>

namespace bihuan::expr {
namespace {

Node bare(Op op, Type type, Position at, std::vector<NodePtr> kids) {
    Node node;
    node.op = op;
    node.type = std::move(type);
    node.at = at;
    node.kids = std::move(kids);
    return node;
}

bool is_numeric_or_null(const NodePtr& node) {
    return is_number(node->type) || node->type.kind == Kind::none;
}

}  // namespace

NodePtr Checker::make_logic(Op op, Position at, std::vector<NodePtr> kids) {
    for (const NodePtr& kid : kids) {
        if (kid->type.kind != Kind::boolean && kid->type.kind != Kind::none) {
            return issue(kid->at, "issue.expression.condition",
                         {{"name", said(node_label(*kid))}, {"kind", said(type_label(kid->type))}});
        }
    }
    return finish(bare(op, type_boolean(), at, std::move(kids)));
}

NodePtr Checker::check_logic(const Syntax& syntax, Op op) {
    std::vector<NodePtr> kids;
    return check_all(syntax, kids) ? make_logic(op, syntax.at, std::move(kids)) : nullptr;
}

NodePtr Checker::check_list(const Syntax& syntax) {
    std::vector<NodePtr> kids;
    if (!check_all(syntax, kids)) {
        return nullptr;
    }
    if (syntax.text == "(" && kids[0]->type.kind == Kind::list) {
        return kids[0];
    }
    Type type{Kind::list, Kind::none, {}, 0};
    for (const NodePtr& kid : kids) {
        const auto item = unify(Type{type.element, Kind::none, type.target, type.scale}, kid->type);
        if (kid->type.kind == Kind::list || !item) {
            return issue(kid->at, "issue.expression.list_item");
        }
        type = {Kind::list, item->kind, item->target, item->scale};
    }
    return finish(bare(Op::list, type, syntax.at, std::move(kids)));
}

NodePtr Checker::check_binary(const Syntax& syntax) {
    std::vector<NodePtr> kids;
    if (!check_all(syntax, kids)) {
        return nullptr;
    }
    static constexpr std::pair<std::string_view, Op> kCompare[] = {
        {"==", Op::equal},   {"!=", Op::not_equal},   {"<", Op::less},
        {"<=", Op::less_equal}, {">", Op::greater}, {">=", Op::greater_equal}};
    for (const auto& [symbol, op] : kCompare) {
        if (syntax.text == symbol) {
            return make_compare(op, syntax.at, std::move(kids[0]), std::move(kids[1]));
        }
    }
    if (syntax.text == "in") {
        return make_in(syntax.at, std::move(kids[0]), std::move(kids[1]));
    }
    if (syntax.text == "contains") {
        return make_contains(syntax.at, std::move(kids[0]), std::move(kids[1]));
    }
    return check_product(syntax.text == "*" ? Op::multiply : Op::divide, syntax.at,
                         std::move(kids[0]), std::move(kids[1]));
}

NodePtr Checker::make_is_empty(Position at, NodePtr subject) {
    return finish(bare(Op::is_empty, type_boolean(), at, {std::move(subject)}));
}

NodePtr Checker::make_compare(Op op, Position at, NodePtr left, NodePtr right) {
    if (op == Op::equal || op == Op::not_equal) {
        if (!is_null(*left) && !is_null(*right)) {
            return match(left, right, false)
                       ? finish(bare(op, type_boolean(), at, {std::move(left), std::move(right)}))
                       : nullptr;
        }
        NodePtr empty = make_is_empty(at, is_null(*left) ? std::move(right) : std::move(left));
        return op == Op::equal ? empty : make_logic(Op::negation, at, {std::move(empty)});
    }
    if (!match(left, right, true)) {
        return nullptr;
    }
    return finish(bare(op, type_boolean(), at, {std::move(left), std::move(right)}));
}

NodePtr Checker::make_between(Position at, NodePtr subject, NodePtr low, NodePtr high) {
    NodePtr subject_high = subject;
    if (!match(subject, low, true) || !match(subject_high, high, true)) {
        return nullptr;
    }
    return finish(bare(Op::between, type_boolean(), at,
                       {std::move(subject), std::move(low), std::move(high)}));
}

NodePtr Checker::check_between(const Syntax& syntax) {
    std::vector<NodePtr> kids;
    if (!check_all(syntax, kids)) {
        return nullptr;
    }
    return make_between(syntax.at, kids[0], kids[1], kids[2]);
}

// A list literal may mix ids and keys: each kind is compared with its own column.
NodePtr Checker::make_in(Position at, NodePtr subject, NodePtr list) {
    if (list->type.kind != Kind::list) {
        return issue(list->at, "issue.expression.list",
                     {{"name", said(node_label(*list))}, {"kind", said(type_label(list->type))}});
    }
    if (list->op != Op::list) {
        const Type item{list->type.element, Kind::none, list->type.target, 0};
        if (list->op == Op::path || list->op == Op::call) {
            return make_contains(at, std::move(list), std::move(subject));
        }
        if (!unify(subject->type, item)) {
            return issue(at, "issue.expression.compare",
                         {{"name", said(node_label(*subject))},
                          {"kind", said(type_label(subject->type))},
                          {"other", said(type_label(item))}});
        }
        return finish(bare(Op::in, type_boolean(), at, {std::move(subject), std::move(list)}));
    }
    if (list->kids.empty()) {
        return constant(Value(false), type_boolean(), at);
    }
    std::vector<std::pair<NodePtr, std::vector<NodePtr>>> groups;  // by column compared
    bool ok = true;
    for (const NodePtr& kid : list->kids) {
        NodePtr left = subject;
        NodePtr right = kid;
        if (!is_null(*kid) && !match(left, right, false)) {
            ok = false;
            continue;
        }
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return group.first->path.steps == left->path.steps;
        });
        if (same == groups.end()) {
            groups.push_back({left, {right}});
        } else {
            same->second.push_back(right);
        }
    }
    if (!ok) {
        return nullptr;
    }
    std::vector<NodePtr> parts;
    for (auto& [left, items] : groups) {
        NodePtr some = finish(bare(Op::list, list->type, list->at, std::move(items)));
        NodePtr part = some ? finish(bare(Op::in, type_boolean(), at, {left, some})) : nullptr;
        if (!part) {
            return nullptr;
        }
        parts.push_back(std::move(part));
    }
    return parts.size() == 1 ? parts[0] : make_logic(Op::any, at, std::move(parts));
}

NodePtr Checker::make_contains(Position at, NodePtr whole, NodePtr part) {
    if (whole->type.kind == Kind::list) {
        const Type item{whole->type.element, Kind::none, whole->type.target, 0};
        if (whole->op == Op::path && part->is_literal && part->type.kind == Kind::text &&
            item.kind == Kind::text) {
            const meta::Field& field = whole->path.last();
            if (!field.settings.options.empty() && !check_option(*whole, *part)) {
                return nullptr;
            }
        }
        if (!unify(item, part->type)) {
            return mismatch(*whole, *part);
        }
        return finish(bare(Op::contains, type_boolean(), at, {std::move(whole), std::move(part)}));
    }
    for (NodePtr* side : {&whole, &part}) {
        if ((*side)->type.kind == Kind::reference) {
            *side = key_of(*side);
            if (!*side) {
                return nullptr;
            }
        }
        const Kind kind = (*side)->type.kind;
        if (kind != Kind::text && kind != Kind::none) {
            return issue((*side)->at, "issue.expression.contains",
                         {{"name", said(node_label(**side))},
                          {"kind", said(type_label((*side)->type))}});
        }
    }
    return finish(bare(Op::contains, type_boolean(), at, {std::move(whole), std::move(part)}));
}

NodePtr Checker::check_sum(const Syntax& syntax) {
    std::vector<NodePtr> kids;
    if (!check_all(syntax, kids)) {
        return nullptr;
    }
    const bool numbers = std::all_of(kids.begin(), kids.end(), is_numeric_or_null);
    if (!numbers) {
        if (kids.size() > static_cast<std::size_t>(kDepthMax)) {
            return issue(syntax.at, "issue.expression.depth", {{"max", std::to_string(kDepthMax)}});
        }
        NodePtr total = kids[0];
        for (std::size_t i = 1; total && i < kids.size(); ++i) {
            total = add_to_date(syntax.at, std::move(total), kids[i], syntax.minus[i]);
        }
        return total;
    }
    Type type = type_integer();
    for (const NodePtr& kid : kids) {
        type = *unify(type, kid->type);
    }
    Node node = bare(Op::sum, std::move(type), syntax.at, std::move(kids));
    node.minus = syntax.minus;
    return finish(std::move(node));
}

// date + days, date - days, date - date; numbers in between are summed as numbers.
NodePtr Checker::add_to_date(Position at, NodePtr left, NodePtr right, bool minus) {
    if (is_numeric_or_null(left) && is_numeric_or_null(right)) {
        Type type = *unify(unify(type_integer(), left->type).value(), right->type);
        Node node = bare(Op::sum, std::move(type), at, {std::move(left), std::move(right)});
        node.minus = {false, minus};
        return finish(std::move(node));
    }
    if (right->type.kind == Kind::date && left->type.kind == Kind::integer && !minus) {
        std::swap(left, right);
    }
    if (minus && left->type.kind == Kind::date && right->is_literal &&
        right->type.kind == Kind::text && !adapt_literal(right, left)) {
        return nullptr;
    }
    const bool days = right->type.kind == Kind::integer || right->type.kind == Kind::none;
    if (left->type.kind == Kind::date && days) {
        Node node = bare(Op::date_plus, type_date(), at, {std::move(left), std::move(right)});
        node.minus = {false, minus};
        return finish(std::move(node));
    }
    if (minus && left->type.kind == Kind::date &&
        (right->type.kind == Kind::date || right->type.kind == Kind::instant)) {
        NodePtr day;
        if (!fits(right, Kind::date, day) || !day) {
            return nullptr;
        }
        return finish(bare(Op::date_minus, type_integer(), at, {std::move(left), std::move(day)}));
    }
    if (left->type.kind == Kind::instant) {
        NodePtr day;
        return fits(left, Kind::date, day) && day
                   ? add_to_date(at, std::move(day), std::move(right), minus)
                   : nullptr;
    }
    const Node& wrong = is_number(left->type) || left->type.kind == Kind::date ? *right : *left;
    return issue(wrong.at, "issue.expression.arithmetic",
                 {{"name", said(node_label(wrong))}, {"kind", said(type_label(wrong.type))}},
                 wrong.type.kind == Kind::text ? "&" : "");
}

NodePtr Checker::check_product(Op op, Position at, NodePtr left, NodePtr right) {
    for (const NodePtr* side : {&left, &right}) {
        if (!is_numeric_or_null(*side)) {
            return issue((*side)->at, "issue.expression.arithmetic",
                         {{"name", said(node_label(**side))},
                          {"kind", said(type_label((*side)->type))}});
        }
    }
    Type type = type_decimal(kDivisionScale);
    if (op == Op::multiply) {
        const bool whole = left->type.kind != Kind::decimal && right->type.kind != Kind::decimal;
        type = whole ? type_integer() : type_decimal(left->type.scale + right->type.scale);
    }
    return finish(bare(op, std::move(type), at, {std::move(left), std::move(right)}));
}

NodePtr Checker::check_negate(const Syntax& syntax) {
    NodePtr kid = check(*syntax.items[0]);
    if (!kid) {
        return nullptr;
    }
    if (!is_numeric_or_null(kid)) {
        return issue(kid->at, "issue.expression.arithmetic",
                     {{"name", said(node_label(*kid))}, {"kind", said(type_label(kid->type))}});
    }
    const Type type = kid->type.kind == Kind::none ? type_integer() : kid->type;
    Node node = bare(Op::negate, type, syntax.at, {kid});
    node.is_literal = kid->is_literal;
    if (node.is_literal && kid->op == Op::constant) {
        node = *kid;
        if (const auto* whole = kid->value.get_if<std::int64_t>()) {
            node.value = Value(-*whole);
        } else if (const auto* number = kid->value.get_if<Decimal>()) {
            node.value = Value(-*number);
        }
    }
    return finish(std::move(node));
}

NodePtr Checker::make_join(Position at, std::vector<NodePtr> kids) {
    Node node = bare(Op::join, type_text(), at, std::move(kids));
    for (NodePtr& kid : node.kids) {
        if (kid->type.kind == Kind::reference && kid->op == Op::path) {
            kid = key_of(kid);
            if (!kid) {
                return nullptr;
            }
        }
        // How numbers and dates look as text is not left to the engines.
        const bool text = kid->type.kind == Kind::text || kid->type.kind == Kind::none;
        node.has_sql = node.has_sql && (text || !kid->has_path);
    }
    return finish(std::move(node));
}

NodePtr Checker::check_join(const Syntax& syntax) {
    std::vector<NodePtr> kids;
    return check_all(syntax, kids) ? make_join(syntax.at, std::move(kids)) : nullptr;
}

}  // namespace bihuan::expr
