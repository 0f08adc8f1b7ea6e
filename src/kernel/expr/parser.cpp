// Recursive descent over the grammar of docs/expressions.md. The depth of the recursion and the
// number of nodes are bounded, so no input can exhaust the stack.
#include "kernel/expr/expression.h"
#include "kernel/expr/syntax.h"

#include <algorithm>
#include <array>

namespace bihuan::expr {
namespace {

// Thrown inside the parser to leave the recursion; never leaves this file.
struct Refused {};

constexpr std::array<std::string_view, 11> kKeywords{
    "and", "or", "not", "in", "contains", "is", "empty", "between", "true", "false", "null"};

class Parser {
public:
    Parser(std::vector<Token> tokens, Issues& issues)
        : tokens_(std::move(tokens)), issues_(issues) {}

    SyntaxPtr run() {
        SyntaxPtr tree = parse_or();
        if (now().kind != TokenKind::end) {
            refuse_here();
        }
        return tree;
    }

private:
    // Counts one level of nesting while it lives.
    class Deeper {
    public:
        explicit Deeper(Parser& parser) : parser_(parser) {
            if (++parser_.depth_ > kDepthMax) {
                parser_.refuse("issue.expression.depth",
                               {{"max", std::to_string(kDepthMax)}});
            }
        }
        ~Deeper() { --parser_.depth_; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Parser& parser_;
    };

    const Token& now() const { return tokens_[pos_]; }
    const Token& ahead() const { return tokens_[std::min(pos_ + 1, tokens_.size() - 1)]; }
    bool is_symbol(std::string_view symbol) const {
        return now().kind == TokenKind::symbol && now().text == symbol;
    }
    bool is_word(std::string_view word) const {
        return now().kind == TokenKind::name && now().lower == word;
    }
    bool take_symbol(std::string_view symbol) {
        if (!is_symbol(symbol)) {
            return false;
        }
        ++pos_;
        return true;
    }
    bool take_word(std::string_view word) {
        if (!is_word(word)) {
            return false;
        }
        ++pos_;
        return true;
    }

    [[noreturn]] void refuse(std::string key, Args args = {}, std::string hint = {}) {
        issues_.add("", std::move(key), at_position(now().at, std::move(args)), std::move(hint));
        throw Refused{};
    }
    [[noreturn]] void refuse_here(std::string hint = {}) {
        if (now().kind == TokenKind::end) {
            refuse("issue.expression.incomplete", {}, std::move(hint));
        }
        std::string found = now().text.substr(0, 60);
        if (now().kind == TokenKind::text) {
            found = '"' + now().text.substr(0, 60) + '"';
        }
        refuse("issue.expression.unexpected", {{"found", found}}, std::move(hint));
    }
    void expect_symbol(std::string_view symbol) {
        if (!take_symbol(symbol)) {
            refuse_here(std::string(symbol));
        }
    }

    SyntaxPtr make(SyntaxKind kind, Position at) {
        if (++nodes_ > kNodesMax) {
            refuse("issue.expression.nodes", {{"max", std::to_string(kNodesMax)}});
        }
        auto node = std::make_unique<Syntax>();
        node->kind = kind;
        node->at = at;
        return node;
    }
    SyntaxPtr make_one(SyntaxKind kind, Position at, SyntaxPtr item) {
        SyntaxPtr node = make(kind, at);
        add_item(*node, std::move(item));
        return node;
    }
    void add_item(Syntax& node, SyntaxPtr item) {
        node.depth = std::max(node.depth, item->depth + 1);
        if (node.depth > kTreeDepthMax) {
            refuse("issue.expression.depth", {{"max", std::to_string(kDepthMax)}});
        }
        node.items.push_back(std::move(item));
    }
    SyntaxPtr make_binary(std::string op, Position at, SyntaxPtr left, SyntaxPtr right) {
        SyntaxPtr node = make_one(SyntaxKind::binary, at, std::move(left));
        node->text = std::move(op);
        add_item(*node, std::move(right));
        return node;
    }

