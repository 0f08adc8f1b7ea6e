#include "api/offers.h"

#include "kernel/access/rights.h"
#include "sales/contract/contract.h"
#include "work/approval/approval.h"

#include <algorithm>

namespace bihuan::api {

namespace {

bool decides(std::string_view verb) { return verb == "approve" || verb == "reject"; }

// Acts that take back what was submitted, when it is still open.
bool withdraws(std::string_view verb) {
    return verb == "revoke" || verb == "revise" || verb == "void";
}

bool is_reserved(const meta::Object& object, std::string_view verb) {
    return decides(verb) || verb == "unapprove" || contract::is_for_finance(object.name, verb);
}

bool is_allowed(const Snapshot& snapshot, const meta::Object& object, std::string_view verb,
                const approval::Allowed& allowed) {
    if (decides(verb)) return allowed.decide;
    if (verb == "unapprove") return allowed.undo;
    if (withdraws(verb)) return !allowed.is_open || allowed.withdraw;
    if (!contract::is_for_finance(object.name, verb)) return true;
    if (verb == "confirm" && allowed.is_open && !allowed.decide) return false;
    return approval::may_act_as(snapshot, contract::kFinanceRole);
}

void write_can(const Snapshot& snapshot, const meta::Object& object, RecordId id,
               const Json& can, JsonWriter& out) {
    const approval::Allowed allowed = approval::allowed(snapshot, id);
    const Json verbs = can.get("verbs");
    out.begin_object();
    out.key("update").boolean(can.get("update").boolean());
    out.key("remove").boolean(can.get("remove").boolean());
    out.key("verbs").begin_array();
    for (std::size_t i = 0; i < verbs.size(); ++i) {
        const std::string_view verb = verbs.at(i).string();
        if (is_allowed(snapshot, object, verb, allowed)) out.string(verb);
    }
    out.end_array().end_object();
}

void write_allowed(const Snapshot& snapshot, const meta::Object& object, const Json& record,
                   JsonWriter& out) {
    const auto id = parse_record_id(record.get("id").string());
    out.begin_object();
    for (std::size_t i = 0; i < record.size(); ++i) {
        out.key(record.key_at(i));
        if (record.key_at(i) == "can" && id) {
            write_can(snapshot, object, *id, record.at(i), out);
        } else {
            out.raw(record.at(i).to_text());
        }
    }
    out.end_object();
}

}  // namespace

bool may_ever(const Snapshot& snapshot, const meta::Object& object, std::string_view verb) {
    if (!access::rights_of(snapshot)->may_verb(object, verb)) return false;
    return !contract::is_for_finance(object.name, verb) ||
           approval::may_act_as(snapshot, contract::kFinanceRole);
}

bool has_reserved_acts(const meta::Object& object) {
    return std::any_of(object.verbs.begin(), object.verbs.end(), [&](const meta::Verb& verb) {
        return is_reserved(object, verb.name);
    });
}

std::string only_allowed(const Snapshot& snapshot, const meta::Object& object,
                         std::string_view record) {
    std::string text;
    JsonWriter out(text);
    write_allowed(snapshot, object, Json::parse(record), out);
    return text;
}

std::string only_allowed_each(const Snapshot& snapshot, const meta::Object& object,
                              std::string_view records) {
    const Json all = Json::parse(records);
    std::string text;
    JsonWriter out(text);
    out.begin_array();
    for (std::size_t i = 0; i < all.size(); ++i) write_allowed(snapshot, object, all.at(i), out);
    out.end_array();
    return text;
}

}  // namespace bihuan::api
