#include "db/sqlite/sqlite_dialect.h"

#include "base/error.h"
#include "base/text.h"

namespace bihuan::db::sqlite {

namespace {

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

[[noreturn]] void unknown_part(std::string_view part) {
    throw Error(Code::internal, "error.internal").because("date part " + std::string(part));
}

// What FTS5 accepts as a question that nothing answers; an empty text is a syntax error.
constexpr std::string_view kMatchNothing = "\"\"";

// A token as an FTS5 string; quotes inside are doubled.
std::string quote_token(std::string_view token) {
    std::string out = "\"";
    for (const char c : token) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + "\"";
}

std::string join_tokens(const std::vector<std::string>& tokens, std::string_view operation) {
    std::string out;
    for (const std::string& token : tokens) {
        if (!out.empty()) out += operation;
        out += quote_token(token);
    }
    return out.empty() ? std::string(kMatchNothing) : out;
}

class SqliteDialect final : public Dialect {
public:
    std::string_view name() const override { return "sqlite"; }

    std::string_view column_type(Storage storage) const override {
        switch (storage) {
            case Storage::integer:
            case Storage::boolean:
            case Storage::instant:
            case Storage::reference: return "INTEGER";
            case Storage::text:
            case Storage::date:
            case Storage::month: return "TEXT";
        }
        return "TEXT";
    }

    std::string quote(std::string_view identifier) const override {
        return quote_token(identifier);
    }

    std::string order_term(std::string_view expression, bool descending) const override {
        // SQLite sorts nulls first when ascending; descending they are last by nature, and the
        // short form lets an index give the order.
        return std::string(expression) + (descending ? " DESC" : " ASC NULLS LAST");
    }

    bool index_gives_descending() const override { return true; }

    std::string contains(std::string_view haystack, std::string_view needle) const override {
        return call("bh_contains", {haystack, needle});
    }

    std::string fold_text(std::string_view text) const override { return call("bh_fold", {text}); }

    std::string substring(std::string_view text, std::string_view start,
                          std::string_view length) const override {
        return call("substr", {text, start, length});
    }

    std::string text_length(std::string_view text) const override {
        return call("length", {text});
    }

    std::string add_days(std::string_view date, std::string_view days) const override {
        const std::string modifier = "(" + std::string(days) + ") || ' days'";
        return call("date", {date, modifier});
    }

    std::string add_months(std::string_view date, std::string_view months) const override {
        return call("bh_add_months", {date, months});
    }

    std::string days_between(std::string_view from, std::string_view to) const override {
        // Julian days of midnights end in .5: their difference is a whole number exactly.
        return "CAST(julianday(" + std::string(to) + ") - julianday(" + std::string(from) +
               ") AS INTEGER)";
    }

    std::string date_part(std::string_view part, std::string_view date) const override {
        const auto number = [&](std::string_view start, std::string_view length) {
            return "CAST(" + call("substr", {date, start, length}) + " AS INTEGER)";
        };
        if (part == "year") return number("1", "4");
        if (part == "month") return number("6", "2");
        if (part == "day") return number("9", "2");
        if (part == "quarter") return "((" + number("6", "2") + " + 2) / 3)";
        if (part == "weekday") {  // 1 Monday .. 7 Sunday
            return "((CAST(strftime('%w', " + std::string(date) + ") AS INTEGER) + 6) % 7 + 1)";
        }
        if (part == "week") return "CAST(strftime('%V', " + std::string(date) + ") AS INTEGER)";
        unknown_part(part);
    }

    std::string date_trunc(std::string_view part, std::string_view date) const override {
        if (part == "day") return call("date", {date});
        if (part == "week") return call("date", {date, "'-6 days'", "'weekday 1'"});
        if (part == "month") return "(" + call("substr", {date, "1", "8"}) + " || '01')";
        if (part == "year") return "(" + call("substr", {date, "1", "5"}) + " || '01-01')";
        if (part == "quarter") {
            const std::string month = call("substr", {date, "6", "2"});
            return "(" + call("substr", {date, "1", "5"}) + " || CASE WHEN " + month +
                   " < '04' THEN '01' WHEN " + month + " < '07' THEN '04' WHEN " + month +
                   " < '10' THEN '07' ELSE '10' END || '-01')";
        }
        unknown_part(part);
    }

    std::string date_of_instant(std::string_view instant, long offset_seconds) const override {
        // Floor division by a second, also before 1970, then the civil day of the shifted time.
        const std::string value(instant);
        const std::string fraction = "((" + value + " % 1000000) + 1000000) % 1000000";
        return "date((" + value + " - " + fraction + ") / 1000000 + (" +
               std::to_string(offset_seconds) + "), 'unixepoch')";
    }

    std::string divide_rounded(std::string_view dividend,
                               std::string_view divisor) const override {
        return call("bh_divide_rounded", {dividend, divisor});
    }

    std::string multiply_scaled(std::string_view a, std::string_view b,
                                std::string_view divisor) const override {
        return call("bh_multiply", {a, b, divisor});
    }

    std::string add_exact(std::string_view a, std::string_view b) const override {
        return call("bh_add", {a, b});
    }

    std::string scale_down(std::string_view value, std::int64_t divisor,
                           Whole whole) const override {
        return call("bh_scale_down", {value, std::to_string(divisor),
                                      std::to_string(static_cast<int>(whole))});
    }

    std::string least(const std::vector<std::string>& values) const override {
        return "bh_least(" + join(values, ", ") + ")";
    }

    std::string greatest(const std::vector<std::string>& values) const override {
        return "bh_greatest(" + join(values, ", ") + ")";
    }

    std::string month_of_date(std::string_view date) const override {
        return call("substr", {date, "1", "7"});
    }

    std::string first_of_month(std::string_view month) const override {
        return "(" + std::string(month) + " || '-01')";
    }

    std::string text_position(std::string_view text, std::string_view needle) const override {
        return call("instr", {text, needle});
    }

    std::vector<std::string> search_ddl() const override {
        // Every group of saves is flushed as a segment of its own, so merging early would rewrite
        // the index for each; 16 lets small segments gather. What the writer merges while nobody
        // writes (usermerge) leaves one segment of a size: a search looks into each of them.
        return {"CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(tokens, content='', "
                "contentless_delete=1, detail=none, tokenize='bh_tokens')",
                "INSERT INTO search_index(search_index, rank) VALUES('automerge', 16)",
                "INSERT INTO search_index(search_index, rank) VALUES('usermerge', 2)",
                "INSERT INTO search_index(search_index, rank) VALUES('crisismerge', 64)"};
    }

    std::string search_key() const override { return "s.rowid"; }

    std::string search_upsert() const override {
        return "INSERT OR REPLACE INTO search_index(rowid, tokens) VALUES(?, ?)";
    }

    std::string search_delete() const override {
        return "DELETE FROM search_index WHERE rowid = ?";
    }

    std::string search_where() const override { return "s.search_index MATCH ?"; }

    std::string match_all(const std::vector<std::string>& tokens) const override {
        return join_tokens(tokens, " AND ");
    }

    std::string match_any(const std::vector<std::string>& tokens) const override {
        return join_tokens(tokens, " OR ");
    }

    std::string match_and(const std::string& a, const std::string& b) const override {
        return "(" + a + ") AND (" + b + ")";
    }

    std::string insert_or_ignore() const override { return "INSERT OR IGNORE"; }
    std::string on_conflict_ignore() const override { return ""; }
};

}  // namespace

std::unique_ptr<Dialect> make_dialect() { return std::make_unique<SqliteDialect>(); }

}  // namespace bihuan::db::sqlite