    SyntaxPtr parse_or() {
        SyntaxPtr first = parse_and();
        if (!is_word("or")) {
            return first;
        }
        SyntaxPtr node = make_one(SyntaxKind::any, now().at, std::move(first));
        while (take_word("or")) {
            add_item(*node, parse_and());
        }
        return node;
    }

    SyntaxPtr parse_and() {
        SyntaxPtr first = parse_not();
        if (!is_word("and")) {
            return first;
        }
        SyntaxPtr node = make_one(SyntaxKind::all, now().at, std::move(first));
        while (take_word("and")) {
            add_item(*node, parse_not());
        }
        return node;
    }

    SyntaxPtr parse_not() {
        if (!is_word("not")) {
            return parse_comparison();
        }
        const Deeper deeper(*this);
        const Position at = now().at;
        ++pos_;
        return make_one(SyntaxKind::negation, at, parse_not());
    }

    SyntaxPtr parse_comparison() {
        SyntaxPtr left = parse_join();
        const Position at = now().at;
        if (take_word("is")) {
            const bool negated = take_word("not");
            if (!take_word("empty") && !take_word("null")) {
                refuse_here("is empty");
            }
            return negated_if(negated, at, make_one(SyntaxKind::is_empty, at, std::move(left)));
        }
        const bool negated = is_word("not") && ahead().kind == TokenKind::name &&
                             (ahead().lower == "in" || ahead().lower == "contains" ||
                              ahead().lower == "between");
        pos_ += negated ? 1 : 0;
        if (take_word("between")) {
            return negated_if(negated, at, parse_between(at, std::move(left)));
        }
        if (is_word("in") || is_word("contains")) {
            const std::string op = now().lower;
            ++pos_;
            SyntaxPtr right = op == "in" && is_symbol("(") ? parse_round_list() : parse_join();
            return negated_if(negated, at,
                              make_binary(op, at, std::move(left), std::move(right)));
        }
        static constexpr std::array<std::string_view, 6> kOrders{"==", "!=", "<=",
                                                                 ">=", "<",  ">"};
        for (const std::string_view op : kOrders) {
            if (take_symbol(op)) {
                SyntaxPtr node = make_binary(std::string(op), at, std::move(left), parse_join());
                refuse_chain();
                return node;
            }
        }
        return left;
    }

    // a < b < c means something else in every language: it must be written with `and`.
    void refuse_chain() {
        static constexpr std::array<std::string_view, 6> kOrders{"==", "!=", "<=",
                                                                 ">=", "<",  ">"};
        for (const std::string_view op : kOrders) {
            if (is_symbol(op)) {
                refuse("issue.expression.chain", {}, "and");
            }
        }
    }

    SyntaxPtr negated_if(bool negated, Position at, SyntaxPtr node) {
        return negated ? make_one(SyntaxKind::negation, at, std::move(node)) : std::move(node);
    }

    SyntaxPtr parse_between(Position at, SyntaxPtr subject) {
        SyntaxPtr node = make_one(SyntaxKind::between, at, std::move(subject));
        add_item(*node, parse_join());
        if (!take_word("and")) {
            refuse_here("and");
        }
        add_item(*node, parse_join());
        return node;
    }

    SyntaxPtr parse_join() {
        SyntaxPtr first = parse_sum();
        if (!is_symbol("&")) {
            return first;
        }
        SyntaxPtr node = make_one(SyntaxKind::join, now().at, std::move(first));
        while (take_symbol("&")) {
            add_item(*node, parse_sum());
        }
        return node;
    }

    SyntaxPtr parse_sum() {
        SyntaxPtr first = parse_product();
        if (!is_symbol("+") && !is_symbol("-")) {
            return first;
        }
        SyntaxPtr node = make_one(SyntaxKind::sum, now().at, std::move(first));
        node->minus.push_back(false);
        while (is_symbol("+") || is_symbol("-")) {
            node->minus.push_back(is_symbol("-"));
            ++pos_;
            add_item(*node, parse_product());
        }
        return node;
    }

