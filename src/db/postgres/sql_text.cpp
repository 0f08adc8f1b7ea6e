#include "db/postgres/sql_text.h"

namespace bihuan::db::postgres {

namespace {

constexpr std::string_view kByCodePoint = " COLLATE \"C\"";

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

// Where the quoted piece or comment that begins at `from` ends; `from` itself when none begins.
std::size_t end_of_quoted(std::string_view sql, std::size_t from) {
    const char c = sql[from];
    if (c == '\'' || c == '"') {
        const std::size_t close = sql.find(c, from + 1);  // a doubled quote begins another piece
        return close == std::string_view::npos ? sql.size() : close + 1;
    }
    if (sql.substr(from, 2) == "--") {
        const std::size_t close = sql.find('\n', from);
        return close == std::string_view::npos ? sql.size() : close;
    }
    if (sql.substr(from, 2) == "/*") {
        const std::size_t close = sql.find("*/", from + 2);
        return close == std::string_view::npos ? sql.size() : close + 2;
    }
    return from;
}

bool collates(std::string_view rest) {
    const std::size_t at = rest.find_first_not_of(" \t\r\n");
    return at != std::string_view::npos && rest.substr(at, 7) == "COLLATE";
}

template <class Mark>
std::string rewrite(std::string_view sql, bool ddl, Mark mark) {
    std::string out;
    out.reserve(sql.size() + 32);
    for (std::size_t i = 0; i < sql.size();) {
        std::size_t end = end_of_quoted(sql, i);
        if (end == i && is_word(sql[i])) {
            while (end < sql.size() && is_word(sql[end])) ++end;
            const std::string_view word = sql.substr(i, end - i);
            if (word == "INTEGER") {
                out += "BIGINT";
            } else {
                out += word;
                if (ddl && word == "TEXT" && !collates(sql.substr(end))) out += kByCodePoint;
            }
        } else if (end == i) {
            end = i + 1;
            if (sql[i] != '?' || !mark(out)) out += sql[i];
        } else {
            out += sql.substr(i, end - i);
        }
        i = end;
    }
    return out;
}

}  // namespace

Statement rewritten(std::string_view sql) {
    Statement statement;
    statement.text = rewrite(sql, false, [&](std::string& out) {
        out += '$' + std::to_string(++statement.params);
        return true;
    });
    return statement;
}

std::string rewritten_ddl(std::string_view sql) {
    return rewrite(sql, true, [](std::string&) { return false; });
}

}  // namespace bihuan::db::postgres
