#include "base/decimal.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <numeric>

namespace bihuan {

namespace {

using Wide = __int128;

constexpr std::int64_t kPowers[] = {1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
// Scales of two factors add up: 12 digits are the most that ever have to be moved at once.
constexpr int kShiftMax = 2 * kDecimalScaleMax;

[[noreturn]] void out_of_range() { throw Error(Code::invalid, "issue.number.range"); }

Wide power(int digits) {
    if (digits < 0 || digits > kShiftMax) out_of_range();
    const int first = std::min(digits, kDecimalScaleMax);
    return Wide{kPowers[first]} * kPowers[digits - first];
}

Decimal make(Wide coefficient, int scale) {
    if (scale < 0 || scale > kDecimalScaleMax) out_of_range();
    if (coefficient > kCoefficientMax || coefficient < -Wide{kCoefficientMax}) out_of_range();
    return Decimal(static_cast<std::int64_t>(coefficient), scale);
}

// Quotient of magnitudes rounded by `round`, with the sign put back: sign-symmetric.
Wide divide_wide(Wide dividend, Wide divisor, Round round) {
    const bool negative = (dividend < 0) != (divisor < 0);
    if (dividend < 0) dividend = -dividend;
    if (divisor < 0) divisor = -divisor;
    Wide quotient = dividend / divisor;
    const Wide rest = dividend % divisor;
    const Wide missing = divisor - rest;  // rest >= missing: at least half
    bool away = false;
    switch (round) {
        case Round::down: break;
        case Round::up: away = rest != 0; break;
        case Round::half_up: away = rest >= missing; break;
        case Round::half_even:
            away = rest > missing || (rest == missing && quotient % 2 != 0);
            break;
    }
    if (away) ++quotient;
    return negative ? -quotient : quotient;
}

Wide to_scale(Decimal value, int scale) {
    return Wide{value.coefficient()} * power(scale - value.scale());
}

}  // namespace

Decimal Decimal::rescale(int scale, Round round) const {
    if (scale == scale_) return *this;
    if (scale > scale_) return make(to_scale(*this, scale), scale);
    return make(divide_wide(coefficient_, power(scale_ - scale), round), scale);
}

std::string Decimal::to_text() const {
    const bool negative = coefficient_ < 0;
    const auto magnitude = negative ? 0 - static_cast<std::uint64_t>(coefficient_)
                                    : static_cast<std::uint64_t>(coefficient_);
    std::string digits = std::to_string(magnitude);
    const auto scale = static_cast<std::size_t>(scale_);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    if (scale > 0) digits.insert(digits.size() - scale, 1, '.');
    if (negative) digits.insert(0, 1, '-');
    return digits;
}

std::string Decimal::to_trimmed() const {
    std::string text = to_text();
    if (scale_ == 0) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

Decimal add(Decimal a, Decimal b) {
    const int scale = std::max(a.scale(), b.scale());
    return make(to_scale(a, scale) + to_scale(b, scale), scale);
}

Decimal subtract(Decimal a, Decimal b) { return add(a, -b); }

Decimal multiply(Decimal a, Decimal b, int scale, Round round) {
    const Wide product = Wide{a.coefficient()} * b.coefficient();
    const int product_scale = a.scale() + b.scale();
    if (scale <= product_scale) {
        return make(divide_wide(product, power(product_scale - scale), round), scale);
    }
    if (product > kCoefficientMax || product < -Wide{kCoefficientMax}) out_of_range();
    return make(product * power(scale - product_scale), scale);
}

Decimal divide(Decimal a, Decimal b, int scale, Round round) {
    if (b.is_zero()) throw Error(Code::invalid, "issue.number.zero_divisor");
    const int shift = scale + b.scale() - a.scale();
    const Wide dividend = Wide{a.coefficient()} * power(std::max(shift, 0));
    const Wide divisor = Wide{b.coefficient()} * power(std::max(-shift, 0));
    return make(divide_wide(dividend, divisor, round), scale);
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
    const int scale = std::max(a.scale(), b.scale());
    const Wide left = to_scale(a, scale);
    const Wide right = to_scale(b, scale);
    if (left < right) return std::strong_ordering::less;
    return left > right ? std::strong_ordering::greater : std::strong_ordering::equal;
}

bool operator==(const Decimal& a, const Decimal& b) { return (a <=> b) == 0; }

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Removes well-placed thousands separators from the whole part; false when misplaced.
bool drop_separators(std::string& whole) {
    if (whole.find(',') == std::string::npos) return true;
    const std::size_t first = whole.find(',');
    if (first == 0 || first > 3) return false;
    for (std::size_t i = first; i < whole.size(); i += 4) {
        if (whole[i] != ',' || i + 4 > whole.size()) return false;
    }
    std::string plain;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const bool separator_place = i >= first && (i - first) % 4 == 0;
        if (separator_place != (whole[i] == ',')) return false;
        if (!separator_place) plain += whole[i];
    }
    whole = plain;
    return true;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
    if (!is_valid_utf8(text)) return std::nullopt;
    std::string plain = trim(fold_width(text));
    bool negative = false;
    if (!plain.empty() && (plain[0] == '-' || plain[0] == '+')) {
        negative = plain[0] == '-';
        plain.erase(0, 1);
    }
    const std::size_t point = plain.find('.');
    std::string whole = plain.substr(0, point);
    std::string fraction = point == std::string::npos ? "" : plain.substr(point + 1);
    if (point != std::string::npos && fraction.empty()) return std::nullopt;
    if (whole.empty() && fraction.empty()) return std::nullopt;
    if (!drop_separators(whole)) return std::nullopt;
    if (!std::all_of(whole.begin(), whole.end(), is_digit)) return std::nullopt;
    if (!std::all_of(fraction.begin(), fraction.end(), is_digit)) return std::nullopt;
    while (fraction.size() > kDecimalScaleMax && fraction.back() == '0') fraction.pop_back();
    if (fraction.size() > kDecimalScaleMax) return std::nullopt;
    std::int64_t coefficient = 0;
    for (const char c : whole + fraction) {
        if (coefficient > kCoefficientMax / 10) return std::nullopt;
        coefficient = coefficient * 10 + (c - '0');
    }
    if (coefficient > kCoefficientMax) return std::nullopt;
    return Decimal(negative ? -coefficient : coefficient, static_cast<int>(fraction.size()));
}

std::vector<Decimal> apportion(Decimal total, const std::vector<Decimal>& weights) {
    int scale = 0;
    for (const Decimal& weight : weights) scale = std::max(scale, weight.scale());
    std::vector<Wide> shares;
    Wide sum = 0;
    for (const Decimal& weight : weights) {
        if (weight.is_negative()) throw Error(Code::invalid, "issue.number.weights");
        shares.push_back(weight.rescale(scale, Round::down).coefficient());
        sum += shares.back();
    }
    if (sum == 0) throw Error(Code::invalid, "issue.number.weights");
    const Wide sign = total.is_negative() ? -1 : 1;
    const Wide amount = sign * total.coefficient();
    std::vector<Wide> parts;
    std::vector<Wide> rests;
    Wide left = amount;
    for (const Wide share : shares) {
        parts.push_back(amount * share / sum);
        rests.push_back(amount * share % sum);
        left -= parts.back();
    }
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return rests[a] > rests[b]; });
    for (std::size_t i = 0; left > 0; ++i, --left) ++parts[order[i]];
    std::vector<Decimal> result;
    for (const Wide part : parts) result.push_back(make(sign * part, total.scale()));
    return result;
}

}  // namespace bihuan
