// Making two operands comparable: literals take the type of the other side; references meet
// text by their natural key.
#include "kernel/expr/checker.h"

#include "base/text.h"

#include <algorithm>

namespace bihuan::expr {
namespace {

bool has_digits_only(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return c >= '0' && c <= '9'; });
}

bool is_orderable(const Type& type) {
    return is_number(type) || type.kind == Kind::text || type.kind == Kind::date ||
           type.kind == Kind::month || type.kind == Kind::instant || type.kind == Kind::none;
}

// A date beside a date and time is compared with its local date.
bool is_day_and_instant(const Type& a, const Type& b) {
    return (a.kind == Kind::date && b.kind == Kind::instant) ||
           (a.kind == Kind::instant && b.kind == Kind::date);
}

const Node* option_field(const Node& node) {
    if (node.op != Op::path) {
        return nullptr;
    }
    const std::string_view type = behaves_as(node.path.last())->name();
    const bool has_options = (type == "select" || type == "multi_select") &&
                             !node.path.last().settings.options.empty();
    return has_options ? &node : nullptr;
}

}  // namespace

NodePtr Checker::mismatch(const Node& left, const Node& right) {
    return issue(right.at, "issue.expression.compare",
                 {{"name", said(node_label(left))},
                  {"kind", said(type_label(left.type))},
                  {"other", said(type_label(right.type))}},
                 left.type.kind == Kind::date && right.is_literal ? "date(\"2026-11-23\")" : "");
}

// An option that does not exist is never equal to anything: that is a mistake, not a filter.
bool Checker::check_option(const Node& field, const Node& literal) {
    const auto* key = literal.value.get_if<std::string>();
    if (key == nullptr) {
        return true;
    }
    std::vector<std::string> keys;
    std::string hint;
    for (const types::Option& option : field.path.last().settings.options) {
        if (option.key == *key) {
            return true;
        }
        keys.push_back(option.key);
        if (option.label.zh == *key || option.label.en == *key) {
            hint = option.key;
        }
    }
    if (hint.empty()) {
        hint = nearest(*key, keys).value_or("");
    }
    issue(literal.at, "issue.expression.option",
          {{"option", key->substr(0, 80)}, {"name", said(node_label(field))}}, std::move(hint));
    return false;
}

// Reads a text literal as what the other side is.
bool Checker::adapt_literal(NodePtr& literal, const NodePtr& other) {
    const auto* text = literal->value.get_if<std::string>();
    if (text == nullptr) {
        literal = constant(Null{}, other->type, literal->at);
        return true;
    }
    const Position at = literal->at;
    const Kind kind = other->type.kind;
    if (kind == Kind::date || kind == Kind::instant) {
        if (const auto date = parse_date(*text)) {
            literal = constant(*date, type_date(), at);
            return true;
        }
    }
    if (kind == Kind::instant && parse_instant(*text, Zone::utc())) {
        literal = make_call(at, *find_function("datetime"), {literal});
        return literal != nullptr;
    }
    if (kind == Kind::month) {
        if (const auto month = parse_month(*text)) {
            literal = constant(*month, type_month(), at);
            return true;
        }
    }
    if (kind == Kind::date || kind == Kind::instant || kind == Kind::month) {
        issue(at, "issue.expression.date_text", {{"text", text->substr(0, 40)}},
              kind == Kind::month ? "\"2026-11\"" : "date(\"2026-11-23\")");
        return false;
    }
    if (kind == Kind::reference && has_digits_only(*text)) {
        if (const auto id = parse_record_id(*text)) {
            literal = constant(*id, other->type, at);
            return true;
        }
    }
    mismatch(*other, *literal);
    return false;
}