    // Products nest to the left, so that a chain of them counts as depth.
    SyntaxPtr parse_product() {
        SyntaxPtr left = parse_unary();
        while (is_symbol("*") || is_symbol("/")) {
            const Position at = now().at;
            std::string op = now().text;
            ++pos_;
            left = make_binary(std::move(op), at, std::move(left), parse_unary());
        }
        return left;
    }

    SyntaxPtr parse_unary() {
        if (!is_symbol("-") && !is_symbol("+")) {
            return parse_primary();
        }
        const Deeper deeper(*this);
        const Position at = now().at;
        const bool negative = is_symbol("-");
        ++pos_;
        SyntaxPtr item = parse_unary();
        return negative ? make_one(SyntaxKind::negate, at, std::move(item)) : std::move(item);
    }

    SyntaxPtr parse_primary() {
        const Token& token = now();
        if (token.kind == TokenKind::number || token.kind == TokenKind::text) {
            SyntaxPtr node = make(SyntaxKind::literal, token.at);
            node->value = token.kind == TokenKind::number ? token.value : Value(token.text);
            ++pos_;
            return node;
        }
        if (token.kind == TokenKind::name) {
            return parse_word();
        }
        if (is_symbol("(")) {
            const Deeper deeper(*this);
            ++pos_;
            SyntaxPtr inside = parse_or();
            expect_symbol(")");
            return inside;
        }
        if (is_symbol("[")) {
            const Deeper deeper(*this);
            SyntaxPtr node = make(SyntaxKind::list, token.at);
            ++pos_;
            parse_items(*node, "]");
            return node;
        }
        refuse_here();
    }

    // in (1, 2, 3), as in SQL.
    SyntaxPtr parse_round_list() {
        const Deeper deeper(*this);
        SyntaxPtr node = make(SyntaxKind::list, now().at);
        ++pos_;
        parse_items(*node, ")");
        // in (my.depts): the parentheses only group.
        if (node->items.size() == 1 && (node->items[0]->kind == SyntaxKind::name ||
                                        node->items[0]->kind == SyntaxKind::list)) {
            node->text.assign(1, '(');
        }
        return node;
    }

    void parse_items(Syntax& node, std::string_view closing) {
        if (take_symbol(closing)) {
            return;
        }
        do {
            add_item(node, parse_or());
        } while (take_symbol(","));
        expect_symbol(closing);
    }

    SyntaxPtr parse_word() {
        const Token& token = now();
        if (ahead().kind == TokenKind::symbol && ahead().text == "(") {
            const Deeper deeper(*this);
            SyntaxPtr node = make(SyntaxKind::call, token.at);
            node->text = token.lower;
            pos_ += 2;
            parse_items(*node, ")");
            return node;
        }
        if (token.lower == "true" || token.lower == "false" || token.lower == "null") {
            SyntaxPtr node = make(SyntaxKind::literal, token.at);
            if (token.lower != "null") {
                node->value = Value(token.lower == "true");
            }
            ++pos_;
            return node;
        }
        if (std::find(kKeywords.begin(), kKeywords.end(), token.lower) != kKeywords.end()) {
            refuse_here();
        }
        SyntaxPtr node = make(SyntaxKind::name, token.at);
        node->text = token.text;
        ++pos_;
        while (take_symbol(".")) {
            if (now().kind != TokenKind::name) {
                refuse_here();
            }
            node->text += '.' + now().text;
            ++pos_;
        }
        return node;
    }

    std::vector<Token> tokens_;
    Issues& issues_;
    std::size_t pos_ = 0;
    int depth_ = 0;
    int nodes_ = 0;
};

}  // namespace

SyntaxPtr parse(std::string_view text, Issues& issues) {
    if (text.size() > kTextMax) {
        issues.add("", "issue.expression.length",
                   at_position({}, {{"max", std::to_string(kTextMax / 1024)}}));
        return nullptr;
    }
    std::vector<Token> tokens = tokenize(text, issues);
    if (tokens.empty()) {
        return nullptr;
    }
    try {
        return Parser(std::move(tokens), issues).run();
    } catch (const Refused&) {
        return nullptr;
    }
}

}  // namespace bihuan::expr
