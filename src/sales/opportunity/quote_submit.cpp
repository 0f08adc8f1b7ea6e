// A quote is submitted to the sales manager, who approves or rejects it. What is sold below the
// floor price stands in the title of the request.
#include "sales/opportunity/internal.h"
#include "sales/opportunity/opportunity.h"
#include "sales/team/team.h"
#include "work/approval/approval.h"

namespace bihuan::opportunity {

namespace {

constexpr std::string_view kApprover = "sales_manager";
constexpr std::size_t kLinesNamed = 3;  // in a title; the quote itself shows all

std::string title_of(const Snapshot& snapshot, const record::Record& quote,
                     const std::vector<record::Record>& below) {
    const Args args{{"number", quote.text("number")}, {"name", quote.text("name")},
                    {"amount", quote.amount("amount").to_text()}};
    std::string title = snapshot.say("quote.approval", args);
    if (below.empty()) return title;
    std::string names;
    for (std::size_t i = 0; i < below.size() && i < kLinesNamed; ++i) {
        names += (i == 0 ? "" : ", ") + below[i].text("name");
    }
    if (below.size() > kLinesNamed) names += " …";
    return title + snapshot.say("quote.approval.floor", {{"lines", names}});
}

std::string decide(record::VerbCall& call, approval::Decision decision, const char* state,
                   const char* event) {
    const auto* note = call.argument("note").get_if<std::string>();
    approval::decide(call.tx, call.object, call.record, decision, note ? *note : "");
    record::Changes changes;
    changes.set(call.object, "state", state);
    changes.set(call.object, "approval_note", call.argument("note"));
    record::update(call.tx, call.object, call.record.id, changes, team::by_verb(event));
    return "null";
}

}  // namespace

std::string submit(record::VerbCall& call) {
    Tx& tx = call.tx;
    const auto lines = record::load_children(tx, tx.schema().at("quote_line"), "quote",
                                             call.record.id);
    Issues issues;
    if (lines.empty()) issues.add("lines", "issue.quote.no_lines");
    if (call.record.amount("amount") < Decimal(0, 2)) issues.add("amount", "issue.quote.negative");
    const auto until = call.record.date("valid_until");
    if (until && *until < tx.today()) issues.add("valid_until", "issue.quote.expired");
    throw_if_any(std::move(issues));
    const auto below = below_floor(tx, lines, question_of(tx, call.record),
                                   call.record.amount("discount"));
    record::Changes changes;
    changes.set(call.object, "state", "approving");
    changes.set(call.object, "approval_note", Null{});
    const record::Record quote = record::update(tx, call.object, call.record.id, changes,
                                                team::by_verb("quote.submitted"));
    approval::request(tx, call.object, quote, kApprover, title_of(tx, quote, below),
                      Decimal(team::base_amount(quote, "amount"), 2));
    return "null";
}

std::string approve(record::VerbCall& call) {
    return decide(call, approval::Decision::approve, "approved", "quote.approved");
}

std::string reject(record::VerbCall& call) {
    return decide(call, approval::Decision::reject, "rejected", "quote.rejected");
}

}  // namespace bihuan::opportunity
