// Exact decimal numbers: an int64 coefficient and a scale (digits after the point, 0..6).
// No double ever touches a business value.
//
// Plain values: any thread. Overflow is an Error (Code::invalid, "issue.number.range").
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan {

inline constexpr int kDecimalScaleMax = 6;        // unit prices; amounts use the currency's scale
inline constexpr int kDecimalDigitsMax = 15;      // JSON numbers and spreadsheets: exact so far
inline constexpr std::int64_t kCoefficientMax = 999'999'999'999'999'999;

enum class Round { half_up, down, up, half_even };  // half_up for documents; sign-symmetric

class Decimal {
public:
    constexpr Decimal() = default;
    // coefficient 12500, scale 3 is 12.500
    constexpr Decimal(std::int64_t coefficient, int scale)
        : coefficient_(coefficient), scale_(scale) {}
    static constexpr Decimal of(std::int64_t whole) { return Decimal(whole, 0); }

    constexpr std::int64_t coefficient() const { return coefficient_; }
    constexpr int scale() const { return scale_; }
    bool is_zero() const { return coefficient_ == 0; }
    bool is_negative() const { return coefficient_ < 0; }

    Decimal rescale(int scale, Round round) const;  // throws on overflow
    Decimal operator-() const { return Decimal(-coefficient_, scale_); }

    std::string to_text() const;  // "12.500": always `scale` digits
    std::string to_trimmed() const;  // "12.5"

private:
    std::int64_t coefficient_ = 0;
    int scale_ = 0;
};

// Sums keep the larger scale. Products and quotients are computed in 128 bits and rounded once.
Decimal add(Decimal a, Decimal b);
Decimal subtract(Decimal a, Decimal b);
Decimal multiply(Decimal a, Decimal b, int scale, Round round);
Decimal divide(Decimal a, Decimal b, int scale, Round round);  // throws on b = 0
std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
bool operator==(const Decimal& a, const Decimal& b);

// "1,234.50", "-3", "1e3" is refused; full-width digits accepted; nullopt when not a number
// or out of range. `scale` of the result is the number of digits written (at most 6: more
// digits than that are refused unless they are zeros).
std::optional<Decimal> parse_decimal(std::string_view text);


// Splits `total` by weights so that the parts, at total's scale, add up to it exactly
// (largest remainder first). Used for instalments by percent and for performance splits.
std::vector<Decimal> apportion(Decimal total, const std::vector<Decimal>& weights);

}  // namespace bihuan
