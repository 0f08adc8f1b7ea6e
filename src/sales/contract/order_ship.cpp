// Goods leave and arrive: a delivery per shipment, and the instalments that waited for it fall due.
#include "sales/contract/due.h"
#include "sales/contract/read_json.h"
#include "sales/contract/verbs.h"

#include <map>

namespace bihuan::contract {

namespace {

// What is still to be sent of each line.
std::map<RecordId, Decimal> open_quantities(const Snapshot& snapshot,
                                            const std::vector<Record>& lines, RecordId order) {
    std::map<RecordId, Decimal> open;
    for (const Record& line : lines) open[line.id] = line.amount("quantity");
    for (const Record& sent : children_of(snapshot, "delivery_line", "order", order)) {
        const auto line = open.find(sent.ref("order_line"));
        if (line != open.end()) line->second = subtract(line->second, sent.amount("quantity"));
    }
    return open;
}

// The argument `lines`: [{order_line, quantity}], at most what is open. Without it: all of it.
std::map<RecordId, Decimal> asked_quantities(const VerbCall& call,
                                             const std::map<RecordId, Decimal>& open) {
    const std::string text = text_of(call, "lines");
    if (text.empty()) return open;
    std::map<RecordId, Decimal> asked;
    Issues issues;
    const Json json = read_list(text, "lines", static_cast<std::size_t>(record::kLinesMax));
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string place = "lines[" + std::to_string(i) + "].";
        const RecordId line = read_id(json.at(i), "order_line", place, issues);
        const auto quantity = read_decimal(json.at(i), "quantity", place, issues);
        const auto known = open.find(line);
        if (known == open.end()) {
            issues.add(place + "order_line", "issue.line.unknown");
            continue;
        }
        const Decimal sum = add(asked[line], quantity.value_or(Decimal()));
        if (!quantity || *quantity <= Decimal() || sum > known->second) {
            issues.add(place + "quantity", "issue.ship.quantity",
                       {{"open", known->second.to_trimmed()}});
        }
        asked[line] = sum;
    }
    throw_if_any(std::move(issues));
    return asked;
}

}  // namespace

std::string ship_order(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& order = call.record;
    const Date day = day_of(call);
    const auto lines = children_of(tx, "order_line", "order", order.id);
    const auto open = open_quantities(tx, lines, order.id);
    const auto asked = asked_quantities(call, open);
    std::vector<FieldValues> rows;
    bool is_complete = true;
    for (const Record& line : lines) {
        const auto found = asked.find(line.id);
        const Decimal quantity = found == asked.end() ? Decimal() : found->second;
        if (quantity < open.at(line.id)) is_complete = false;
        if (quantity <= Decimal()) continue;
        rows.push_back({{"order", order.id},
                        {"order_line", line.id},
                        {"name", line.get("name")},
                        {"quantity", quantity}});
    }
    const auto* partial = call.argument("partial").get_if<bool>();
    if (!is_complete && (!partial || !*partial)) throw invalid("partial", "issue.ship.partial");
    if (is_complete && partial && *partial && text_of(call, "lines").empty()) {
        throw invalid("lines", "issue.ship.which");
    }
    const Record delivery = make_with_lines(
        tx, "delivery",
        {{"order", order.id},
         {"date", day},
         {"courier", call.argument("courier")},
         {"tracking_number", call.argument("tracking_number")}},
        {{"lines", rows}}, "order.delivered");
    FieldValues values{{"state", is_complete ? "shipped" : "processing"}};
    if (is_complete) values.emplace_back("shipped_on", day);
    if (order.get("first_shipped_on").is_null()) values.emplace_back("first_shipped_on", day);
    save(tx, load_one(tx, "order", order.id), values,
         is_complete ? "order.shipped" : "order.shipped_in_part");
    if (is_complete && order.ref("contract")) catch_up(tx, order.ref("contract"));
    return "{\"delivery\":\"" + to_text(delivery.id) + "\"}";
}

std::string receive_order(VerbCall& call) {
    Tx& tx = call.tx;
    const Record& order = call.record;
    const Date day = day_of(call);
    const auto shipped = order.date("shipped_on");
    if (shipped && day < *shipped) {
        throw invalid("date", "issue.order.before_shipping", {{"date", to_text(*shipped)}});
    }
    for (const Record& delivery : children_of(tx, "delivery", "order", order.id)) {
        if (delivery.get("signed_on").is_null()) save(tx, delivery, {{"signed_on", day}});
    }
    save(tx, order, {{"state", "received"}, {"received_on", day}}, "order.received");
    if (order.ref("contract")) catch_up(tx, order.ref("contract"));
    return {};
}

}  // namespace bihuan::contract
