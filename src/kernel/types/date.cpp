// Civil days without a zone. No settings.
#include "base/text.h"
#include "kernel/types/all.h"
#include "kernel/types/basic.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {
namespace {

class DateType final : public Basic {
public:
    DateType() : Basic("date", Kind::date, db::Storage::date) {}

    Value normalise(const Settings&, const Json& input, Issues& issues) const override {
        const auto text = read_string(input, issues);
        if (!text) return {};
        if (const auto date = parse_date(*text)) return *date;
        issues.add("", "issue.date.invalid", {{"value", *text}});
        return {};
    }

    // A date with a time of day, as spreadsheets export it, is its day.
    Value parse_text(const Settings&, std::string_view text, Issues& issues) const override {
        const std::string cell = trim(fold_width(text));
        if (cell.empty()) return {};
        if (const auto date = parse_date_loose(cell)) return *date;
        const std::size_t end = cell.find_first_of(" T");
        if (end != std::string::npos && cell.find(':', end) != std::string::npos) {
            if (const auto date = parse_date_loose(cell.substr(0, end))) return *date;
        }
        issues.add("", "issue.date.invalid", {{"value", cell}});
        return {};
    }

    std::string to_text(const Settings&, const Value& value, Language) const override {
        const auto* date = value.get_if<Date>();
        return date ? bihuan::to_text(*date) : std::string();
    }

    void write_json(const Settings&, const Value& value, JsonWriter& out) const override {
        if (const auto* date = value.get_if<Date>()) {
            out.string(bihuan::to_text(*date));
        } else {
            out.null();
        }
    }

    std::vector<std::string_view> operators() const override { return ordered_operators(); }
};

}  // namespace

const FieldType& date_type() {
    static const DateType kType;
    return kType;
}

}  // namespace bihuan::types
