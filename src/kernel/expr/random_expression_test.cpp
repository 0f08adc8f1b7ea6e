#include "kernel/expr/random_expression.h"

namespace bihuan::expr {

std::string RandomExpression::any(int depth) {
    switch (below(5)) {
        case 0: return boolean(depth);
        case 1: return number(depth);
        case 2: return integer(depth);
        case 3: return text(depth);
    }
    return date(depth);
}

std::string RandomExpression::comparison(int depth) {
    const std::string op = pick({" == ", " != ", " < ", " <= ", " > ", " >= "});
    switch (below(6)) {
        case 0: return text(depth) + op + text(depth);
        case 1: return date(depth) + op + date(depth);
        case 2: return "visited_at" + op + (below(2) ? date(depth) : "now()");
        case 3: return "period" + op + pick({"\"2026-11\"", "\"2025-02\"", "monthof(close_date)"});
        case 4: return pick({"hot", "won"}) + pick({" == ", " != "}) + boolean(depth - 1);
    }
    return number(depth) + op + number(depth);
}

std::string RandomExpression::special(int depth) {
    const std::string negated = pick({"", "not "});
    switch (below(14)) {
        case 0: return text(depth) + " " + negated + "contains " + text(depth);
        case 1: return "startswith(" + text(depth) + ", " + text(depth) + ")";
        case 2: return "endswith(" + text(depth) + ", " + text(depth) + ")";
        case 3: return any(depth) + " is " + negated + "empty";
        case 4: return number(depth) + " " + negated + "between " + number(0) + " and " +
                       number(depth);
        case 5: return number(depth) + " " + negated + "in [1, 2.5, " + number(depth) + ", null]";
        case 6: return text(depth) + " " + negated + "in [\"a\", \"new\", " + text(depth) + "]";
        case 7: return pick({"thismonth(", "lastmonth(", "thisweek(", "nextquarter("}) +
                       pick({"close_date", "signed_on", "visited_at", date(depth)}) + ")";
        case 8: return pick({"owner", "account.owner", "backup"}) + pick({" == ", " != "}) +
                       pick({"me", "owner", "\"102\"", "\"li\""});
        case 9: return pick({"owner", "backup"}) + " " + negated +
                       pick({"in my.team", "in [\"101\", \"li\"]", "in [null, \"102\"]"});
        case 10: return "channels " + negated + "contains " + pick({"\"web\"", "\"fair\"", "kind"});
        case 11: return "containsany(channels, [\"web\", \"partner\"])";
        case 12: return "if(" + boolean(depth) + ", " + boolean(depth) + ", won)";
    }
    return "stage " + negated + "in [\"won\", \"401\"]";
}

std::string RandomExpression::boolean(int depth) {
    if (depth <= 0) {
        return pick({"won", "hot", "true", "quantity > 2", "kind == \"new\"", "null"});
    }
    switch (below(6)) {
        case 0: return "(" + boolean(depth - 1) + " and " + boolean(depth - 1) + ")";
        case 1: return "(" + boolean(depth - 1) + " or " + boolean(depth - 1) + ")";
        case 2: return "(not " + boolean(depth - 1) + ")";
        case 3: return "(" + special(depth - 1) + ")";
    }
    return "(" + comparison(depth - 1) + ")";
}

std::string RandomExpression::number(int depth) {
    if (depth <= 0) {
        return pick({"amount", "cost", "price", "rate", "quantity", "stage.win_rate", "0.5", "100",
                     "-3.25", "0.000007", "13%", "before.amount", "null", "99999.995"});
    }
    switch (below(10)) {
        case 0: return "(" + number(depth - 1) + " + " + number(depth - 1) + " - " + number(0) +
                       ")";
        case 1: return "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
        case 2: return "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
        case 3: return "(" + number(depth - 1) + " / " + number(depth - 1) + ")";
        case 4: return pick({"round(", "roundup(", "rounddown("}) + number(depth - 1) + ", " +
                       pick({"0", "2", "1", "-2", "5"}) + ")";
        case 5: return pick({"abs(", "int(", "ceiling(", "sign(", "-", "trunc("}) + "(" +
                       number(depth - 1) + ")" + "";
        case 6: return pick({"min(", "max(", "sum("}) + number(depth - 1) + ", " +
                       number(depth - 1) + ", " + number(0) + ")";
        case 7: return "coalesce(" + number(depth - 1) + ", " + number(depth - 1) + ")";
        case 8: return "mod(" + number(depth - 1) + ", " + number(0) + ")";
    }
    return "if(" + boolean(depth - 1) + ", " + number(depth - 1) + ", " + number(depth - 1) + ")";
}

std::string RandomExpression::integer(int depth) {
    if (depth <= 0) {
        return pick({"quantity", "3", "-2", "score", "0", "12"});
    }
    switch (below(7)) {
        case 0: return "len(" + text(depth - 1) + ")";
        case 1: return pick({"find(", "search("}) + text(depth - 1) + ", " + text(depth - 1) + ")";
        case 2: return pick({"year(", "month(", "day(", "quarter(", "weekday(", "week("}) +
                       date(depth - 1) + ")";
        case 3: return "(" + date(depth - 1) + " - " + date(depth - 1) + ")";
        case 4: return "(" + integer(depth - 1) + " * " + integer(0) + ")";
        case 5: return pick({"hoursbetween", "minutesbetween"}) + "(visited_at, now())";
    }
    return "days(" + date(depth - 1) + ", " + date(depth - 1) + ")";
}

std::string RandomExpression::text(int depth) {
    if (depth <= 0) {
        return pick({"name", "note", "kind", "account.name", "stage.key", "\"a\"", "\"拓远\"",
                     "\"Ａ b\"", "\"\"", "reason", "null", "owner.login"});
    }
    switch (below(6)) {
        case 0: return "(" + text(depth - 1) + " & " + text(depth - 1) + ")";
        case 1: return pick({"left(", "right("}) + text(depth - 1) + ", " + integer(0) + ")";
        case 2: return "mid(" + text(depth - 1) + ", " + integer(0) + ", " + integer(0) + ")";
        case 3: return "if(" + boolean(depth - 1) + ", " + text(depth - 1) + ", " +
                       text(depth - 1) + ")";
        case 4: return "ifempty(" + text(depth - 1) + ", " + text(depth - 1) + ")";
    }
    return "switch(kind, \"new\", " + text(depth - 1) + ", \"renewal\", " + text(depth - 1) +
           ", null)";
}

std::string RandomExpression::date(int depth) {
    if (depth <= 0) {
        return pick({"close_date", "signed_on", "today()", "date(\"2024-02-29\")",
                     "date(\"2026-12-31\")", "date(\"1969-03-31\")"});
    }
    switch (below(8)) {
        case 0: return "(" + date(depth - 1) + " + " + integer(0) + ")";
        case 1: return "(" + date(depth - 1) + " - " + integer(0) + ")";
        case 2: return "edate(" + date(depth - 1) + ", " + integer(0) + ")";
        case 3: return "eomonth(" + date(depth - 1) + ", " + integer(0) + ")";
        case 4: return pick({"startofweek(", "startofmonth(", "startofquarter(", "startofyear("}) +
                       date(depth - 1) + ")";
        case 5: return pick({"endofweek(", "endofmonth(", "endofquarter(", "endofyear("}) +
                       date(depth - 1) + ")";
        case 6: return pick({"dateof(visited_at)", "firstday(period)", "lastday(period)"});
    }
    return "coalesce(" + date(depth - 1) + ", " + date(depth - 1) + ")";
}

}  // namespace bihuan::expr
