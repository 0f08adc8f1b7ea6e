#include "db/postgres/postgres_dialect.h"

#include "base/error.h"
#include "base/text.h"
#include "db/postgres/exact_sql.h"
#include "db/postgres/fold_sql.h"

namespace bihuan::db::postgres {

namespace {

// More would leave the calendar anyway; beyond 32 bits the server refuses to add.
constexpr std::string_view kDaysMax = "4000000";
constexpr std::string_view kMonthsMax = "120000";
constexpr std::string_view kMicrosPerDay = "86400000000";
// From year 0 to 1970: makes instants positive, so that whole division goes down.
constexpr std::string_view kDaysBefore = "719528";

std::string call(std::string_view function, std::initializer_list<std::string_view> arguments) {
    std::string out(function);
    char separator = '(';
    for (const std::string_view argument : arguments) {
        out += separator;
        if (separator == ',') out += ' ';
        out += argument;
        separator = ',';
    }
    return out + ")";
}

std::string cast(std::string_view value, std::string_view type) {
    return "CAST((" + std::string(value) + ") AS " + std::string(type) + ")";
}

[[noreturn]] void unknown_part(std::string_view part) {
    throw Error(Code::internal, "error.internal").because("date part " + std::string(part));
}

std::string iso(std::string_view date) {
    return "to_char(" + std::string(date) + ", 'YYYY-MM-DD')";
}

// A day as text, or null outside years 1 to 9999.
std::string iso_within(std::string_view date) {
    return "(SELECT CASE WHEN v.d BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN " +
           iso("v.d") + " END FROM (SELECT " + std::string(date) + " AS d OFFSET 0) v)";
}

// `value` as a whole number of 32 bits; null when it is beyond `most` either way.
std::string small(std::string_view value, std::string_view most) {
    return "(SELECT CASE WHEN v.n BETWEEN -" + std::string(most) + " AND " + std::string(most) +
           " THEN CAST(v.n AS int) END FROM (SELECT " + cast(value, "bigint") +
           " AS n OFFSET 0) v)";
}

// Tokens hold no spaces: a question that nothing answers.
constexpr std::string_view kMatchNothing = "' '";

// A token as a lexeme: quotes and backslashes are doubled.
std::string lexeme(std::string_view token) {
    std::string out = "'";
    for (const char c : token) {
        if (c == '\'' || c == '\\') out += c;
        out += c;
    }
    return out + "'";
}

std::string join_tokens(const std::vector<std::string>& tokens, std::string_view operation) {
    std::string out;
    for (const std::string& token : tokens) {
        if (!out.empty()) out += operation;
        out += lexeme(token);
    }
    return out.empty() ? std::string(kMatchNothing) : out;
}

class PostgresDialect final : public Dialect {
public:
    std::string_view name() const override { return "postgresql"; }

    std::string_view column_type(Storage storage) const override {
        switch (storage) {
            case Storage::boolean: return "SMALLINT";
            case Storage::integer:
            case Storage::instant:
            case Storage::reference: return "BIGINT";
            case Storage::text:
            case Storage::date:
            case Storage::month: return "TEXT COLLATE \"C\"";
        }
        return "TEXT COLLATE \"C\"";
    }

    std::string quote(std::string_view identifier) const override {
        std::string out = "\"";
        for (const char c : identifier) {
            if (c == '"') out += '"';
            out += c;
        }
        return out + "\"";
    }

    std::string order_term(std::string_view expression, bool descending) const override {
        return std::string(expression) + (descending ? " DESC NULLS LAST" : " ASC NULLS LAST");
    }

    // Nulls are larger than everything: read backwards they come first.
    bool index_gives_descending() const override { return false; }

    std::string contains(std::string_view haystack, std::string_view needle) const override {
        return "(" + call("strpos", {haystack, needle}) + " > 0)";
    }

    std::string fold_text(std::string_view text) const override { return fold_.of(text); }

    std::string substring(std::string_view text, std::string_view start,
                          std::string_view length) const override {
        // Lengths beyond any text, which a formula may ask for, must not leave 32 bits.
        const auto bounded = [](std::string_view number) {
            return "(SELECT CASE WHEN v.n > 1000000000 THEN 1000000000 ELSE CAST(v.n AS int) END "
                   "FROM (SELECT " + cast(number, "bigint") + " AS n OFFSET 0) v)";
        };
        return call("substr", {text, bounded(start), bounded(length)});
    }

    std::string text_length(std::string_view text) const override {
        return call("char_length", {text});
    }

    std::string add_days(std::string_view date, std::string_view days) const override {
        return iso_within("(" + cast(date, "date") + " + " + small(days, kDaysMax) + ")");
    }

