// Calls: the forms taken apart here (if, switch, thismonth, ...) and the functions of the table.
#include "kernel/expr/checker.h"

#include "base/text.h"

#include <array>

namespace bihuan::expr {
namespace {

constexpr std::size_t kArgumentsMax = 255;  // as spreadsheets; a longer list is a mistake

// A period is the days from one expression to another.
struct Period {
    std::string_view name;
    std::string_view low;
    std::string_view high;
};

constexpr std::array<Period, 14> kPeriods{{
    {"istoday", "today()", "today()"},
    {"thisweek", "startofweek(today())", "endofweek(today())"},
    {"thismonth", "startofmonth(today())", "endofmonth(today())"},
    {"thisquarter", "startofquarter(today())", "endofquarter(today())"},
    {"thisyear", "startofyear(today())", "endofyear(today())"},
    {"lastweek", "startofweek(today()) - 7", "startofweek(today()) - 1"},
    {"lastmonth", "edate(startofmonth(today()), -1)", "startofmonth(today()) - 1"},
    {"lastquarter", "edate(startofquarter(today()), -3)", "startofquarter(today()) - 1"},
    {"lastyear", "edate(startofyear(today()), -12)", "startofyear(today()) - 1"},
    {"nextweek", "endofweek(today()) + 1", "endofweek(today()) + 7"},
    {"nextmonth", "endofmonth(today()) + 1", "eomonth(today(), 1)"},
    {"nextquarter", "endofquarter(today()) + 1", "endofquarter(endofquarter(today()) + 1)"},
    {"nextyear", "endofyear(today()) + 1", "endofyear(endofyear(today()) + 1)"},
    {"yesterday", "today() - 1", "today() - 1"},
}};

const SpecialForm* find_special(std::string_view name) {
    for (const SpecialForm& form : special_forms()) {
        if (form.name == name) {
            return &form;
        }
    }
    return nullptr;
}

std::vector<std::string> known_functions() {
    std::vector<std::string> names;
    for (const Function* function : all_functions()) {
        names.emplace_back(function->name);
    }
    for (const SpecialForm& form : special_forms()) {
        names.emplace_back(form.name);
    }
    return names;
}

// The letters of Function::takes for the argument at `index`; '\0' when there are too many.
char letter_at(std::string_view takes, std::size_t index) {
    std::size_t argument = 0;
    char last = '\0';
    for (const char c : takes) {
        if (c == '?' || c == '+') {
            continue;
        }
        last = c;
        if (argument++ == index) {
            return c;
        }
    }
    return takes.ends_with('+') ? last : '\0';
}

std::size_t least_arguments(std::string_view takes) {
    std::size_t count = 0;
    for (const char c : takes) {
        if (c == '?') {
            --count;
        } else if (c != '+') {
            ++count;
        }
    }
    return count;
}

Kind kind_of(char letter) {
    switch (letter) {
        case 'b': return Kind::boolean;
        case 'n': return Kind::decimal;
        case 'i':
        case 'c': return Kind::integer;
        case 't': return Kind::text;
        case 'p':
        case 'd': return Kind::date;
        case 'm': return Kind::month;
        case 's': return Kind::instant;
        case 'l': return Kind::list;
    }
    return Kind::none;
}

bool is_whole_constant(const Node& node) {
    return node.op == Op::constant && node.value.is<std::int64_t>();
}

}  // namespace

NodePtr Checker::wrong_count(const Syntax& syntax, std::string_view signature) {
    return issue(syntax.at, "issue.expression.arguments",
                 {{"name", syntax.text}, {"signature", std::string(signature)}});
}

NodePtr Checker::check_call(const Syntax& syntax) {
    const Function* function = find_function(syntax.text);
    const SpecialForm* special = function == nullptr ? find_special(syntax.text) : nullptr;
    if (function == nullptr && special == nullptr) {
        return issue(syntax.at, "issue.expression.function",
                     {{"name", syntax.text.substr(0, 80)}},
                     nearest(syntax.text, known_functions()).value_or(""));
    }
    if (syntax.items.size() > kArgumentsMax) {
        return wrong_count(syntax, special != nullptr ? special->signature : function->signature);
    }
    std::vector<NodePtr> kids;
    if (!check_all(syntax, kids)) {
        return nullptr;
    }
    return special != nullptr ? check_special(syntax, kids)
                              : check_function(syntax, *function, std::move(kids));
}

NodePtr Checker::check_function(const Syntax& syntax, const Function& function,
                                std::vector<NodePtr> kids) {
    if (kids.size() < least_arguments(function.takes) ||
        (!kids.empty() && letter_at(function.takes, kids.size() - 1) == '\0')) {
        return wrong_count(syntax, function.signature);
    }
    if (function.name == "date") {
        return check_date(syntax, function, std::move(kids));
    }
    bool ok = true;
    for (std::size_t i = 0; i < kids.size(); ++i) {
        ok = check_argument(function, i, letter_at(function.takes, i), kids[i]) && ok;
    }
    const auto* text =
        ok && function.name == "datetime" ? kids[0]->value.get_if<std::string>() : nullptr;
    if (text != nullptr && !parse_date(trim(*text)) && !parse_instant(trim(*text), Zone::utc())) {
        return issue(kids[0]->at, "issue.expression.date_text", {{"text", text->substr(0, 40)}},
                     "datetime(\"2026-11-23 09:30\")");
    }
    return ok ? make_call(syntax.at, function, std::move(kids)) : nullptr;
}

// date("2026-11-23") is worked out now, so that a wrong one is an issue; so is datetime("...").
NodePtr Checker::check_date(const Syntax& syntax, const Function& function,
                            std::vector<NodePtr> kids) {
    if (kids.size() == 2) {
        return wrong_count(syntax, function.signature);
    }
    bool ok = true;
    for (std::size_t i = 0; i < kids.size(); ++i) {
        const bool day = kids.size() == 1 &&
                         (kids[0]->is_literal || kids[0]->type.kind != Kind::text);
        ok = check_argument(function, i, kids.size() == 3 ? 'i' : day ? 'd' : 't', kids[i]) && ok;
    }
    if (!ok) {
        return nullptr;
    }
    return kids.size() == 1 && kids[0]->type.kind != Kind::text
               ? kids[0]
               : make_call(syntax.at, function, std::move(kids));
}

bool Checker::check_argument(const Function& function, std::size_t index, char letter,
                             NodePtr& kid) {
    const Kind kind = kind_of(letter);
    if (kind == Kind::none) {
        return true;
    }
    NodePtr adapted;
    if (letter == 't' && kid->type.kind == Kind::reference) {
        kid = key_of(kid);
        return kid != nullptr;
    }
    if (letter == 'p' && kid->type.kind == Kind::month) {
        return true;
    }
    if (fits(kid, kind, adapted)) {
        if (letter == 'c' && adapted && !is_whole_constant(*adapted)) {
            issue(kid->at, "issue.expression.constant", {{"name", std::string(function.name)},
                                                         {"index", std::to_string(index + 1)}});
            return false;
        }
        kid = std::move(adapted);
        return kid != nullptr;
    }
    Type wanted;
    wanted.kind = kind;
    issue(kid->at, "issue.expression.argument",
          {{"name", std::string(function.name)},
           {"index", std::to_string(index + 1)},
           {"wanted", said(type_label(wanted))},
           {"kind", said(type_label(kid->type))}});
    return false;
}

NodePtr Checker::make_call(Position at, const Function& function, std::vector<NodePtr> kids) {
    Node node;
    node.op = Op::call;
    node.at = at;
    node.function = &function;
    node.name = std::string(function.name) + "()";
    node.type = function.gives(kids);
    node.kids = std::move(kids);
    node.uses_clock = function.uses_clock;
    node.has_sql = function.sql != nullptr &&
                   !(function.sql_last_constant && node.kids.back()->has_path);
    return finish(std::move(node));
}

// kids: condition, value, ..., otherwise (always there)
NodePtr Checker::make_choose(Position at, std::vector<NodePtr> kids) {
    Type type;
    const Node* first = nullptr;
    for (std::size_t i = 0; i < kids.size(); ++i) {
        const bool is_condition = i % 2 == 0 && i + 1 < kids.size();
        const NodePtr& kid = kids[i];
        if (is_condition) {
            if (kid->type.kind != Kind::boolean && kid->type.kind != Kind::none) {
                return issue(kid->at, "issue.expression.condition",
                             {{"name", said(node_label(*kid))},
                              {"kind", said(type_label(kid->type))}});
            }
            continue;
        }
        const auto both = unify(type, kid->type);
        if (!both) {
            return issue(kid->at, "issue.expression.branches",
                         {{"kind", said(type_label(first != nullptr ? first->type : type))},
                          {"other", said(type_label(kid->type))}});
        }
        type = *both;
        first = first == nullptr && kid->type.kind != Kind::none ? kid.get() : first;
    }
    Node node;
    node.op = Op::choose;
    node.at = at;
    node.type = std::move(type);
    node.kids = std::move(kids);
    return finish(std::move(node));
}

NodePtr Checker::make_coalesce(Position at, std::vector<NodePtr> kids) {
    Type type;
    for (const NodePtr& kid : kids) {
        const auto both = unify(type, kid->type);
        if (!both) {
            return issue(kid->at, "issue.expression.branches",
                         {{"kind", said(type_label(type))},
                          {"other", said(type_label(kid->type))}});
        }
        type = *both;
    }
    Node node;
    node.op = Op::coalesce;
    node.at = at;
    node.type = std::move(type);
    node.kids = std::move(kids);
    return finish(std::move(node));
}

NodePtr Checker::check_special(const Syntax& syntax, std::vector<NodePtr>& kids) {
    const std::string& name = syntax.text;
    const std::size_t count = kids.size();
    const Position at = syntax.at;
    const std::string_view signature = find_special(name)->signature;
    if (name == "and" || name == "or") {
        return count == 0 ? wrong_count(syntax, signature)
                          : make_logic(name == "and" ? Op::all : Op::any, at, std::move(kids));
    }
    if (name == "if" && (count == 2 || count == 3)) {
        if (count == 2) {
            kids.push_back(constant(Null{}, {}, at));
        }
        return make_choose(at, std::move(kids));
    }
    if (name == "ifs" && count >= 2) {
        if (count % 2 == 0) {
            kids.push_back(constant(Null{}, {}, at));
        }
        return make_choose(at, std::move(kids));
    }
    if (name == "switch" && count >= 3) {
        std::vector<NodePtr> branches;
        for (std::size_t i = 1; i + 1 < count; i += 2) {
            NodePtr same = make_compare(Op::equal, kids[i]->at, kids[0], kids[i]);
            if (!same) {
                return nullptr;
            }
            branches.push_back(std::move(same));
            branches.push_back(kids[i + 1]);
        }
        branches.push_back(count % 2 == 0 ? kids[count - 1] : constant(Null{}, {}, at));
        return make_choose(at, std::move(branches));
    }
    if (((name == "coalesce" && count >= 1) || (name == "ifempty" && count == 2))) {
        return make_coalesce(at, std::move(kids));
    }
    if ((name == "isblank" || name == "isempty") && count == 1) {
        return make_is_empty(at, std::move(kids[0]));
    }
    if (name == "contains" && count == 2) {
        return make_contains(at, std::move(kids[0]), std::move(kids[1]));
    }
    if (name == "concat" && count >= 1) {
        return make_join(at, std::move(kids));
    }
    if ((name == "lastndays" || name == "nextndays") && count == 2) {
        if (kids[1]->type.kind != Kind::integer) {
            return wrong_count(syntax, signature);
        }
        const bool last = name == "lastndays";
        const NodePtr today = make_call(at, *find_function("today"), {});
        const NodePtr one = constant(Value(1), type_integer(), at);
        NodePtr edge = add_to_date(at, today, kids[1], last);
        edge = edge ? add_to_date(at, std::move(edge), one, !last) : nullptr;
        return edge ? make_between(at, kids[0], last ? edge : today, last ? today : edge)
                    : nullptr;
    }
    for (const Period& period : kPeriods) {
        if (period.name == name && count == 1) {
            const SyntaxPtr low = parse(period.low, issues_);
            const SyntaxPtr high = parse(period.high, issues_);
            return make_between(at, kids[0], check(*low), check(*high));
        }
    }
    return wrong_count(syntax, signature);
}

}  // namespace bihuan::expr
