// Integer arithmetic that says when it does not fit: shared by the expression evaluator and by
// the functions that the SQLite engine registers, so that both give the same digits.
//
// Pure; any thread. Results beyond kCoefficientMax are nothing, as in Decimal.
#pragma once

#include "base/decimal.h"

#include <cstdint>
#include <optional>

namespace bihuan {

// How a quotient becomes whole. half_up is half away from zero.
enum class Whole { half_up, toward_zero, away_from_zero, floor, ceiling };

namespace exact {

__extension__ using Wide = __int128;

inline std::optional<std::int64_t> narrow(Wide value) {
    if (value > kCoefficientMax || value < -kCoefficientMax) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(value);
}

// dividend / divisor, divisor > 0 or < 0.
inline Wide divide_whole(Wide dividend, Wide divisor, Whole whole) {
    if (divisor < 0) {
        dividend = -dividend;
        divisor = -divisor;
    }
    const Wide quotient = dividend / divisor;
    const Wide rest = dividend % divisor;
    if (rest == 0) {
        return quotient;
    }
    const Wide sign = dividend < 0 ? -1 : 1;
    switch (whole) {
        case Whole::half_up: return 2 * (rest * sign) >= divisor ? quotient + sign : quotient;
        case Whole::toward_zero: return quotient;
        case Whole::away_from_zero: return quotient + sign;
        case Whole::floor: return sign < 0 ? quotient - 1 : quotient;
        case Whole::ceiling: return sign > 0 ? quotient + 1 : quotient;
    }
    return quotient;
}

// a * b / divisor, rounded half away from zero; nothing on division by zero.
inline std::optional<std::int64_t> multiply_scaled(std::int64_t a, std::int64_t b,
                                                   std::int64_t divisor) {
    if (divisor == 0) {
        return std::nullopt;
    }
    return narrow(divide_whole(static_cast<Wide>(a) * b, divisor, Whole::half_up));
}

inline std::optional<std::int64_t> add(std::int64_t a, std::int64_t b) {
    return narrow(static_cast<Wide>(a) + b);
}

inline std::int64_t scale_down(std::int64_t value, std::int64_t divisor, Whole whole) {
    return static_cast<std::int64_t>(divide_whole(value, divisor, whole));
}

inline std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    for (int i = 0; i < exponent; ++i) {
        power *= 10;
    }
    return power;
}

}  // namespace exact

}  // namespace bihuan
