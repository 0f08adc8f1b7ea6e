#include "kernel/expr/to_sql.h"

#include "base/error.h"
#include "base/exact.h"
#include "base/json.h"
#include "base/text.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/sql_writer.h"
#include "kernel/expr/type_rules.h"

#include <algorithm>

namespace bihuan::expr {
namespace {

// A parameter inside the text until finish(): not a character that SQL text may hold.
constexpr char kMark = '\x01';
constexpr char kMarkEnd = '\x02';

bool is_quote(char c) { return c == '\'' || c == '"'; }

// Stored form of a value: what a column of its type holds. Lists have none.
Value stored_form(const Value& value, const Type& type) {
    if (is_number(type) && (value.is<std::int64_t>() || value.is<Decimal>())) {
        return Value(number_of(value).rescale(type.scale, Round::half_up).coefficient());
    }
    if (const bool* yes = value.get_if<bool>()) {
        return Value(*yes ? 1 : 0);
    }
    if (const Date* date = value.get_if<Date>()) {
        return Value(to_text(*date));
    }
    if (const Month* month = value.get_if<Month>()) {
        return Value(to_text(*month));
    }
    if (const Instant* instant = value.get_if<Instant>()) {
        return Value(instant->micros);
    }
    if (const RecordId* id = value.get_if<RecordId>()) {
        return Value(id->value);
    }
    return value;
}

}  // namespace

std::string SqlWriter::param(const Value& stored) {
    params_.push_back(stored);
    return kMark + std::to_string(params_.size() - 1) + kMarkEnd;
}

std::string SqlWriter::stored_param(const Value& value, const Type& type) {
    if (!value.is_null()) return param(stored_form(value, type));
    // A server asks what a null is a null of before it negates or adds it.
    return is_number(type) ? "CAST(NULL AS INTEGER)" : "NULL";
}

Sql SqlWriter::finish(const std::string& text) const {
    Sql sql;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != kMark) {
            sql.text += text[i];
            continue;
        }
        const std::size_t end = text.find(kMarkEnd, i);
        sql.params.push_back(params_[std::stoul(text.substr(i + 1, end - i - 1))]);
        sql.text += '?';
        i = end;
    }
    return sql;
}

std::string SqlWriter::bounded(std::string text) const {
    if (text.size() > kSqlTextMax) {
        throw Error(Code::invalid, "error.expression.too_large");
    }
    return text;
}

// The planner's `?` become marks of ours; those inside quotes are not parameters.
std::string SqlWriter::path(const Node& node) {
    const Sql column = columns_.column(node.path);
    std::string text;
    std::size_t next = 0;
    char quote = '\0';
    for (const char c : column.text) {
        if (quote == '\0' && c == '?') {
            text += param(column.params.at(next++));
            continue;
        }
        if (is_quote(c) && (quote == '\0' || quote == c)) {
            quote = quote == '\0' ? c : '\0';
        }
        text += c;
    }
    // A percent column holds hundredths: its digits stand two places lower, if there is room.
    const int digits = stored_scale(node.path.last()) + (is_percent(node.path.last()) ? 2 : 0);
    return node.type.kind == Kind::decimal ? rescaled(std::move(text), digits, node.type.scale)
                                           : text;
}

std::string SqlWriter::rescaled(std::string text, int from, int to) const {
    if (from == to) {
        return text;
    }
    if (from > to) {
        return dialect_.scale_down(text, exact::power_of_ten(from - to), Whole::half_up);
    }
    return dialect_.multiply_scaled(text, std::to_string(exact::power_of_ten(to - from)), "1");
}

Value SqlWriter::constant_of(const Node& node) { return evaluate_node(node, facts_); }

std::string SqlWriter::number(const Node& node, int scale) {
    if (!node.has_path) {
        return stored_param(constant_of(node), type_decimal(scale));
    }
    return rescaled(value(node), node.type.scale, scale);
}

std::string SqlWriter::field_value(const Node& node, const meta::Field& field) {
    const int scale = stored_scale(field) + (is_percent(field) ? 2 : 0);
    return is_number(node.type) ? rescaled(value(node), node.type.scale, scale) : value(node);
}

std::string SqlWriter::value(const Node& node) {
    if (!node.has_path) {
        return stored_param(constant_of(node), node.type);
    }
    const bool stored = node.op == Op::path || node.op == Op::choose || node.op == Op::coalesce;
    if (node.type.kind == Kind::boolean && !stored) {
        return bounded("CASE WHEN " + predicate(node) + " THEN 1 ELSE 0 END");
    }
    return bounded(operation(node));
}

