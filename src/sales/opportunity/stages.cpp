// Stages of a pipeline: their order, what entering one demands and sets.
#include "base/text.h"
#include "sales/opportunity/internal.h"

#include <algorithm>

namespace bihuan::opportunity {

RecordId default_pipeline(const Snapshot& snapshot) {
    RecordId pipeline;
    const auto first = [&](std::string_view which) {
        const std::string sql = std::string("SELECT id FROM pipeline WHERE deleted_at IS NULL "
                                            "AND (active IS NULL OR active <> 0)")
                                    .append(which) + " ORDER BY id LIMIT 1";
        snapshot.db().query(sql, {}, [&](const db::Row& row) {
            pipeline = RecordId(row.integer(0));
            return false;
        });
        return static_cast<bool>(pipeline);
    };
    if (!first(" AND is_default <> 0")) first("");
    return pipeline;
}

std::vector<record::Record> stages_of(const Snapshot& snapshot, RecordId pipeline) {
    auto stages = record::load_children(snapshot, snapshot.schema().at("stage"), "pipeline",
                                        pipeline);
    std::stable_sort(stages.begin(), stages.end(),
                     [](const record::Record& a, const record::Record& b) {
                         return a.amount("position") < b.amount("position");
                     });
    return stages;
}

std::optional<record::Record> stage_of_kind(const Snapshot& snapshot, RecordId pipeline,
                                            std::string_view kind) {
    const db::Param params[] = {pipeline.value, kind};
    return record::load_first(snapshot, snapshot.schema().at("stage"),
                              "pipeline = ? AND kind = ?", "position, id", params);
}

record::Record stage_at(const Snapshot& snapshot, RecordId stage) {
    auto found = record::load(snapshot, snapshot.schema().at("stage"), stage);
    if (!found) throw Error(Code::conflict, "error.opportunity.no_stage");
    return *std::move(found);
}

std::string code_of_stage(const Snapshot& snapshot, RecordId stage) {
    std::string code;
    snapshot.db().query("SELECT code FROM stage WHERE id = ?", {stage.value},
                        [&](const db::Row& row) {
                            code = row.text(0);
                            return false;
                        });
    return code;
}

void check_entry(const Snapshot& snapshot, const record::Record& opportunity,
                 const record::Record& stage, Issues& issues) {
    const std::string fields = stage.text("entry_fields");
    for (const std::string_view part : split(fields, ',')) {
        const meta::Field* field = opportunity.object->find(trim(part));
        if (!field || !field->stored) continue;  // retired since the stage was made
        if (!opportunity.values[field->index].is_null()) continue;
        issues.add(field->name, "issue.stage.entry_field",
                   {{"field", field->label.in(snapshot.language())},
                    {"stage", stage.text("name")}});
    }
    const std::string condition = stage.text("entry_condition");
    if (!condition.empty() && !record::holds(snapshot, opportunity, condition)) {
        issues.add("stage", "issue.stage.entry_condition",
                   {{"stage", stage.text("name")}, {"condition", condition}});
    }
}

void enter(const Snapshot& snapshot, record::Changes& changes, const meta::Object& object,
           const record::Record& stage) {
    changes.set(object, "stage", stage.id);
    changes.set(object, "state", stage.get("kind"));
    changes.set(object, "stage_entered_at", snapshot.now());
    changes.set(object, "win_rate", stage.get("win_rate"));
    changes.set(object, "win_rate_reason", Null{});
    changes.set(object, "forecast", stage.get("forecast"));
    changes.set(object, "forecast_reason", Null{});
}

std::optional<record::Record> named_stage(const record::VerbCall& call) {
    const auto* id = call.argument("stage").get_if<RecordId>();
    if (!id) return std::nullopt;
    record::Record stage = stage_at(call.tx, *id);
    Issues issues;
    const std::string kind = stage.text("kind");
    if (stage.ref("pipeline") != call.record.ref("pipeline")) {
        issues.add("stage", "issue.stage.other_pipeline", {{"stage", stage.text("name")}});
    } else if (kind != "open") {
        const std::string verb = kind == "won" ? "win" : kind == "lost" ? "lose" : "void";
        const meta::Verb* known = call.object.find_verb(verb);
        issues.add("stage", "issue.stage.use_verb",
                   {{"stage", stage.text("name")},
                    {"verb", known ? known->label.in(call.tx.language()) : verb}},
                   verb);
    }
    throw_if_any(std::move(issues));
    return stage;
}

void check_left(const record::VerbCall& call, const record::Record& present, Issues& issues) {
    const auto* from = call.argument("from").get_if<RecordId>();
    if (from && *from != present.id) {
        throw Error(Code::conflict, "error.opportunity.moved",
                    {{"title", call.record.text("name")}, {"stage", present.text("name")}});
    }
    const bool is_known = from || call.argument("stage").get_if<RecordId>() ||
                          call.body.integer_or("version", 0) == call.record.version;
    if (!is_known) issues.add("from", "issue.stage.from", {{"stage", present.text("name")}});
}

}  // namespace bihuan::opportunity
