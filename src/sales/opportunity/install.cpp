// The default pipeline of a new company, features that every company begins with.
#include "sales/opportunity/internal.h"
#include "sales/opportunity/opportunity.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

namespace {

struct Stage {
    const char* code;
    const char* zh;
    const char* en;
    const char* kind;
    int win_rate;
    const char* forecast;
    int max_days;                // 0: no limit
    const char* entry_fields;
    const char* color;
};

constexpr Stage kStages[] = {
    {"contact", "初步接触", "First contact", "open", 10, "pipeline", 14, "", "#7C8AA5"},
    {"needs", "需求确认", "Needs confirmed", "open", 25, "pipeline", 21, "", "#4C7DF0"},
    {"proposal", "方案报价", "Proposal", "open", 50, "best_case", 21, "amount", "#2B5CE6"},
    {"negotiation", "商务谈判", "Negotiation", "open", 75, "commit", 30,
     "amount,expected_close", "#7A4FE0"},
    {"won", "赢单", "Won", "won", 100, "closed", 0, "", "#0E8A5F"},
    {"lost", "输单", "Lost", "lost", 0, "omitted", 0, "", "#8A919E"},
    {"void", "无效", "Void", "void", 0, "omitted", 0, "", "#8A919E"},
};

RecordId make_pipeline(Tx& tx) {
    const meta::Object& object = tx.schema().at("pipeline");
    record::Changes changes;
    changes.set(object, "code", "default");
    changes.set(object, "name", "标准销售流程");
    changes.set(object, "is_default", true);
    return record::create(tx, object, changes, team::by_verb("")).id;
}

}  // namespace

void install(Tx& tx) {
    if (default_pipeline(tx)) return;
    const RecordId pipeline = make_pipeline(tx);
    const meta::Object& object = tx.schema().at("stage");
    std::int64_t position = 0;
    for (const Stage& stage : kStages) {
        record::Changes changes;
        changes.set(object, "pipeline", pipeline);
        changes.set(object, "code", stage.code);
        changes.set(object, "name", stage.zh);
        changes.set(object, "name_en", stage.en);
        changes.set(object, "position", ++position);
        changes.set(object, "kind", stage.kind);
        changes.set(object, "win_rate", Decimal(stage.win_rate * 100, 2));
        changes.set(object, "forecast", stage.forecast);
        if (stage.max_days > 0) changes.set(object, "max_days", stage.max_days);
        if (*stage.entry_fields) changes.set(object, "entry_fields", stage.entry_fields);
        changes.set(object, "color", stage.color);
        record::create(tx, object, changes, team::by_verb(""));
    }
}

}  // namespace bihuan::opportunity