std::string SqlWriter::operation(const Node& node) {
    switch (node.op) {
        case Op::path: return path(node);
        case Op::sum: return sum(node);
        case Op::multiply:
        case Op::divide: return product(node);
        case Op::negate: return "(-" + value(*node.kids[0]) + ")";
        case Op::date_plus: {
            const std::string days = value(*node.kids[1]);
            return dialect_.add_days(value(*node.kids[0]),
                                     node.minus[1] ? "(-" + days + ")" : days);
        }
        case Op::date_minus:
            return dialect_.days_between(value(*node.kids[1]), value(*node.kids[0]));
        case Op::join: return joined(node);
        case Op::choose: return choose(node);
        case Op::coalesce: return coalesce(node);
        case Op::call:
            if (node.function->sql != nullptr) {
                return node.function->sql(*this, node);
            }
            break;
        case Op::constant:
        case Op::name:
        case Op::me:
        case Op::my_dept:
        case Op::my_depts:
        case Op::my_team:
        case Op::list:
        case Op::all:
        case Op::any:
        case Op::negation:
        case Op::equal:
        case Op::not_equal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
        case Op::in:
        case Op::contains:
        case Op::is_empty:
        case Op::between: break;
    }
    throw Error(Code::invalid, "error.expression.no_sql", {{"name", node.name}});
}

std::string SqlWriter::sum(const Node& node) {
    std::string total;
    // Two values within kCoefficientMax cannot overflow 64 bits; more are added with care.
    const bool plain = node.kids.size() == 2 && node.kids[0]->op != Op::sum &&
                       node.kids[1]->op != Op::sum;
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
        std::string term = number(*node.kids[i], node.type.scale);
        if (i == 0) {
            total = std::move(term);
        } else if (plain) {
            total = "(" + total + (node.minus[i] ? " - " : " + ") + term + ")";
        } else {
            total = dialect_.add_exact(total, node.minus[i] ? "(-" + term + ")" : term);
        }
    }
    return total;
}

std::string SqlWriter::product(const Node& node) {
    const Node& left = *node.kids[0];
    const Node& right = *node.kids[1];
    const int left_scale = is_number(left.type) ? left.type.scale : 0;
    const int right_scale = is_number(right.type) ? right.type.scale : 0;
    if (node.op == Op::multiply) {
        const int excess = left_scale + right_scale - node.type.scale;
        return dialect_.multiply_scaled(value(left), value(right),
                                        std::to_string(exact::power_of_ten(excess)));
    }
    const int shift = kDivisionScale - left_scale + right_scale;
    return dialect_.multiply_scaled(value(left), std::to_string(exact::power_of_ten(shift)),
                                    value(right));
}

std::string SqlWriter::choose(const Node& node) {
    std::string text = "CASE";
    const auto branch = [&](const Node& kid) {
        return is_number(node.type) ? number(kid, node.type.scale) : value(kid);
    };
    for (std::size_t i = 0; i + 1 < node.kids.size(); i += 2) {
        text += " WHEN " + predicate(*node.kids[i]) + " THEN " + branch(*node.kids[i + 1]);
    }
    return text + " ELSE " + branch(*node.kids.back()) + " END";
}

std::string SqlWriter::coalesce(const Node& node) {
    if (node.kids.size() == 1) {
        return value(*node.kids[0]);
    }
    std::string text = "COALESCE(";
    for (const NodePtr& kid : node.kids) {
        text += text.back() == '(' ? "" : ", ";
        text += is_number(node.type) ? number(*kid, node.type.scale) : value(*kid);
    }
    return text + ")";
}

std::string SqlWriter::joined(const Node& node) {
    std::string text;
    for (const NodePtr& kid : node.kids) {
        text += text.empty() ? "NULLIF(" : " || ";
        if (kid->has_path) {
            text += "COALESCE(" + value(*kid) + ", '')";
        } else {
            text += param(Value(display(constant_of(*kid), facts_)));
        }
    }
    return text + ", '')";
}

std::string SqlWriter::predicate(const Node& node) {
    if (!node.has_path) {
        const Value value = constant_of(node);
        const bool* yes = value.get_if<bool>();
        return yes != nullptr && *yes ? "(1 = 1)" : "(1 = 0)";
    }
    switch (node.op) {
        case Op::all: return bounded(logic(node, " AND "));
        case Op::any: return bounded("(" + logic(node, " OR ") + ")");
        case Op::negation: return bounded(negated(*node.kids[0]));
        case Op::equal:
        case Op::not_equal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal: return bounded(compare(node));
        case Op::in: return bounded(in(node));
        case Op::contains: return bounded(contains(node));
        case Op::is_empty: return bounded(is_empty(*node.kids[0]));
        case Op::between: return bounded(between(node));
        case Op::call: return bounded(operation(node));
        case Op::constant:
        case Op::path:
        case Op::name:
        case Op::me:
        case Op::my_dept:
        case Op::my_depts:
        case Op::my_team:
        case Op::list:
        case Op::sum:
        case Op::multiply:
        case Op::divide:
        case Op::negate:
        case Op::date_plus:
        case Op::date_minus:
        case Op::join:
        case Op::choose:
        case Op::coalesce: break;
    }
    return bounded("(" + operation(node) + " = 1)");
}

