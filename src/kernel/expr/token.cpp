#include "kernel/expr/token.h"

#include "base/text.h"

#include <array>
#include <optional>

namespace bihuan::expr {
namespace {

// What Chinese input methods write in place of the ASCII signs of the grammar.
constexpr std::array<std::pair<char32_t, char>, 8> kWideSigns{{
    {U'（', '('}, {U'）', ')'}, {U'，', ','}, {U'［', '['},
    {U'］', ']'}, {U'＋', '+'}, {U'＊', '*'}, {U'＆', '&'},
}};

constexpr int kPercentDigits = 2;

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool is_name_start(char32_t c) {
    return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || c == U'_' || is_cjk(c);
}

class Lexer {
public:
    Lexer(std::string_view text, Issues& issues) : text_(text), issues_(issues) {}

    std::vector<Token> run() {
        while (ok_) {
            skip_space();
            if (pos_ >= text_.size()) {
                break;
            }
            take_token();
        }
        if (!ok_) {
            return {};
        }
        tokens_.push_back(Token{TokenKind::end, at_, {}, {}, {}});
        return std::move(tokens_);
    }

private:
    char32_t peek() const {
        std::size_t pos = pos_;
        return pos < text_.size() ? next_code_point(text_, pos) : 0;
    }
    char byte(std::size_t ahead) const {
        return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : '\0';
    }
    char32_t take() {
        const char32_t c = next_code_point(text_, pos_);
        if (c == U'\n') {
            ++at_.line;
            at_.column = 1;
        } else {
            ++at_.column;
        }
        return c;
    }
    void fail(Position at, std::string key, Args args = {}, std::string hint = {}) {
        issues_.add("", std::move(key), at_position(at, std::move(args)), std::move(hint));
        ok_ = false;
    }

    void skip_space() {
        while (pos_ < text_.size()) {
            const char32_t c = peek();
            if (c != U' ' && c != U'\t' && c != U'\r' && c != U'\n' && c != U'\u3000' &&
                c != U'\u00A0') {
                return;
            }
            take();
        }
    }

    void take_token() {
        const char32_t c = peek();
        if (is_digit(c) || (c == U'.' && is_digit(static_cast<unsigned char>(byte(1))))) {
            take_number();
        } else if (is_name_start(c)) {
            take_name();
        } else if (c == U'"' || c == U'\'') {
            take_text(c);
        } else if (c == U'“' || c == U'”') {
            take_text(U'”');
        } else if (c == U'‘' || c == U'’') {
            take_text(U'’');
        } else {
            take_symbol(c);
        }
    }

    void take_number() {
        const Position at = at_;
        const std::size_t start = pos_;
        while (is_digit(peek()) || (peek() == U'.' && is_digit(byte_code(1)))) {
            take();
        }
        const std::string written(text_.substr(start, pos_ - start));
        if (is_name_start(peek())) {
            fail(at, "issue.expression.number", {{"text", written}});
            return;
        }
        std::optional<Decimal> number = parse_decimal(written);
        if (number && peek() == U'%') {
            take();
            number = percent(*number);
        }
        if (!number) {
            fail(at, "issue.expression.number", {{"text", written.substr(0, 40)}});
            return;
        }
        Token token{TokenKind::number, at, written, {}, {}};
        token.value = number->scale() == 0 ? Value(number->coefficient()) : Value(*number);
        tokens_.push_back(std::move(token));
    }

    char32_t byte_code(std::size_t ahead) const {
        return static_cast<unsigned char>(byte(ahead));
    }

    // 12.5% is 0.125; more digits than a decimal has make it no number.
    static std::optional<Decimal> percent(Decimal number) {
        const int scale = number.scale() + kPercentDigits;
        if (scale > kDecimalScaleMax) {
            return std::nullopt;
        }
        return Decimal(number.coefficient(), scale);
    }

    void take_name() {
        Token token{TokenKind::name, at_, {}, {}, {}};
        const std::size_t start = pos_;
        while (pos_ < text_.size() && (is_name_start(peek()) || is_digit(peek()))) {
            take();
        }
        token.text = std::string(text_.substr(start, pos_ - start));
        token.lower = token.text;
        for (char& c : token.lower) {
            if (c >= 'A' && c <= 'Z') {
                c = static_cast<char>(c - 'A' + 'a');
            }
        }
        tokens_.push_back(std::move(token));
    }

