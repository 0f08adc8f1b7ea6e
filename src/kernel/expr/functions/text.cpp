// Text. Lengths and places count characters (code points), not bytes. Empty text is null.
#include "base/text.h"

#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/functions/results.h"
#include "kernel/expr/sql_writer.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

constexpr std::size_t kTextResultMax = 100'000;  // bytes; beyond that a result is empty

// Byte offset of the code point at `index`, at most the end.
std::size_t offset_of(std::string_view text, std::int64_t index) {
    std::size_t pos = 0;
    for (; index > 0 && pos < text.size(); --index) {
        next_code_point(text, pos);
    }
    return pos;
}

std::string middle(std::string_view text, std::int64_t start, std::int64_t length) {
    const std::size_t from = offset_of(text, start);
    return std::string(text.substr(from, offset_of(text.substr(from), length)));
}

std::int64_t length_of(const std::string& text) {
    return static_cast<std::int64_t>(count_code_points(text));
}

Value run_left(Call& call) { return text_value(middle(call.text(0), 0, call.integer(1))); }

Value run_right(Call& call) {
    const std::int64_t length = length_of(call.text(0));
    const std::int64_t count = std::clamp<std::int64_t>(call.integer(1), 0, length);
    return text_value(middle(call.text(0), length - count, count));
}

Value run_mid(Call& call) {
    const std::int64_t start = std::max<std::int64_t>(call.integer(1), 1);
    return text_value(middle(call.text(0), start - 1, std::max<std::int64_t>(call.integer(2), 0)));
}

std::string not_blank(std::string text) { return "NULLIF(" + text + ", '')"; }

std::string at_least(const std::string& value, int least) {
    const std::string bound = std::to_string(least);
    return "(CASE WHEN " + value + " < " + bound + " THEN " + bound + " ELSE " + value + " END)";
}

std::string sql_left(SqlWriter& sql, const Node& node) {
    return not_blank(sql.dialect().substring(sql.value(*node.kids[0]), "1",
                                             at_least(sql.value(*node.kids[1]), 0)));
}

std::string sql_right(SqlWriter& sql, const Node& node) {
    const std::string text = sql.value(*node.kids[0]);
    const std::string count = at_least(sql.value(*node.kids[1]), 0);
    const std::string length = sql.dialect().text_length(text);
    const std::string start = at_least("(" + length + " - " + count + " + 1)", 1);
    return not_blank(sql.dialect().substring(text, start, count));
}

std::string sql_mid(SqlWriter& sql, const Node& node) {
    return not_blank(sql.dialect().substring(sql.value(*node.kids[0]),
                                             at_least(sql.value(*node.kids[1]), 1),
                                             at_least(sql.value(*node.kids[2]), 0)));
}

char32_t upper_letter(char32_t c) {
    const bool ascii = c >= U'a' && c <= U'z';
    const bool latin = c >= U'à' && c <= U'þ' && c != U'÷';
    const bool greek = c >= U'α' && c <= U'ω' && c != U'ς';
    const bool cyrillic = c >= U'а' && c <= U'я';
    if (ascii || latin || greek || cyrillic) {
        return c - 0x20;
    }
    return c >= U'ѐ' && c <= U'џ' ? c - 0x50 : c;
}

// Upper case throughout, or only at the beginning of words.
std::string raise(const std::string& text, bool words_only) {
    std::string out;
    bool inside = false;
    for (std::size_t pos = 0; pos < text.size();) {
        const char32_t c = next_code_point(text, pos);
        append_code_point(out, words_only && inside ? c : upper_letter(c));
        inside = upper_letter(c) != c || (c >= U'A' && c <= U'Z') || c == U'\'';
    }
    return out;
}

Value replace_all(const std::string& text, const std::string& old, const std::string& fresh) {
    std::string out;
    for (std::size_t pos = 0;;) {
        const std::size_t hit = text.find(old, pos);
        out += text.substr(pos, hit == std::string::npos ? hit : hit - pos);
        if (out.size() > kTextResultMax) {
            return Null{};
        }
        if (hit == std::string::npos) {
            return text_value(std::move(out));
        }
        out += fresh;
        pos = hit + old.size();
    }
}