    std::string add_months(std::string_view date, std::string_view months) const override {
        return iso_within("CAST(" + cast(date, "date") + " + make_interval(0, " +
                          small(months, kMonthsMax) + ") AS date)");
    }

    std::string days_between(std::string_view from, std::string_view to) const override {
        return "CAST(" + cast(to, "date") + " - " + cast(from, "date") + " AS bigint)";
    }

    std::string date_part(std::string_view part, std::string_view date) const override {
        const auto extract = [&](std::string_view field) {
            return "CAST(EXTRACT(" + std::string(field) + " FROM " + cast(date, "date") +
                   ") AS bigint)";
        };
        if (part == "year" || part == "month" || part == "day" || part == "quarter" ||
            part == "week") {
            return extract(part);
        }
        if (part == "weekday") return extract("isodow");  // 1 Monday .. 7 Sunday
        unknown_part(part);
    }

    std::string date_trunc(std::string_view part, std::string_view date) const override {
        if (part == "day") return iso(cast(date, "date"));
        if (part == "month") return "(" + call("left", {date, "7"}) + " || '-01')";
        if (part == "year") return "(" + call("left", {date, "4"}) + " || '-01-01')";
        if (part == "week" || part == "quarter") {
            return iso("date_trunc('" + std::string(part) + "', " + cast(date, "timestamp") +
                       ")");
        }
        unknown_part(part);
    }

    std::string date_of_instant(std::string_view instant, long offset_seconds) const override {
        const std::string shift = "(" + std::to_string(offset_seconds) + " * BIGINT '1000000' + " +
                                  std::string(kDaysBefore) + " * BIGINT '" +
                                  std::string(kMicrosPerDay) + "')";
        return iso("DATE '1970-01-01' + CAST((" + cast(instant, "bigint") + " + " + shift +
                   ") / " + std::string(kMicrosPerDay) + " - " + std::string(kDaysBefore) +
                   " AS int)");
    }

    std::string divide_rounded(std::string_view dividend,
                               std::string_view divisor) const override {
        return exact_sql::divide_rounded(dividend, divisor);
    }

    std::string multiply_scaled(std::string_view a, std::string_view b,
                                std::string_view divisor) const override {
        return exact_sql::multiply(a, b, divisor);
    }

    std::string add_exact(std::string_view a, std::string_view b) const override {
        return exact_sql::add(a, b);
    }

    std::string scale_down(std::string_view value, std::int64_t divisor,
                           Whole whole) const override {
        return exact_sql::scale_down(value, divisor, whole);
    }

    std::string least(const std::vector<std::string>& values) const override {
        return "LEAST(" + join(values, ", ") + ")";
    }

    std::string greatest(const std::vector<std::string>& values) const override {
        return "GREATEST(" + join(values, ", ") + ")";
    }

    std::string month_of_date(std::string_view date) const override {
        return call("left", {date, "7"});
    }

    std::string first_of_month(std::string_view month) const override {
        return "(" + std::string(month) + " || '-01')";
    }

    std::string text_position(std::string_view text, std::string_view needle) const override {
        return call("strpos", {text, needle});
    }

    // Sets of tokens as the kernel made them: no dictionary of the server touches them.
    std::vector<std::string> search_ddl() const override {
        return {"CREATE TABLE IF NOT EXISTS search_index (id BIGINT PRIMARY KEY, "
                "tokens TSVECTOR NOT NULL)",
                "CREATE INDEX IF NOT EXISTS search_index_tokens ON search_index "
                "USING GIN (tokens)",
                // Every search reads the list of what is not sorted in yet: 256 kB, not 4 MB.
                "ALTER INDEX search_index_tokens SET (gin_pending_list_limit = 256)"};
    }

    std::string search_key() const override { return "s.id"; }

    std::string search_upsert() const override {
        return "INSERT INTO search_index (id, tokens) "
               "VALUES (?, array_to_tsvector(array_remove(string_to_array(?, ' '), ''))) "
               "ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens";
    }

    std::string search_delete() const override { return "DELETE FROM search_index WHERE id = ?"; }

    std::string search_where() const override { return "s.tokens @@ CAST(? AS tsquery)"; }

    std::string match_all(const std::vector<std::string>& tokens) const override {
        return join_tokens(tokens, " & ");
    }

    std::string match_any(const std::vector<std::string>& tokens) const override {
        return join_tokens(tokens, " | ");
    }

    std::string match_and(const std::string& a, const std::string& b) const override {
        return "(" + a + ") & (" + b + ")";
    }

    std::string insert_or_ignore() const override { return "INSERT"; }
    std::string on_conflict_ignore() const override { return " ON CONFLICT DO NOTHING"; }

private:
    FoldSql fold_;
};

}  // namespace

std::unique_ptr<Dialect> make_dialect() { return std::make_unique<PostgresDialect>(); }

}  // namespace bihuan::db::postgres