std::string SqlWriter::logic(const Node& node, std::string_view word) {
    std::string text;
    for (const NodePtr& kid : node.kids) {
        text += text.empty() ? "" : std::string(word);
        const bool group = kid->op == Op::all && node.op == Op::any;
        text += group ? "(" + predicate(*kid) + ")" : predicate(*kid);
    }
    return text;
}

// NULL counts as false, so its negation is true.
std::string SqlWriter::negated(const Node& node) {
    if (node.op == Op::is_empty && node.kids[0]->type.kind != Kind::boolean &&
        node.kids[0]->has_path) {
        const std::string text = value(*node.kids[0]);
        if (node.kids[0]->type.kind == Kind::list) {
            return "(" + text + " IS NOT NULL AND " + text + " <> '[]')";
        }
        return "(" + text + " IS NOT NULL)";
    }
    return "((" + predicate(node) + ") IS NOT TRUE)";
}

std::string SqlWriter::is_empty(const Node& node) {
    const std::string text = value(node);
    if (node.type.kind == Kind::list) {
        return "(" + text + " IS NULL OR " + text + " = '[]')";
    }
    return "(" + text + " IS NULL)";
}

std::string SqlWriter::list_contains(const std::string& list, const Value& item) {
    const auto* text = item.get_if<std::string>();
    if (text == nullptr) {
        return "(1 = 0)";
    }
    // Lists are stored as JSON: the quotes keep "ab" from being found in "abc".
    std::string quoted;
    append_json_string(quoted, *text);
    return "(" + list + " IS NOT NULL AND " + dialect_.contains(list, param(Value(quoted))) + ")";
}

std::string SqlWriter::contains(const Node& node) {
    const Node& whole = *node.kids[0];
    const Node& part = *node.kids[1];
    if (whole.type.kind == Kind::list) {
        if (!whole.has_path) {  // a constant list holds the record's value
            const Value list = constant_of(whole);
            std::string text = "(1 = 0";
            for (const Value& item : list.is_null() ? ValueList{} : list.as<ValueList>()) {
                text += " OR " + with_constant(Op::equal, part, item, part.type);
            }
            return text + ")";
        }
        if (!part.has_path) {
            return list_contains(value(whole), constant_of(part));
        }
        // Option keys hold no quotes or backslashes.
        return dialect_.contains(value(whole), "('\"' || " + value(part) + " || '\"')");
    }
    const auto folded = [&](const Node& side) {
        if (side.has_path) {
            return dialect_.fold_text(value(side));
        }
        const Value constant = constant_of(side);
        const auto* text = constant.get_if<std::string>();
        return text == nullptr ? std::string("NULL") : param(Value(fold(*text)));
    };
    return dialect_.contains(folded(whole), folded(part));
}

std::string SqlWriter::in(const Node& node) {
    const Node& subject = *node.kids[0];
    const Node& list = *node.kids[1];
    std::string constants;
    std::string others;
    std::vector<NodePtr> items = list.op == Op::list ? list.kids : std::vector<NodePtr>{};
    if (list.op == Op::my_depts || list.op == Op::my_team) {
        const auto& ids = list.op == Op::my_depts ? facts_.my_depts() : facts_.my_team();
        for (const std::int64_t id : ids) {
            constants += (constants.empty() ? "" : ", ") + param(Value(id));
        }
    }
    for (const NodePtr& item : items) {
        const bool simple = !item->has_path && subject.has_path && !is_number(subject.type) &&
                            unify(item->type, subject.type);
        const Value value = simple ? constant_of(*item) : Value();
        if (simple && !value.is_null()) {
            constants += (constants.empty() ? "" : ", ") + stored_param(value, subject.type);
            continue;
        }
        others += (others.empty() ? "" : " OR ") + compare_values(Op::equal, subject, *item);
    }
    std::string text = constants.empty() ? "" : value(subject) + " IN (" + constants + ")";
    if (!others.empty()) {
        text += (text.empty() ? "" : " OR ") + others;
    }
    return text.empty() ? "(1 = 0)" : others.empty() ? text : "(" + text + ")";
}

Sql to_sql(const Program& program, const db::Dialect& dialect, Columns& columns,
           const Facts& facts) {
    SqlWriter writer(dialect, columns, facts);
    const Node& root = program.root();
    if (!root.has_sql) {
        throw Error(Code::invalid, "error.expression.no_sql", {{"name", program.text()}});
    }
    return writer.finish(root.type.kind == Kind::boolean ? writer.predicate(root)
                                                         : writer.value(root));
}

Sql to_field_sql(const Program& program, const meta::Field& field, const db::Dialect& dialect,
                 Columns& columns, const Facts& facts) {
    SqlWriter writer(dialect, columns, facts);
    if (!program.has_sql()) {
        throw Error(Code::invalid, "error.expression.no_sql", {{"name", program.text()}});
    }
    return writer.finish(writer.field_value(program.root(), field));
}

}  // namespace bihuan::expr
