#include "kernel/expr/evaluate.h"

#include "base/error.h"
#include "base/text.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/type_rules.h"

#include <algorithm>

namespace bihuan::expr {
namespace {

constexpr std::int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31
constexpr std::int64_t kMonthsMax = 120'000;  // ten thousand years

bool truth(const Node& node, const Facts& facts) {
    const Value value = evaluate_node(node, facts);
    const bool* yes = value.get_if<bool>();
    return yes != nullptr && *yes;
}

Value run_compare(const Node& node, const Facts& facts) {
    const Value left = evaluate_node(*node.kids[0], facts);
    const Value right = evaluate_node(*node.kids[1], facts);
    if (node.op == Op::equal || node.op == Op::not_equal) {
        return equal_values(left, right, facts) == (node.op == Op::equal);
    }
    if (left.is_null() || right.is_null()) {
        return false;
    }
    const std::strong_ordering order = order_values(left, right, facts);
    if (node.op == Op::less || node.op == Op::less_equal) {
        return node.op == Op::less ? order < 0 : order <= 0;
    }
    return node.op == Op::greater ? order > 0 : order >= 0;
}

Value run_between(const Node& node, const Facts& facts) {
    const Value subject = evaluate_node(*node.kids[0], facts);
    const Value low = evaluate_node(*node.kids[1], facts);
    const Value high = evaluate_node(*node.kids[2], facts);
    if (subject.is_null() || low.is_null() || high.is_null()) {
        return false;
    }
    return order_values(subject, low, facts) >= 0 && order_values(subject, high, facts) <= 0;
}

bool holds_id(const std::vector<std::int64_t>& ids, const Value& value) {
    const RecordId* id = value.get_if<RecordId>();
    return id != nullptr && std::find(ids.begin(), ids.end(), id->value) != ids.end();
}

Value run_in(const Node& node, const Facts& facts) {
    const Value subject = evaluate_node(*node.kids[0], facts);
    const Node& list = *node.kids[1];
    if (list.op == Op::my_depts) {
        return holds_id(facts.my_depts(), subject);
    }
    if (list.op == Op::my_team) {
        return holds_id(facts.my_team(), subject);
    }
    if (list.op == Op::list) {
        return std::any_of(list.kids.begin(), list.kids.end(), [&](const NodePtr& item) {
            return equal_values(subject, evaluate_node(*item, facts), facts);
        });
    }
    const Value items = evaluate_node(list, facts);
    const ValueList* values = items.get_if<ValueList>();
    return values != nullptr && std::any_of(values->begin(), values->end(), [&](const Value& item) {
        return equal_values(subject, item, facts);
    });
}

Value run_contains(const Node& node, const Facts& facts) {
    const Value whole = evaluate_node(*node.kids[0], facts);
    const Value part = evaluate_node(*node.kids[1], facts);
    if (whole.is_null() || part.is_null()) {
        return false;
    }
    if (const ValueList* list = whole.get_if<ValueList>()) {
        return std::any_of(list->begin(), list->end(), [&](const Value& item) {
            return equal_values(item, part, facts);
        });
    }
    return fold(whole.as<std::string>()).find(fold(part.as<std::string>())) != std::string::npos;
}

Value run_sum(const Node& node, const Facts& facts) {
    Decimal total(0, node.type.scale);
    for (std::size_t i = 0; i < node.kids.size(); ++i) {
        const Value value = evaluate_node(*node.kids[i], facts);
        if (value.is_null()) {
            return Null{};
        }
        const Decimal number = number_of(value);
        total = node.minus[i] ? subtract(total, number) : add(total, number);
    }
    return number_value(total, node.type);
}

Value run_product(const Node& node, const Facts& facts) {
    const Value left = evaluate_node(*node.kids[0], facts);
    const Value right = evaluate_node(*node.kids[1], facts);
    if (left.is_null() || right.is_null()) {
        return Null{};
    }
    const Decimal a = number_of(left);
    const Decimal b = number_of(right);
    if (node.op == Op::multiply) {
        return number_value(multiply(a, b, node.type.scale, Round::half_up), node.type);
    }
    if (b.is_zero()) {
        return Null{};
    }
    return number_value(divide(a, b, kDivisionScale, Round::half_up), node.type);
}

Value run_date(const Node& node, const Facts& facts) {
    const Value left = evaluate_node(*node.kids[0], facts);
    const Value right = evaluate_node(*node.kids[1], facts);
    if (left.is_null() || right.is_null()) {
        return Null{};
    }
    const std::int64_t days = left.as<Date>().days;
    if (node.op == Op::date_minus) {
        return Value(days - right.as<Date>().days);
    }
    const std::int64_t more = std::clamp(right.as<std::int64_t>(), -2 * kLastDay, 2 * kLastDay);
    return checked_date(node.minus[1] ? days - more : days + more);
}

Value run_join(const Node& node, const Facts& facts) {
    std::string text;
    for (const NodePtr& kid : node.kids) {
        text += display(evaluate_node(*kid, facts), facts);
    }
    return text_value(std::move(text));
}

Value run_choose(const Node& node, const Facts& facts) {
    for (std::size_t i = 0; i + 1 < node.kids.size(); i += 2) {
        if (truth(*node.kids[i], facts)) {
            return fit_value(evaluate_node(*node.kids[i + 1], facts), node.type);
        }
    }
    return fit_value(evaluate_node(*node.kids.back(), facts), node.type);
}

Value run_coalesce(const Node& node, const Facts& facts) {
    for (const NodePtr& kid : node.kids) {
        Value value = evaluate_node(*kid, facts);
        if (!value.is_null()) {
            return fit_value(std::move(value), node.type);
        }
    }
    return Null{};
}

Value run_call(const Node& node, const Facts& facts) {
    Call call{facts, node, {}};
    call.args.reserve(node.kids.size());
    for (const NodePtr& kid : node.kids) {
        call.args.push_back(evaluate_node(*kid, facts));
        if (node.function->strict && call.args.back().is_null()) {
            return node.type.kind == Kind::boolean ? Value(false) : Value(Null{});
        }
    }
    return node.function->run(call);
}

bool is_empty_value(const Value& value) {
    const ValueList* list = value.get_if<ValueList>();
    return value.is_null() || (list != nullptr && list->empty());
}

Value list_of(const std::vector<std::int64_t>& ids) {
    ValueList list;
    for (const std::int64_t id : ids) {
        list.emplace_back(RecordId(id));
    }
    return Value(std::move(list));
}

Value run_list(const Node& node, const Facts& facts) {
    ValueList list;
    for (const NodePtr& kid : node.kids) {
        list.push_back(evaluate_node(*kid, facts));
    }
    return Value(std::move(list));
}

}  // namespace

Value evaluate_node(const Node& node, const Facts& facts) {
    switch (node.op) {
        case Op::constant: return node.value;
        case Op::path:
            if (node.path.last().name == kIdName) return fit_value(facts.name(kIdName), node.type);
            return from_field(facts.value(node.path), node.path.last(), node.type);
        case Op::name: return fit_value(facts.name(node.name), node.type);
        case Op::me: return Value(facts.me());
        case Op::my_dept: return facts.my_dept() ? Value(facts.my_dept()) : Value(Null{});
        case Op::my_depts: return list_of(facts.my_depts());
        case Op::my_team: return list_of(facts.my_team());
        case Op::list: return run_list(node, facts);
        case Op::all:
            return std::all_of(node.kids.begin(), node.kids.end(),
                               [&](const NodePtr& kid) { return truth(*kid, facts); });
        case Op::any:
            return std::any_of(node.kids.begin(), node.kids.end(),
                               [&](const NodePtr& kid) { return truth(*kid, facts); });
        case Op::negation: return !truth(*node.kids[0], facts);
        case Op::equal:
        case Op::not_equal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal: return run_compare(node, facts);
        case Op::in: return run_in(node, facts);
        case Op::contains: return run_contains(node, facts);
        case Op::is_empty: return is_empty_value(evaluate_node(*node.kids[0], facts));
        case Op::between: return run_between(node, facts);
        case Op::sum: return run_sum(node, facts);
        case Op::multiply:
        case Op::divide: return run_product(node, facts);
        case Op::negate: {
            const Value value = evaluate_node(*node.kids[0], facts);
            return value.is_null() ? Value(Null{}) : number_value(-number_of(value), node.type);
        }
        case Op::date_plus:
        case Op::date_minus: return run_date(node, facts);
        case Op::join: return run_join(node, facts);
        case Op::choose: return run_choose(node, facts);
        case Op::coalesce: return run_coalesce(node, facts);
        case Op::call: return run_call(node, facts);
    }
    return Null{};
}

Value evaluate(const Program& program, const Facts& facts) {
    return evaluate_node(program.root(), facts);
}

bool is_true(const Program& program, const Facts& facts) {
    return truth(program.root(), facts);
}

Date today_of(const Facts& facts) { return facts.today(); }

Value checked_date(std::int64_t days) {
    if (days < kFirstDay || days > kLastDay) {
        return Null{};
    }
    return Date{static_cast<std::int32_t>(days)};
}

Value plus_months(Date date, std::int64_t months) {
    const std::int64_t bounded = std::clamp(months, -kMonthsMax, kMonthsMax);
    const std::int64_t month = month_of(date).months + bounded;
    const std::int64_t first = month_of(Date{kFirstDay}).months;
    const std::int64_t last = month_of(Date{static_cast<std::int32_t>(kLastDay)}).months;
    if (month < first || month > last) {
        return Null{};
    }
    return add_months(date, static_cast<int>(bounded));
}

}  // namespace bihuan::expr
