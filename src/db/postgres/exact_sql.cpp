#include "db/postgres/exact_sql.h"

#include "base/decimal.h"

#include <optional>

namespace bihuan::db::postgres::exact_sql {

namespace {

std::string numeric(std::string_view value) {
    return "CAST((" + std::string(value) + ") AS numeric)";
}

// `expression` over values named once: OFFSET 0 keeps the planner from copying them into it.
std::string over(std::string_view expression, std::string_view values) {
    return "(SELECT " + std::string(expression) + " FROM (SELECT " + std::string(values) +
           " OFFSET 0) v)";
}

// A numeric named q as 64 bits, or null beyond what a coefficient may be.
std::string bounded() {
    const std::string most = std::to_string(kCoefficientMax);
    return "CASE WHEN v.q BETWEEN -" + most + " AND " + most + " THEN CAST(v.q AS bigint) END";
}

// 1000 -> 3; nothing when it is not a power of ten written out.
std::optional<std::size_t> zeros_of(std::string_view divisor) {
    if (divisor.empty() || divisor.front() != '1') return std::nullopt;
    if (divisor.find_first_not_of('0', 1) != std::string_view::npos) return std::nullopt;
    return divisor.size() - 1;
}

// 10^-zeros as a literal: multiplying by it is exact where dividing need not be.
std::string fraction(std::size_t zeros) {
    return zeros == 0 ? "1" : "0." + std::string(zeros - 1, '0') + "1";
}

// n / d rounded half away from zero, by whole division: exact for any digits.
constexpr std::string_view kHalfUp =
    "sign(v.n) * sign(v.d) * div(2 * abs(v.n) + abs(v.d), 2 * abs(v.d))";

std::string quotient(std::string_view dividend, std::string_view divisor) {
    const std::string values = std::string(dividend) + " AS n, NULLIF(" + numeric(divisor) +
                               ", 0) AS d";
    return over(kHalfUp, values);
}

}  // namespace

std::string multiply(std::string_view a, std::string_view b, std::string_view divisor) {
    const std::string product = numeric(a) + " * " + numeric(b);
    if (const auto zeros = zeros_of(divisor)) {
        return over(bounded(), "round(" + product + " * " + fraction(*zeros) + ") AS q");
    }
    return over(bounded(), quotient(product, divisor) + " AS q");
}

std::string add(std::string_view a, std::string_view b) {
    return over(bounded(), numeric(a) + " + " + numeric(b) + " AS q");
}

std::string scale_down(std::string_view value, std::int64_t divisor, Whole whole) {
    const std::string digits = std::to_string(divisor);
    const auto zeros = zeros_of(digits);
    // A power of ten always in practice; any other has its quotient cut where no rounding to a
    // whole can notice: 64-bit values differ from a whole by at least 1 / divisor.
    const std::string shifted =
        zeros ? numeric(value) + " * " + fraction(*zeros)
              : numeric(value) + " / CAST(" + digits + ".00000000000000000000 AS numeric)";
    const auto whole_by = [&](const char* function) {
        return "CAST(" + std::string(function) + "(" + shifted + ") AS bigint)";
    };
    switch (whole) {
        case Whole::half_up: return whole_by("round");
        case Whole::toward_zero: return whole_by("trunc");
        case Whole::floor: return whole_by("floor");
        case Whole::ceiling: return whole_by("ceil");
        case Whole::away_from_zero:
            return over("CAST(sign(v.q) * ceil(abs(v.q)) AS bigint)", shifted + " AS q");
    }
    return whole_by("round");
}

std::string divide_rounded(std::string_view dividend, std::string_view divisor) {
    return "CAST(" + quotient(numeric(dividend), divisor) + " AS bigint)";
}

}  // namespace bihuan::db::postgres::exact_sql
