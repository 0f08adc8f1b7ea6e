// An accepted quote becomes a contract without retyping: lines, terms, splits, all of it.
#include "sales/contract/entries.h"
#include "sales/contract/verbs.h"

namespace bihuan::contract {

namespace {

constexpr int kVersionsMax = 200;  // revisions of one quote; a longer chain is a circle

std::vector<FieldValues> rows_of(const Snapshot& snapshot, std::string_view child,
                                 std::string_view by, RecordId parent,
                                 std::initializer_list<const char*> fields) {
    std::vector<FieldValues> rows;
    for (const Record& one : children_of(snapshot, child, by, parent)) {
        FieldValues row;
        for (const char* field : fields) row.emplace_back(field, one.get(field));
        rows.push_back(std::move(row));
    }
    return rows;
}

// Versions of one quote count once, under the number of the first.
std::string first_number(const Snapshot& snapshot, const Record& quote) {
    Record first = quote;
    for (int i = 0; i < kVersionsMax; ++i) {
        const RecordId before = first.ref("revision_of");
        if (!before) break;
        auto found = record::load(snapshot, *quote.object, before);
        if (!found) break;
        first = *std::move(found);
    }
    return first.text("number");
}

bool is_counted(const Snapshot& snapshot, const std::string& number) {
    bool found = false;
    snapshot.db().query("SELECT 1 FROM ledger WHERE metric = 'quote_converted' AND tag = ? "
                        "LIMIT 1",
                        {std::string_view(number)}, [&](const db::Row&) {
                            found = true;
                            return false;
                        });
    return found;
}

void count(Tx& tx, const Record& quote, RecordId contract) {
    const std::string number = first_number(tx, quote);
    if (is_counted(tx, number)) return;
    post(tx, quote,
         {"quote_converted", tx.today(), base_of(quote, "amount"), 1, 0, number,
          quote.ref("account"), contract},
         owner_on(tx, quote, tx.today()));
}

}  // namespace

std::string convert_quote(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& quote = call.record;
    const RecordId opportunity = quote.ref("opportunity");
    const std::string name = text_of(call, "name");
    const std::string type = text_of(call, "type");
    FieldValues values{{"name", name.empty() ? quote.text("name") : name},
                       {"type", type.empty() ? "direct" : type},
                       {"quote", quote.id},
                       {"opportunity", or_null(opportunity)},
                       {"their_signer", or_null(quote.ref("contact"))},
                       {"owner", or_null(quote.ref("owner"))}};
    for (const char* field : {"account", "currency", "rate", "discount", "freight", "amount",
                              "tax_amount", "payment_terms", "payment_note"}) {
        values.emplace_back(field, quote.get(field));
    }
    const std::string delivery = quote.text("delivery_terms");
    if (!delivery.empty()) values.emplace_back("clauses", delivery);
    auto lines = rows_of(tx, "quote_line", "quote", quote.id,
                         {"position", "product", "name", "spec", "unit", "quantity", "price",
                          "list_price", "discount", "tax_rate", "price_reason", "cost", "note"});
    auto splits = rows_of(tx, "opportunity_split", "opportunity", opportunity,
                          {"position", "user", "share", "note"});
    const Record contract = make_with_lines(
        tx, "contract", values, {{"lines", std::move(lines)}, {"splits", std::move(splits)}},
        "created");
    save(tx, quote, {{"state", "converted"}}, "quote.converted");
    count(tx, quote, contract.id);
    return "{\"contract\":\"" + to_text(contract.id) + "\"}";
}

}  // namespace bihuan::contract
