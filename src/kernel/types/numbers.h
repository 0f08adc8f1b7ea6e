// Reading and writing numbers exactly: what APIs send, what people and spreadsheets write.
//
// Owned by kernel/types. Pure functions and immutable types: any thread.
#pragma once

#include "kernel/types/basic.h"

namespace bihuan::types {

// Largest whole number that JSON, spreadsheets and browsers carry exactly.
inline constexpr std::int64_t kIntegerMax = 999'999'999'999'999;
// Of one amount, in units of its currency: a company's books sum tens of thousands of such in 64
// bits, and no real amount comes near.
inline constexpr std::int64_t kMoneyMax = 1'000'000'000'000;
bool is_bearable(Decimal amount);
inline constexpr int kDefaultScale = 2;  // fen, percent with two digits

// From JSON: a string, or a number of up to 15 digits. nullopt with an issue unless null/blank.
std::optional<Decimal> read_number(const Json& input, Issues& issues);

// From text as people write it: "¥1,234.50", "1.2万", "(300)" for -300, "12 元", "CNY 5". Digits
// beyond the sixth decimal (spreadsheet noise) are dropped. nullopt when it is no number.
std::optional<Decimal> parse_loose_number(std::string_view text);

// At `scale`; more decimals than that are an issue (API) or rounded half up (import).
enum class Excess { refuse, round };
std::optional<Decimal> fit_scale(Decimal number, int scale, Excess excess, Issues& issues);

void check_range(const Settings& settings, Decimal number, Issues& issues);

// 1286000.50 -> "1,286,000.50"
std::string with_separators(std::string_view digits);
// With separators; decimals only when there are any ("1,286,000").
std::string number_for_people(Decimal number);

std::vector<std::string_view> ordered_operators();

// Types stored as a Decimal at settings.scale: decimal, money, percent.
class DecimalBased : public Basic {
public:
    explicit DecimalBased(std::string_view name)
        : Basic(name, Kind::decimal, db::Storage::integer) {}
    Settings parse_settings(const Json& json, Issues& issues) const override;
    void write_settings(const Settings& settings, JsonWriter& out) const override;
    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override;
    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override;
    void validate(const Settings& settings, const Value& value, Issues& issues) const override;
    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override;
    void write_json(const Settings& settings, const Value& value, JsonWriter& out) const override;
    std::vector<std::string_view> operators() const override { return ordered_operators(); }

protected:
    virtual bool has_base_setting() const { return false; }
};

// Types stored as a whole number: integer, rating, progress. `low` and `high` hold when the
// settings say nothing.
class IntegerBased : public Basic {
public:
    IntegerBased(std::string_view name, std::int64_t low, std::int64_t high)
        : Basic(name, Kind::integer, db::Storage::integer), low_(low), high_(high) {}
    Settings parse_settings(const Json& json, Issues& issues) const override;
    void write_settings(const Settings& settings, JsonWriter& out) const override;
    Value normalise(const Settings& settings, const Json& input, Issues& issues) const override;
    Value parse_text(const Settings& settings, std::string_view text,
                     Issues& issues) const override;
    void validate(const Settings& settings, const Value& value, Issues& issues) const override;
    std::string to_text(const Settings& settings, const Value& value,
                        Language language) const override;
    void write_json(const Settings& settings, const Value& value, JsonWriter& out) const override;
    std::vector<std::string_view> operators() const override { return ordered_operators(); }

private:
    std::int64_t low_;
    std::int64_t high_;
};

}  // namespace bihuan::types
