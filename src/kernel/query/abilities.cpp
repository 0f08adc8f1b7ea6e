#include "kernel/query/abilities.h"

#include "kernel/query/actor_facts.h"
#include "kernel/query/scope.h"

namespace bihuan::query {

Abilities::Abilities(Sources& sources, Outputs& outputs) {
    const Snapshot& snapshot = sources.snapshot();
    const meta::Object& object = sources.object();
    const auto rights = access::rights_of(snapshot);
    may_update_ = rights->may(object, access::Act::update);
    may_remove_ = rights->may(object, access::Act::remove);
    const SqlText within = scope_predicate(sources, access::Purpose::write);
    if (!within.text.empty()) writable_ = outputs.add_flag(within);
    const ActorFacts facts(snapshot);
    for (const meta::Verb& verb : object.verbs) {
        if (!rights->may_verb(object, verb.name)) continue;
        Offer offer{verb.name, -1};
        if (!verb.when.empty()) {
            Issues issues;
            const auto program =
                expr::compile_filter(verb.when, {&snapshot.schema(), &object, {}}, issues);
            if (!program) continue;  // names a field that was removed: not offered
            SqlText sql;
            sql.add(expr::to_sql(*program, snapshot.dialect(), sources, facts));
            offer.column = outputs.add_flag(sql);
        }
        offers_.push_back(std::move(offer));
    }
}

void Abilities::write(const db::Row& row, JsonWriter& out) const {
    const bool writable = writable_ < 0 || row.integer(writable_) != 0;
    out.raw_key("\"can\":").begin_object();
    out.raw_key("\"update\":").boolean(may_update_ && writable);
    out.raw_key("\"remove\":").boolean(may_remove_ && writable);
    out.raw_key("\"verbs\":").begin_array();
    for (const Offer& offer : offers_) {
        if (!writable) break;
        if (offer.column < 0 || row.integer(offer.column) != 0) out.string(offer.verb);
    }
    out.end_array().end_object();
}

}  // namespace bihuan::query