Value run_substitute(Call& call) {
    if (!call.has(0) || !call.has(1)) {
        return call.args[0];
    }
    return replace_all(call.text(0), call.text(1), call.has(2) ? call.text(2) : "");
}

Value run_replace(Call& call) {
    if (!call.has(0) || !call.has(1) || !call.has(2)) {
        return Null{};
    }
    const std::int64_t start = std::max<std::int64_t>(call.integer(1), 1) - 1;
    const std::int64_t count = std::clamp<std::int64_t>(call.integer(2), 0, 1 << 30);
    const std::string& text = call.text(0);
    const std::size_t from = offset_of(text, start);
    const std::size_t to = from + offset_of(std::string_view(text).substr(from), count);
    return text_value(text.substr(0, from) + (call.has(3) ? call.text(3) : "") + text.substr(to));
}

Value position_in(const std::string& text, const std::string& part) {
    const std::size_t hit = text.find(part);
    if (hit == std::string::npos) {
        return Value(0);
    }
    return Value(length_of(text.substr(0, hit)) + 1);
}

std::string sql_find(SqlWriter& sql, const Node& node) {
    return sql.dialect().text_position(sql.value(*node.kids[1]), sql.value(*node.kids[0]));
}

std::string sql_search(SqlWriter& sql, const Node& node) {
    return sql.dialect().text_position(sql.dialect().fold_text(sql.value(*node.kids[1])),
                                       sql.dialect().fold_text(sql.value(*node.kids[0])));
}

std::string sql_startswith(SqlWriter& sql, const Node& node) {
    const std::string text = sql.dialect().fold_text(sql.value(*node.kids[0]));
    const std::string part = sql.dialect().fold_text(sql.value(*node.kids[1]));
    return "(" + sql.dialect().substring(text, "1", sql.dialect().text_length(part)) + " = " +
           part + ")";
}

std::string sql_endswith(SqlWriter& sql, const Node& node) {
    const db::Dialect& dialect = sql.dialect();
    const std::string text = dialect.fold_text(sql.value(*node.kids[0]));
    const std::string part = dialect.fold_text(sql.value(*node.kids[1]));
    const std::string start =
        "(" + dialect.text_length(text) + " - " + dialect.text_length(part) + " + 1)";
    return "(" + start + " >= 1 AND " +
           dialect.substring(text, start, dialect.text_length(part)) + " = " + part + ")";
}

Value run_rept(Call& call) {
    const std::int64_t times = call.integer(1);
    const auto size = static_cast<std::int64_t>(call.text(0).size());
    if (times <= 0 || times > static_cast<std::int64_t>(kTextResultMax) / size) {
        return Null{};
    }
    std::string out;
    for (std::int64_t i = 0; i < times; ++i) {
        out += call.text(0);
    }
    return Value(std::move(out));
}

Value run_textjoin(Call& call) {
    std::vector<std::string> parts;
    for (std::size_t i = 1; i < call.args.size(); ++i) {
        if (call.has(i)) {
            parts.push_back(display(call.args[i], call.facts));
        }
    }
    return text_value(join(parts, call.has(0) ? call.text(0) : ""));
}

Value run_textbefore(Call& call) {
    const std::size_t hit = call.text(0).find(call.text(1));
    return hit == std::string::npos ? Value(Null{}) : text_value(call.text(0).substr(0, hit));
}

Value run_textafter(Call& call) {
    const std::size_t hit = call.text(0).find(call.text(1));
    return hit == std::string::npos
               ? Value(Null{})
               : text_value(call.text(0).substr(hit + call.text(1).size()));
}

// Stars between the first and the last characters that stay readable.
Value run_mask(Call& call) {
    const std::int64_t length = length_of(call.text(0));
    const std::int64_t first = std::clamp<std::int64_t>(call.integer(1), 0, length);
    const std::int64_t last = std::clamp<std::int64_t>(call.integer(2), 0, length - first);
    return Value(middle(call.text(0), 0, first) +
                 std::string(static_cast<std::size_t>(length - first - last), '*') +
                 middle(call.text(0), length - last, last));
}

