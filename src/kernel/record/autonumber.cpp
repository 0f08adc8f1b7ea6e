// Human numbers such as HT-2026-00012: a pattern and one counter for each period it names.
#include "kernel/record/writing.h"

#include <fmt/core.h>

namespace bihuan::record {

namespace {

// "{00001}": as many digits as written; a run of zeros and a 1, or zeros alone.
bool is_counter(std::string_view part) {
    return !part.empty() && part.find_first_not_of("01") == std::string_view::npos;
}

std::string date_part(std::string_view part, CivilDate date) {
    if (part == "YYYY") return fmt::format("{:04}", date.year);
    if (part == "YY") return fmt::format("{:02}", date.year % 100);
    if (part == "MM") return fmt::format("{:02}", date.month);
    if (part == "DD") return fmt::format("{:02}", date.day);
    return "{" + std::string(part) + "}";
}

struct Rendered {
    std::string head;        // before the counter: also names the period
    std::size_t digits = 0;  // 0: the pattern has no counter
    std::string tail;
};

Rendered render(std::string_view pattern, CivilDate date) {
    Rendered out;
    std::string* into = &out.head;
    while (!pattern.empty()) {
        const std::size_t open = pattern.find('{');
        const std::size_t close =
            open == std::string_view::npos ? open : pattern.find('}', open);
        if (close == std::string_view::npos) {
            into->append(pattern);
            break;
        }
        into->append(pattern.substr(0, open));
        const std::string_view part = pattern.substr(open + 1, close - open - 1);
        pattern.remove_prefix(close + 1);
        if (out.digits == 0 && is_counter(part)) {
            out.digits = part.size();
            into = &out.tail;
        } else {
            into->append(date_part(part, date));
        }
    }
    return out;
}

std::int64_t count_up(Tx& tx, const meta::Object& object, const meta::Field& field,
                      std::string_view period) {
    const std::int64_t number = object.number.value;
    const std::string_view name = field.name;
    const auto changed = tx.db().execute(
        "UPDATE record_counter SET last = last + 1 WHERE object = ? AND field = ? AND period = ?",
        {number, name, period});
    if (changed == 0) {
        tx.db().execute(
            "INSERT INTO record_counter (object, field, period, last) VALUES (?, ?, ?, 1)",
            {number, name, period});
        return 1;
    }
    std::int64_t last = 0;
    tx.db().query(
        "SELECT last FROM record_counter WHERE object = ? AND field = ? AND period = ?",
        {number, name, period}, [&](const db::Row& row) {
            last = row.integer(0);
            return false;
        });
    return last;
}

}  // namespace

std::string next_number(Tx& tx, const meta::Object& object, const meta::Field& field) {
    const Rendered text = render(field.settings.pattern, to_civil(tx.today()));
    const std::int64_t count = count_up(tx, object, field, text.head);
    if (text.digits == 0) return text.head + std::to_string(count);
    return fmt::format("{}{:0{}}{}", text.head, count, text.digits, text.tail);
}

}  // namespace bihuan::record
