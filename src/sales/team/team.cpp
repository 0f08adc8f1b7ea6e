#include "sales/team/team.h"

#include "embedded/files.h"
#include "kernel/event/event.h"
#include "kernel/snapshot.h"
#include "kernel/workspace.h"
#include "sales/team/internal.h"

namespace bihuan::team {

void register_team(record::Registry& registry) {
    register_rules(registry);
    register_target(registry);
    registry.verb("user", "leave", leave);
    registry.verb("user", "hand_over", hand_over);
    registry.verb("user", "disable", disable);
    registry.verb("user", "enable", enable);
    registry.verb("user", "assign_roles", assign_roles);
}

void install(Tx& tx) {
    const meta::Object& role = tx.schema().at("role");
    for (const EmbeddedFile& file : embedded_roles()) {
        const Json json = Json::parse(file.bytes);
        const std::string code = json.text_or("code", "");
        if (record::load_by_key(tx, role, code)) continue;
        record::Changes changes;
        changes.set(role, "code", code);
        changes.set(role, "name", json.get("name").text_or("zh", code));
        changes.set(role, "description", json.get("description").text_or("zh", ""));
        changes.set(role, "rights", json.get("rights").to_text());
        record::create(tx, role, changes, by_verb(""));
    }
}

record::WriteSettings by_verb(std::string event_kind) {
    record::WriteSettings settings;
    settings.via = record::Via::verb;
    settings.event_kind = std::move(event_kind);
    return settings;
}

std::int64_t base_amount(const record::Record& record, std::string_view field) {
    constexpr int kFen = 2;
    const meta::Field& at = record.object->at(field);
    if (record.get(field).is_null()) return 0;
    const Decimal amount = at.has_base
                               ? Decimal(record.base_amounts[at.index], at.settings.scale)
                               : record.amount(field);
    return amount.rescale(kFen, Round::half_up).coefficient();
}

event::LedgerRow ledger_row(Tx& tx, std::string metric, const record::Record& record) {
    event::LedgerRow row;
    row.id = tx.new_id(record.object->number);
    row.metric = std::move(metric);
    row.date = tx.today();
    row.object = record.object->number;
    row.record = record.id;
    if (record.object->name == "account") row.account = record.id;
    else if (record.object->find("account")) row.account = record.ref("account");
    if (record.object->has_owner) {
        row.owner = to_user(record.ref("owner"));
        row.dept = record.ref("owner_dept");
    }
    row.recorded_at = tx.recorded_at();
    row.event = tx.last_event();  // says when it was entered, also when back-dated
    return row;
}

}  // namespace bihuan::team
