// What a quote keeps by itself: whom it is for, its lines' prices, its totals; and that nobody
// changes one that was approved: that makes a new version.
#include "sales/opportunity/internal.h"
#include "sales/opportunity/opportunity.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

using record::Record;

bool is_editable(const Record& quote) {
    const std::string state = quote.text("state");
    return state == "draft" || state == "rejected";
}

void fill_from_opportunity(const Snapshot& snapshot, Record& quote, Issues& issues) {
    const auto opportunity = record::load(snapshot, snapshot.schema().at("opportunity"),
                                          quote.ref("opportunity"));
    if (!opportunity) return;
    if (!quote.ref("account")) {
        quote.set("account", opportunity->get("account"));
        if (!quote.ref("contact")) quote.set("contact", opportunity->get("contact"));
    } else if (quote.ref("account") != opportunity->ref("account")) {
        issues.add("account", "issue.quote.account");
    }
    if (quote.text("name").empty()) {
        quote.set("name", snapshot.say("quote.name", {{"name", opportunity->text("name")}}));
    }
}

void check_quote(record::RuleContext& context, Issues& issues) {
    Record& quote = context.after;
    const Record* before = context.before;
    if (!before || before->ref("opportunity") != quote.ref("opportunity") ||
        before->ref("account") != quote.ref("account")) {
        fill_from_opportunity(context.snapshot, quote, issues);
    }
    const auto date = quote.date("date");
    const auto until = quote.date("valid_until");
    if (date && until && *until < *date) issues.add("valid_until", "issue.quote.valid_until");
    if (context.via != record::Via::form || !before) return;
    if (!is_editable(*before)) {
        issues.add("", "issue.quote.decided");
    } else {
        quote.set("state", "draft");  // a rejected one that is worked on again
    }
}

// What a customer or an approver has seen stays.
void keep_submitted(Tx&, const Record* before, const Record& after) {
    if (!before || before->deleted_at || !after.deleted_at) return;
    const std::string state = before->text("state");
    if (state == "draft" || state == "rejected" || state == "void") return;
    throw Error(Code::conflict, "error.quote.keep", {{"title", before->text("name")}});
}

void check_quote_line(record::RuleContext& context, Issues& issues) {
    const Snapshot& snapshot = context.snapshot;
    std::optional<Record> loaded;
    if (!context.parent) {
        loaded = record::load(snapshot, snapshot.schema().at("quote"),
                              context.after.ref("quote"));
    }
    const Record* quote = context.parent ? context.parent : loaded ? &*loaded : nullptr;
    if (!quote) return;  // said as a missing reference
    if (!context.parent && context.via == record::Via::form && !is_editable(*quote)) {
        issues.add("", "issue.quote.decided");
    }
    price_line(snapshot, context.before, context.after, question_of(snapshot, *quote));
}

void total_quote(record::LinesContext& context, Issues& issues) {
    Record& quote = context.after;
    const Record* before = context.before;
    const bool touched = context.lines.is_touched("lines");
    // Also a line that is taken away by itself.
    if (before && touched && !is_editable(*before) && context.via == record::Via::verb) {
        issues.add("lines", "issue.quote.decided");
    }
    const bool stays = before && !touched &&
                       before->get("discount") == quote.get("discount") &&
                       before->get("freight") == quote.get("freight") &&
                       context.via == record::Via::form;
    if (stays) return;
    const auto lines = context.lines.of("lines");
    // An imported quote without lines keeps the amount it came with.
    if (lines.empty() && !quote.get("amount").is_null() && !touched) return;
    const Totals totals = total_of(lines, quote.amount("discount"), quote.amount("freight"));
    quote.set("lines_total", totals.lines);
    quote.set("amount", totals.amount);
    quote.set("tax_amount", totals.tax);
    quote.set("cost_total", totals.cost);
}

}  // namespace

void register_quote(record::Registry& registry) {
    registry.rule("quote", check_quote);
    registry.after_write("quote", keep_submitted);
    registry.rule("quote_line", check_quote_line);
    registry.lines_rule("quote", total_quote);
    registry.verb("quote", "submit", submit);
    registry.verb("quote", "approve", approve);
    registry.verb("quote", "reject", reject);
    registry.verb("quote", "revise", revise);
    registry.verb("quote", "send", send);
    registry.verb("quote", "accept", accept);
    registry.verb("quote", "decline", decline);
    registry.verb("quote", "void", void_quote);
}

}  // namespace bihuan::opportunity