// stage -> stage.key: what a reference is called in text.
NodePtr Checker::key_of(const NodePtr& reference) {
    const meta::Object* target = env_.schema != nullptr && reference->op == Op::path
                                     ? env_.schema->target(reference->path.last())
                                     : nullptr;
    const meta::Field* key = nullptr;
    if (target != nullptr) {
        key = target->find(target->key_field.empty() ? target->title_field : target->key_field);
    }
    if (key == nullptr) {
        return issue(reference->at, "issue.expression.no_key",
                     {{"name", said(node_label(*reference))}});
    }
    Node node;
    node.op = Op::path;
    node.at = reference->at;
    node.path = reference->path;
    node.path.steps.push_back(key);
    node.name = node.path.to_text();
    node.type = field_type(env_.schema, *target, *key, formulas_);
    node.has_path = true;
    return finish(std::move(node));
}

// A phone number or e-mail address is stored in one form: a literal beside it is brought to that.
NodePtr Checker::canonical(const NodePtr& field, const NodePtr& literal) {
    const auto* text = literal->value.get_if<std::string>();
    if (field->op != Op::path || text == nullptr) {
        return literal;
    }
    const meta::Field& last = field->path.last();
    const std::string_view type = behaves_as(last)->name();
    if (type != "phone" && type != "email") {
        return literal;
    }
    Issues ignored;
    const Value value = behaves_as(last)->parse_text(last.settings, *text, ignored);
    return ignored.empty() && value.is<std::string>() ? constant(value, literal->type, literal->at)
                                                      : literal;
}

bool Checker::match(NodePtr& left, NodePtr& right, bool ordered) {
    const bool swapped = left->is_literal && !right->is_literal;
    NodePtr& field = swapped ? right : left;
    NodePtr& other = swapped ? left : right;
    if (ordered && !is_orderable(field->type)) {
        issue(field->at, "issue.expression.order", {{"name", said(node_label(*field))},
                                                    {"kind", said(type_label(field->type))}});
        return false;
    }
    if (field->type.kind == Kind::list || other->type.kind == Kind::list) {
        const bool empty = is_null(*field) || is_null(*other);
        if (!empty) {
            mismatch(*field, *other);
        }
        return empty;
    }
    if (other->type.kind == Kind::text && other->is_literal) {
        const Node* options = option_field(*field);
        if (options != nullptr && !check_option(*options, *other)) {
            return false;
        }
        other = canonical(field, other);
        const bool same = field->type.kind == Kind::text || field->type.kind == Kind::none;
        const auto* text = other->value.get_if<std::string>();
        const bool by_key = field->type.kind == Kind::reference && text != nullptr &&
                            !has_digits_only(*text);
        if (!same && !by_key && !adapt_literal(other, field)) {
            return false;
        }
    }
    if (field->type.kind == Kind::reference && other->type.kind == Kind::text) {
        field = key_of(field);
    } else if (field->type.kind == Kind::text && other->type.kind == Kind::reference) {
        other = key_of(other);
    }
    if (!left || !right) {
        return false;
    }
    if (is_day_and_instant(left->type, right->type) || unify(left->type, right->type)) {
        return true;
    }
    mismatch(*field, *other);
    return false;
}

// Whether an argument or operand may stand where `kind` is wanted.
bool Checker::fits(const NodePtr& node, Kind kind, NodePtr& adapted) {
    adapted = node;
    const Kind is = node->type.kind;
    if (is == kind || is == Kind::none || (kind == Kind::decimal && is == Kind::integer)) {
        return true;
    }
    if (kind == Kind::date && is == Kind::instant) {
        adapted = make_call(node->at, *find_function("dateof"), {node});
        return true;
    }
    const bool is_text = node->is_literal && is == Kind::text;
    if (is_text && (kind == Kind::date || kind == Kind::month || kind == Kind::instant)) {
        Node model;
        model.type.kind = kind;
        const std::size_t before = issues_.size();
        if (!adapt_literal(adapted, std::make_shared<const Node>(std::move(model)))) {
            adapted = nullptr;
            return issues_.size() > before;  // said already
        }
        if (kind == Kind::instant && adapted->type.kind == Kind::date) {
            adapted = make_call(node->at, *find_function("datetime"), {node});
        }
        return true;
    }
    return false;
}

}  // namespace bihuan::expr
