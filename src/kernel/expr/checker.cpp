#include "kernel/expr/checker.h"

#include <algorithm>

namespace bihuan::expr {
namespace {

// Paths of the tree, each once.
void collect_paths(const Node& node, std::vector<Path>& paths) {
    if (node.op == Op::path) {
        const auto same = [&](const Path& path) { return path.steps == node.path.steps; };
        if (std::none_of(paths.begin(), paths.end(), same)) {
            paths.push_back(node.path);
        }
    }
    for (const NodePtr& kid : node.kids) {
        if (kid->has_path) {
            collect_paths(*kid, paths);
        }
    }
}

}  // namespace

std::string Path::to_text() const {
    std::string text;
    for (const meta::Field* step : steps) {
        text += (text.empty() ? "" : ".") + step->name;
    }
    return text;
}

std::optional<Program> Checker::run(std::string_view text, const Type& wanted, bool filter) {
    is_filter_ = filter;
    const SyntaxPtr syntax = parse(text, issues_);
    if (!syntax) {
        return std::nullopt;
    }
    NodePtr root = check(*syntax);
    if (root) {
        root = check_wanted(std::move(root), wanted);
    }
    if (!root || (filter && !check_sql(*root))) {
        return std::nullopt;
    }
    Program program;
    program.type_ = root->type;
    program.text_ = std::string(text);
    collect_paths(*root, program.paths_);
    program.uses_actor_ = root->uses_actor;
    program.uses_clock_ = root->uses_clock;
    program.has_sql_ = root->has_sql;
    program.root_ = std::move(root);
    return program;
}

NodePtr Checker::issue(Position at, std::string key, Args args, std::string hint) {
    issues_.add("", std::move(key), at_position(at, std::move(args)), std::move(hint));
    return nullptr;
}

NodePtr Checker::finish(Node node) {
    for (const NodePtr& kid : node.kids) {
        node.size += kid->size;
        node.has_path = node.has_path || kid->has_path;
        node.uses_actor = node.uses_actor || kid->uses_actor;
        node.uses_clock = node.uses_clock || kid->uses_clock;
        node.has_sql = node.has_sql && kid->has_sql;
    }
    // What does not read the record is worked out before the query: it needs no SQL form.
    node.has_sql = node.has_sql || !node.has_path;
    if (node.size > kReachedMax) {
        return issue(node.at, "issue.expression.nodes", {{"max", std::to_string(kNodesMax)}});
    }
    return std::make_shared<const Node>(std::move(node));
}

NodePtr Checker::constant(Value value, Type type, Position at) {
    Node node;
    node.at = at;
    node.value = std::move(value);
    node.type = std::move(type);
    return finish(std::move(node));
}

bool Checker::check_all(const Syntax& syntax, std::vector<NodePtr>& kids) {
    for (const SyntaxPtr& item : syntax.items) {
        if (NodePtr kid = check(*item)) {
            kids.push_back(std::move(kid));
        }
    }
    return kids.size() == syntax.items.size();
}

NodePtr Checker::check(const Syntax& syntax) {
    switch (syntax.kind) {
        case SyntaxKind::literal: {
            Node node;
            node.at = syntax.at;
            node.is_literal = true;
            node.value = syntax.value;
            if (const auto* text = syntax.value.get_if<std::string>()) {
                node.name = '"' + *text + '"';
                node.type = type_text();
                if (text->empty()) {
                    node.value = Null{};  // empty text is no text
                }
            } else if (syntax.value.is<bool>()) {
                node.type = type_boolean();
            } else if (syntax.value.is<std::int64_t>()) {
                node.type = type_integer();
            } else if (const auto* number = syntax.value.get_if<Decimal>()) {
                node.type = type_decimal(number->scale());
            }
            return finish(std::move(node));
        }
        case SyntaxKind::name: return check_name(syntax);
        case SyntaxKind::list: return check_list(syntax);
        case SyntaxKind::call: return check_call(syntax);
        case SyntaxKind::negation: return check_logic(syntax, Op::negation);
        case SyntaxKind::all: return check_logic(syntax, Op::all);
        case SyntaxKind::any: return check_logic(syntax, Op::any);
        case SyntaxKind::negate: return check_negate(syntax);
        case SyntaxKind::binary: return check_binary(syntax);
        case SyntaxKind::sum: return check_sum(syntax);
        case SyntaxKind::join: return check_join(syntax);
        case SyntaxKind::between: return check_between(syntax);
        case SyntaxKind::is_empty: {
            NodePtr subject = check(*syntax.items[0]);
            return subject ? make_is_empty(syntax.at, std::move(subject)) : nullptr;
        }
    }
    return nullptr;
}

NodePtr Checker::check_wanted(NodePtr root, const Type& wanted) {
    if (wanted.kind == Kind::none || root->type.kind == Kind::none) {
        return root;
    }
    const bool reads_text = wanted.kind == Kind::date || wanted.kind == Kind::month ||
                            wanted.kind == Kind::instant || wanted.kind == Kind::reference;
    if (root->is_literal && root->type.kind == Kind::text && reads_text) {
        Node model;
        model.type = wanted;
        const NodePtr other = std::make_shared<const Node>(std::move(model));
        return adapt_literal(root, other) ? root : nullptr;
    }
    if (wanted.kind == Kind::date && root->type.kind == Kind::instant) {
        return make_call(root->at, *find_function("dateof"), {root});
    }
    if (unify(root->type, wanted)) {
        return root;
    }
    return issue(root->at, "issue.expression.result",
                 {{"kind", said(type_label(root->type))}, {"wanted", said(type_label(wanted))}});
}

bool Checker::check_sql(const Node& root) {
    if (root.has_sql) {
        return true;
    }
    for (const NodePtr& kid : root.kids) {
        if (!kid->has_sql) {
            return check_sql(*kid);
        }
    }
    const std::string name =
        root.function != nullptr ? std::string(root.function->name) + "()" : "&";
    issue(root.at, "issue.expression.no_sql", {{"name", name}});
    return false;
}

std::optional<Program> compile(std::string_view text, const Env& env, Issues& issues,
                               const Type& wanted) {
    FormulaTypes formulas;
    return Checker(env, issues, formulas).run(text, wanted, false);
}

std::optional<Program> compile_filter(std::string_view text, const Env& env, Issues& issues) {
    const bool blank = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    FormulaTypes formulas;
    return Checker(env, issues, formulas).run(blank ? "true" : text, type_boolean(), true);
}

}  // namespace bihuan::expr
