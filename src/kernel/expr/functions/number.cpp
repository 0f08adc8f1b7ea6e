// Numbers: rounding, remainders, sums.
#include "base/exact.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/functions/results.h"
#include "kernel/expr/sql_writer.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

// 10^12 and beyond rounds every amount to zero.
constexpr int kRoundDigitsMin = -12;
constexpr std::int64_t kExponentMax = 64;

int digits_of(Arguments args) {
    if (args.size() < 2) {
        return 0;
    }
    const auto* digits = args[1]->value.get_if<std::int64_t>();
    return digits == nullptr ? 0
                             : static_cast<int>(std::clamp<std::int64_t>(
                                   *digits, kRoundDigitsMin, kDecimalScaleMax));
}

Type gives_rounded(Arguments args) {
    const Type type = gives_first(args);
    const int scale = std::clamp(digits_of(args), 0, type.scale);
    return scale == 0 ? type_integer() : type_decimal(scale);
}

// Rounds the coefficient; `drop` digits fall away, of which `refill` come back as zeros.
Value rounded(Call& call, Whole whole) {
    const Decimal number = call.number(0).rescale(call.type(0).scale, Round::half_up);
    const int digits = digits_of(call.node.kids);
    const int drop = number.scale() - digits;
    if (drop <= 0) {
        return number_value(number, call.node.type);
    }
    const std::int64_t kept =
        exact::scale_down(number.coefficient(), exact::power_of_ten(drop), whole);
    const Decimal refilled = multiply(Decimal(kept, std::max(digits, 0)),
                                      Decimal(exact::power_of_ten(std::max(-digits, 0)), 0),
                                      std::max(digits, 0), Round::half_up);
    return number_value(refilled, call.node.type);
}

std::string rounded_sql(SqlWriter& sql, const Node& node, Whole whole) {
    const Node& subject = *node.kids[0];
    const int digits = digits_of(node.kids);
    const int drop = subject.type.scale - digits;
    const std::string value = sql.value(subject);
    if (drop <= 0) {
        return value;
    }
    const std::string kept = sql.dialect().scale_down(value, exact::power_of_ten(drop), whole);
    if (digits >= 0) {
        return kept;
    }
    return sql.dialect().multiply_scaled(kept, std::to_string(exact::power_of_ten(-digits)), "1");
}

template <Whole kWhole>
Value run_rounded(Call& call) { return rounded(call, kWhole); }
template <Whole kWhole>
std::string sql_rounded(SqlWriter& sql, const Node& node) { return rounded_sql(sql, node, kWhole); }

Value run_sign(Call& call) {
    const Decimal number = call.number(0);
    return Value(number.is_zero() ? 0 : number.is_negative() ? -1 : 1);
}

std::string sql_sign(SqlWriter& sql, const Node& node) {
    return "CAST(SIGN(" + sql.value(*node.kids[0]) + ") AS INTEGER)";
}

Value run_abs(Call& call) {
    const Decimal number = call.number(0);
    return number_value(number.is_negative() ? -number : number, call.node.type);
}

std::string sql_abs(SqlWriter& sql, const Node& node) {
    return "ABS(" + sql.value(*node.kids[0]) + ")";
}

// The sign of the divisor, as in spreadsheets.
Value run_mod(Call& call) {
    const std::int64_t a = call.number(0).rescale(call.node.type.scale, Round::half_up)
                               .coefficient();
    const std::int64_t b = call.number(1).rescale(call.node.type.scale, Round::half_up)
                               .coefficient();
    if (b == 0) {
        return Null{};
    }
    const std::int64_t rest = (a % b + b) % b;
    return number_value(Decimal(rest, call.node.type.scale), call.node.type);
}

std::string sql_mod(SqlWriter& sql, const Node& node) {
    const std::string a = sql.number(*node.kids[0], node.type.scale);
    const std::string b = "NULLIF(" + sql.number(*node.kids[1], node.type.scale) + ", 0)";
    return "((" + a + " % " + b + " + " + b + ") % " + b + ")";
}

Value run_mround(Call& call) {
    const int scale = call.node.type.scale;
    const Decimal number = call.number(0).rescale(scale, Round::half_up);
    const Decimal step = call.number(1).rescale(scale, Round::half_up);
    if (step.is_zero()) {
        return Null{};
    }
    const std::int64_t times = static_cast<std::int64_t>(
        exact::divide_whole(number.coefficient(), step.coefficient(), Whole::half_up));
    return number_value(multiply(Decimal(times, 0), step, scale, Round::half_up), call.node.type);
}

bool is_whole_power(Arguments args) {
    const auto* exponent = args[1]->value.get_if<std::int64_t>();
    return args[0]->type.kind == Kind::integer && args[1]->op == Op::constant &&
           exponent != nullptr && *exponent >= 0;
}