    static bool closes(char32_t c, char32_t quote) {
        return c == quote || (quote == U'”' && c == U'“') || (quote == U'’' && c == U'‘');
    }

    void take_text(char32_t quote) {
        Token token{TokenKind::text, at_, {}, {}, {}};
        take();
        while (pos_ < text_.size()) {
            const Position at = at_;
            const char32_t c = take();
            if (closes(c, quote)) {
                // A doubled quote inside text, as in spreadsheets, is one quote.
                if (quote < 0x80 && peek() == quote) {
                    append_code_point(token.text, take());
                    continue;
                }
                tokens_.push_back(std::move(token));
                return;
            }
            if (c != U'\\') {
                append_code_point(token.text, c);
            } else if (!take_escape(token.text)) {
                fail(at, "issue.expression.escape");
                return;
            }
        }
        fail(token.at, "issue.expression.unclosed_text");
    }

    bool take_escape(std::string& out) {
        if (pos_ >= text_.size()) {
            return false;
        }
        switch (take()) {
            case U'n': out += '\n'; return true;
            case U't': out += '\t'; return true;
            case U'r': out += '\r'; return true;
            case U'\\': out += '\\'; return true;
            case U'"': out += '"'; return true;
            case U'\'': out += '\''; return true;
            case U'u': return take_unicode(out);
        }
        return false;
    }

    bool take_unicode(std::string& out) {
        char32_t code = 0;
        for (int i = 0; i < 4; ++i) {
            const char c = byte(0);
            int digit = 0;
            if (c >= '0' && c <= '9') {
                digit = c - '0';
            } else if (c >= 'a' && c <= 'f') {
                digit = c - 'a' + 10;
            } else if (c >= 'A' && c <= 'F') {
                digit = c - 'A' + 10;
            } else {
                return false;
            }
            code = code * 16 + static_cast<char32_t>(digit);
            take();
        }
        if (code == 0 || (code >= 0xD800 && code <= 0xDFFF)) {
            return false;
        }
        append_code_point(out, code);
        return true;
    }

    void take_symbol(char32_t c) {
        static constexpr std::array<std::string_view, 4> kPairs{"==", "!=", "<=", ">="};
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kForeign{{
            {"&&", "and"}, {"||", "or"}, {"<>", "!="}, {"**", "power()"},
        }};
        const Position at = at_;
        const std::string_view two = text_.substr(pos_, 2);
        for (const std::string_view pair : kPairs) {
            if (two == pair) {
                return add_symbol(at, std::string(pair), 2);
            }
        }
        for (const auto& [foreign, ours] : kForeign) {
            if (two == foreign) {
                return fail(at, "issue.expression.operator",
                            {{"found", std::string(two)}}, std::string(ours));
            }
        }
        for (const auto& [wide, narrow] : kWideSigns) {
            if (c == wide) {
                return add_symbol(at, std::string(1, narrow), 1);
            }
        }
        if (c < 0x80 && std::string_view("<>+-*/&(),[].").find(static_cast<char>(c)) !=
                            std::string_view::npos) {
            return add_symbol(at, std::string(1, static_cast<char>(c)), 1);
        }
        std::string found;
        append_code_point(found, c);
        if (c == U'=' || c == U'!' || c == U'|') {
            const std::string_view hint = c == U'=' ? "==" : c == U'!' ? "not" : "or";
            return fail(at, "issue.expression.operator", {{"found", found}}, std::string(hint));
        }
        fail(at, "issue.expression.character", {{"found", found}});
    }

    void add_symbol(Position at, std::string symbol, int code_points) {
        for (int i = 0; i < code_points; ++i) {
            take();
        }
        tokens_.push_back(Token{TokenKind::symbol, at, std::move(symbol), {}, {}});
    }

    std::string_view text_;
    Issues& issues_;
    std::vector<Token> tokens_;
    Position at_;
    std::size_t pos_ = 0;
    bool ok_ = true;
};

}  // namespace

Args at_position(Position at, Args args) {
    Args all{{"line", std::to_string(at.line)}, {"column", std::to_string(at.column)}};
    for (auto& arg : args) {
        all.push_back(std::move(arg));
    }
    return all;
}

std::vector<Token> tokenize(std::string_view text, Issues& issues) {
    if (!is_valid_utf8(text)) {
        issues.add("", "issue.expression.utf8", at_position({}));
        return {};
    }
    return Lexer(text, issues).run();
}

}  // namespace bihuan::expr
