// The next version of a quote, as a draft with the same content; the old one stays readable.
#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

#include <algorithm>
#include <array>

namespace bihuan::opportunity {

namespace {

// What belongs to the course of one version, and is not carried into the next.
constexpr std::array<std::string_view, 13> kOfOneVersion = {
    "number",     "state",     "sent_at",    "accepted_at", "decline_reason",
    "approval_note", "date",   "valid_until", "created_by", "created_at",
    "updated_by", "updated_at", "external_id"};

bool is_carried(const meta::Field& field) {
    if (!field.stored || field.hidden) return false;
    return std::find(kOfOneVersion.begin(), kOfOneVersion.end(), field.name) ==
           kOfOneVersion.end();
}

record::Changes copy_of(const record::Record& from) {
    record::Changes changes;
    for (const meta::Field& field : from.object->fields) {
        if (is_carried(field) && !from.values[field.index].is_null()) {
            changes.values.emplace_back(&field, from.values[field.index]);
        }
    }
    return changes;
}

}  // namespace

std::string revise(record::VerbCall& call) {
    Tx& tx = call.tx;
    const meta::Object& object = call.object;
    const meta::Object& line_object = tx.schema().at("quote_line");
    record::Changes next = copy_of(call.record);
    next.set(object, "revision_of", call.record.id);
    next.set(object, "is_latest", true);
    const std::int64_t revision =
        call.record.amount("revision").rescale(0, Round::half_up).coefficient();
    next.set(object, "revision", revision + 1);
    std::vector<record::LineChange> lines;
    for (const record::Record& line :
         record::load_children(tx, line_object, "quote", call.record.id)) {
        record::Changes copied = copy_of(line);
        std::erase_if(copied.values,
                      [](const auto& one) { return one.first->name == "quote"; });
        lines.push_back({RecordId(), false, std::move(copied.values)});
    }
    next.lines.emplace_back(&object.at("lines"), std::move(lines));
    const RecordId made = record::create(tx, object, next, team::by_verb("quote.revised")).id;
    record::Changes old;
    old.set(object, "is_latest", false);
    record::update(tx, object, call.record.id, old, team::by_verb("quote.superseded"));
    return "{\"quote\":\"" + to_text(made) + "\"}";
}

}  // namespace bihuan::opportunity