Type gives_power(Arguments args) {
    return is_whole_power(args) ? type_integer() : type_decimal(kDivisionScale);
}

Value run_power(Call& call) {
    const Decimal base = call.number(0);
    const std::int64_t exponent = call.integer(1);
    if (base.is_zero() && exponent < 0) {
        return Null{};
    }
    const Decimal one = Decimal::of(1);
    if (base == one || base == Decimal::of(-1)) {
        return number_value(base == one || exponent % 2 == 0 ? one : -one, call.node.type);
    }
    const std::int64_t times = std::min(exponent < 0 ? -exponent : exponent, kExponentMax);
    Decimal power = one;
    for (std::int64_t i = 0; i < times; ++i) {
        const int scale = std::min(power.scale() + base.scale(), kDecimalScaleMax);
        power = multiply(power, base, scale, Round::half_up);
    }
    if (exponent < 0) {
        if (power.is_zero()) {
            return Null{};
        }
        power = divide(one, power, kDivisionScale, Round::half_up);
    }
    return number_value(power, call.node.type);
}

// Exact to the last digit: the whole root of the coefficient at twice the scale.
Value run_sqrt(Call& call) {
    const Decimal number = call.number(0);
    if (number.is_negative()) {
        return Null{};
    }
    exact::Wide square = number.coefficient();
    square *= exact::power_of_ten(2 * kDivisionScale - number.scale());
    exact::Wide low = 0;
    exact::Wide high = static_cast<exact::Wide>(1) << 60;
    while (low < high) {
        const exact::Wide middle = (low + high + 1) / 2;
        if (middle * middle <= square) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    if (square - low * low > low) {
        ++low;  // nearer to the next
    }
    return number_value(Decimal(static_cast<std::int64_t>(low), kDivisionScale), call.node.type);
}

Value run_sum(Call& call) {
    Value total;
    for (const Value& arg : call.args) {
        if (!arg.is_null()) {
            total = total.is_null() ? arg : Value(add(number_of(total), number_of(arg)));
        }
    }
    return total.is_null() ? total : number_value(number_of(total), call.node.type);
}

Value run_average(Call& call) {
    const Value total = run_sum(call);
    const auto empty = std::count_if(call.args.begin(), call.args.end(),
                                     [](const Value& arg) { return arg.is_null(); });
    const auto count = static_cast<std::int64_t>(call.args.size()) - empty;
    if (count == 0) {
        return Null{};
    }
    return number_value(divide(number_of(total), Decimal::of(count), kDivisionScale,
                               Round::half_up), call.node.type);
}

Value run_extreme(Call& call, bool largest) {
    Value best;
    for (const Value& arg : call.args) {
        if (!arg.is_null() &&
            (best.is_null() || (largest ? number_of(best) < number_of(arg)
                                        : number_of(arg) < number_of(best)))) {
            best = arg;
        }
    }
    return best.is_null() ? best : number_value(number_of(best), call.node.type);
}

std::vector<std::string> numbers_sql(SqlWriter& sql, const Node& node) {
    std::vector<std::string> values;
    for (const NodePtr& kid : node.kids) {
        values.push_back(sql.number(*kid, node.type.scale));
    }
    return values;
}

constexpr std::string_view kFamily = "Numbers";

constexpr std::array kFunctions{
    Function{.name = "abs", .takes = "n", .gives = gives_first, .run = run_abs, .sql = sql_abs,
             .family = kFamily, .signature = "abs(number)", .says = "the number without its sign",
             .example = "abs(-12.5)", .answer = "12.5"},
    Function{.name = "sign", .takes = "n", .gives = gives_integer, .run = run_sign,
             .sql = sql_sign, .family = kFamily, .signature = "sign(number)",
             .says = "1, 0 or -1", .example = "sign(-3)", .answer = "-1"},
    Function{.name = "round", .takes = "nc?", .gives = gives_rounded,
             .run = run_rounded<Whole::half_up>, .sql = sql_rounded<Whole::half_up>,
             .family = kFamily, .signature = "round(number, digits = 0)",
             .says = "rounded half away from zero; `digits` is a constant, below zero for tens",
             .example = "round(2.345, 2)", .answer = "2.35"},
    Function{.name = "roundup", .takes = "nc?", .gives = gives_rounded,
             .run = run_rounded<Whole::away_from_zero>, .sql = sql_rounded<Whole::away_from_zero>,
             .family = kFamily, .signature = "roundup(number, digits = 0)",
             .says = "away from zero", .example = "roundup(-2.341, 2)", .answer = "-2.35"},
    Function{.name = "rounddown", .takes = "nc?", .gives = gives_rounded,
             .run = run_rounded<Whole::toward_zero>, .sql = sql_rounded<Whole::toward_zero>,
             .family = kFamily, .signature = "rounddown(number, digits = 0)",
             .says = "toward zero", .example = "rounddown(1299, -2)", .answer = "1200"},
    Function{.name = "trunc", .takes = "n", .gives = gives_rounded,
             .run = run_rounded<Whole::toward_zero>, .sql = sql_rounded<Whole::toward_zero>,
             .family = kFamily, .signature = "trunc(number)",
             .says = "the whole part", .example = "trunc(-2.9)", .answer = "-2"},
    Function{.name = "int", .takes = "n", .gives = gives_rounded,
             .run = run_rounded<Whole::floor>, .sql = sql_rounded<Whole::floor>,
             .family = kFamily, .signature = "int(number)",
             .says = "the next whole number below", .example = "int(-2.1)", .answer = "-3"},
    Function{.name = "floor", .takes = "n", .gives = gives_rounded,
             .run = run_rounded<Whole::floor>, .sql = sql_rounded<Whole::floor>,
             .family = kFamily, .signature = "floor(number)",
             .says = "as int()", .example = "floor(2.9)", .answer = "2"},
    Function{.name = "ceiling", .takes = "n", .gives = gives_rounded,
             .run = run_rounded<Whole::ceiling>, .sql = sql_rounded<Whole::ceiling>,
             .family = kFamily, .signature = "ceiling(number)",
             .says = "the next whole number above", .example = "ceiling(2.1)", .answer = "3"},
    Function{.name = "mround", .takes = "nn", .gives = gives_widest, .run = run_mround,
             .family = kFamily, .signature = "mround(number, step)",
             .says = "the nearest multiple of step", .example = "mround(1234, 50)",
             .answer = "1250"},
    Function{.name = "mod", .takes = "nn", .gives = gives_widest, .run = run_mod, .sql = sql_mod,
             .family = kFamily, .signature = "mod(number, divisor)",
             .says = "the remainder, with the sign of the divisor", .example = "mod(-7, 3)",
             .answer = "2"},
    Function{.name = "power", .takes = "ni", .gives = gives_power, .run = run_power,
             .family = kFamily, .signature = "power(number, exponent)",
             .says = "a whole exponent", .example = "power(1.1, 2)", .answer = "1.21"},
    Function{.name = "sqrt", .takes = "n", .gives = gives_quotient, .run = run_sqrt,
             .family = kFamily, .signature = "sqrt(number)",
             .says = "the square root to 6 digits; empty below zero", .example = "sqrt(2)",
             .answer = "1.414214"},
    Function{.name = "sum", .takes = "n+", .gives = gives_widest, .run = run_sum,
             .sql = [](SqlWriter& sql, const Node& node) {
                 const std::vector<std::string> values = numbers_sql(sql, node);
                 std::string total = "COALESCE(" + values[0] + ", 0)";
                 std::string none = "(" + values[0] + " IS NULL";
                 for (std::size_t i = 1; i < values.size(); ++i) {
                     total = sql.dialect().add_exact(total, "COALESCE(" + values[i] + ", 0)");
                     none += " AND " + values[i] + " IS NULL";
                 }
                 return "CASE WHEN " + none + ") THEN NULL ELSE " + total + " END";
             },
             .strict = false, .family = kFamily, .signature = "sum(number, ...)",
             .says = "empty ones are left out; empty when all are", .example = "sum(1, null, 2.5)",
             .answer = "3.5"},
    Function{.name = "average", .takes = "n+", .gives = gives_quotient, .run = run_average,
             .strict = false, .family = kFamily, .signature = "average(number, ...)",
             .says = "empty ones are left out", .example = "average(1, 2, null, 4)",
             .answer = "2.333333"},
    Function{.name = "min", .takes = "n+", .gives = gives_widest,
             .run = [](Call& call) { return run_extreme(call, false); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql.dialect().least(numbers_sql(sql, node));
             },
             .strict = false, .family = kFamily, .signature = "min(number, ...)",
             .says = "the smallest; empty ones are left out", .example = "min(3, null, 2)",
             .answer = "2"},
    Function{.name = "max", .takes = "n+", .gives = gives_widest,
             .run = [](Call& call) { return run_extreme(call, true); },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return sql.dialect().greatest(numbers_sql(sql, node));
             },
             .strict = false, .family = kFamily, .signature = "max(number, ...)",
             .says = "the largest; empty ones are left out", .example = "max(3, null, 2)",
             .answer = "3"},
};

}  // namespace

std::span<const Function> number_functions() { return kFunctions; }

}  // namespace bihuan::expr