Value run_clean(Call& call) {
    std::string out;
    for (const char c : call.text(0)) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
            out += c;
        }
    }
    return text_value(std::move(out));
}

Value run_code(Call& call) {
    std::size_t pos = 0;
    return Value(static_cast<std::int64_t>(next_code_point(call.text(0), pos)));
}

std::string sql_exact(SqlWriter& sql, const Node& node) {
    return "(" + sql.value(*node.kids[0]) + " = " + sql.value(*node.kids[1]) + ")";
}

constexpr std::string_view kFamily = "Text";

constexpr std::array kFunctions{
    Function{.name = "len", .takes = "t", .gives = gives_integer,
             .run = [](Call& call) {
                 return Value(call.has(0) ? length_of(call.text(0)) : std::int64_t{0});
             },
             .sql = [](SqlWriter& sql, const Node& node) {
                 return "COALESCE(" + sql.dialect().text_length(sql.value(*node.kids[0])) +
                        ", 0)";
             },
             .strict = false, .family = kFamily, .signature = "len(text)",
             .says = "number of characters; 0 when empty", .example = "len(\"闭环CRM\")",
             .answer = "5"},
    Function{.name = "left", .takes = "ti", .gives = gives_text, .run = run_left, .sql = sql_left,
             .family = kFamily, .signature = "left(text, count)", .says = "the first characters",
             .example = "left(\"苏州拓远\", 2)", .answer = "\"苏州\""},
    Function{.name = "right", .takes = "ti", .gives = gives_text, .run = run_right,
             .sql = sql_right, .family = kFamily, .signature = "right(text, count)",
             .says = "the last characters", .example = "right(\"13800138000\", 4)",
             .answer = "\"8000\""},
    Function{.name = "mid", .takes = "tii", .gives = gives_text, .run = run_mid, .sql = sql_mid,
             .family = kFamily, .signature = "mid(text, start, count)",
             .says = "characters from `start`, which counts from 1",
             .example = "mid(\"HT-2026-001\", 4, 4)", .answer = "\"2026\""},
    Function{.name = "lower", .takes = "t", .gives = gives_text,
             .run = [](Call& call) { return Value(fold_case(call.text(0))); },
             .family = kFamily, .signature = "lower(text)", .says = "small letters",
             .example = "lower(\"ERP\")", .answer = "\"erp\""},
    Function{.name = "upper", .takes = "t", .gives = gives_text,
             .run = [](Call& call) { return Value(raise(call.text(0), false)); },
             .family = kFamily, .signature = "upper(text)", .says = "capital letters",
             .example = "upper(\"erp\")", .answer = "\"ERP\""},
    Function{.name = "proper", .takes = "t", .gives = gives_text,
             .run = [](Call& call) { return Value(raise(fold_case(call.text(0)), true)); },
             .family = kFamily, .signature = "proper(text)",
             .says = "each word with a capital letter", .example = "proper(\"acme LTD\")",
             .answer = "\"Acme Ltd\""},
    Function{.name = "trim", .takes = "t", .gives = gives_text,
             .run = [](Call& call) { return text_value(trim(call.text(0))); },
             .family = kFamily, .signature = "trim(text)",
             .says = "without white space at both ends", .example = "trim(\"  a b \")",
             .answer = "\"a b\""},
    Function{.name = "clean", .takes = "t", .gives = gives_text, .run = run_clean,
             .family = kFamily, .signature = "clean(text)", .says = "without control characters",
             .example = "clean(\"a\\tb\")", .answer = "\"ab\""},
    Function{.name = "substitute", .takes = "ttt", .gives = gives_text, .run = run_substitute,
             .strict = false, .family = kFamily, .signature = "substitute(text, old, new)",
             .says = "every `old` becomes `new`", .example = "substitute(\"1-2-3\", \"-\", \".\")",
             .answer = "\"1.2.3\""},
    Function{.name = "replace", .takes = "tiit", .gives = gives_text, .run = run_replace,
             .strict = false, .family = kFamily, .signature = "replace(text, start, count, new)",
             .says = "`count` characters from `start` become `new`",
             .example = "replace(\"abcdef\", 2, 3, \"*\")", .answer = "\"a*ef\""},
    Function{.name = "find", .takes = "tt", .gives = gives_integer,
             .run = [](Call& call) { return position_in(call.text(1), call.text(0)); },
             .sql = sql_find, .family = kFamily, .signature = "find(part, text)",
             .says = "place of `part` from 1, exactly as written; 0 when absent",
             .example = "find(\"公司\", \"拓远公司\")", .answer = "3"},
    Function{.name = "search", .takes = "tt", .gives = gives_integer,
             .run = [](Call& call) {
                 return position_in(fold(call.text(1)), fold(call.text(0)));
             },
             .sql = sql_search, .family = kFamily, .signature = "search(part, text)",
             .says = "as find(), but A is a and Ａ is A", .example = "search(\"ERP\", \"my erp\")",
             .answer = "4"},
    Function{.name = "startswith", .takes = "tt", .gives = gives_boolean,
             .run = [](Call& call) {
                 return Value(fold(call.text(0)).starts_with(fold(call.text(1))));
             },
             .sql = sql_startswith, .family = kFamily, .signature = "startswith(text, part)",
             .says = "case and width do not matter", .example = "startswith(\"HT-01\", \"ht\")",
             .answer = "true"},
    Function{.name = "endswith", .takes = "tt", .gives = gives_boolean,
             .run = [](Call& call) {
                 return Value(fold(call.text(0)).ends_with(fold(call.text(1))));
             },
             .sql = sql_endswith, .family = kFamily, .signature = "endswith(text, part)",
             .says = "case and width do not matter",
             .example = "endswith(\"a@Example.com\", \"@example.com\")", .answer = "true"},
    Function{.name = "exact", .takes = "tt", .gives = gives_boolean,
             .run = [](Call& call) { return Value(call.text(0) == call.text(1)); },
             .sql = sql_exact, .family = kFamily, .signature = "exact(text, text)",
             .says = "the same characters, and neither is empty",
             .example = "exact(\"A\", \"a\")", .answer = "false"},
    Function{.name = "rept", .takes = "ti", .gives = gives_text, .run = run_rept,
             .family = kFamily, .signature = "rept(text, times)", .says = "repeated",
             .example = "rept(\"ab\", 3)", .answer = "\"ababab\""},
    Function{.name = "textjoin", .takes = "t*+", .gives = gives_text, .run = run_textjoin,
             .strict = false, .family = kFamily, .signature = "textjoin(separator, value, ...)",
             .says = "joined, empty ones left out",
             .example = "textjoin(\"-\", \"a\", null, \"b\")", .answer = "\"a-b\""},
    Function{.name = "textbefore", .takes = "tt", .gives = gives_text, .run = run_textbefore,
             .family = kFamily, .signature = "textbefore(text, mark)",
             .says = "what stands before the first `mark`; empty when absent",
             .example = "textbefore(\"a@b.cn\", \"@\")", .answer = "\"a\""},
    Function{.name = "textafter", .takes = "tt", .gives = gives_text, .run = run_textafter,
             .family = kFamily, .signature = "textafter(text, mark)",
             .says = "what stands after the first `mark`; empty when absent",
             .example = "textafter(\"a@b.cn\", \"@\")", .answer = "\"b.cn\""},
    Function{.name = "mask", .takes = "tii", .gives = gives_text, .run = run_mask,
             .family = kFamily, .signature = "mask(text, first, last)",
             .says = "stars, but for the first and last characters",
             .example = "mask(\"13800138000\", 3, 4)", .answer = "\"138****8000\""},
    Function{.name = "code", .takes = "t", .gives = gives_integer, .run = run_code,
             .family = kFamily, .signature = "code(text)",
             .says = "Unicode number of the first character", .example = "code(\"A\")",
             .answer = "65"},
};

}  // namespace

std::span<const Function> text_functions() { return kFunctions; }

}  // namespace bihuan::expr
