// What an opportunity keeps by itself: its place in the pipeline, amounts of its lines, shares that
// add up; and what a stage may demand.
#include "base/text.h"
#include "kernel/expr/expression.h"
#include "kernel/workspace.h"
#include "sales/opportunity/internal.h"
#include "sales/opportunity/opportunity.h"

#include <map>
#include <set>
#include <utility>

namespace bihuan::opportunity {

namespace {

using record::Record;

// Stages met in a batch: its rows stand in a handful of them.
struct MetStages {
    std::optional<RecordId> pipeline;                           // the default one
    std::map<RecordId, std::optional<Record>> by_id;
    std::map<std::pair<RecordId, std::string>, std::optional<Record>> by_kind;
};

// What a stage sets in those that enter it.
std::optional<Record> place_where(const Snapshot& snapshot, std::string_view where,
                                  std::initializer_list<db::Param> params) {
    return record::load_fields(snapshot, snapshot.schema().at("stage"),
                               {"pipeline", "kind", "win_rate", "forecast"}, where,
                               "position, id", {params.begin(), params.size()});
}

// Which stage a new or imported opportunity stands in: the one given, else the one of its state,
// else the first. Null when there is none.
const Record* place_of(const Snapshot& snapshot, MetStages& met, Record& after) {
    const auto pointer = [](const std::optional<Record>& stage) {
        return stage ? &*stage : nullptr;
    };
    if (const RecordId id = after.ref("stage")) {
        const auto [at, is_new] = met.by_id.try_emplace(id);
        if (is_new) at->second = place_where(snapshot, "id = ?", {id.value});
        if (at->second) after.set("pipeline", at->second->get("pipeline"));
        return pointer(at->second);
    }
    if (!after.ref("pipeline")) {
        if (!met.pipeline) met.pipeline = default_pipeline(snapshot);
        if (*met.pipeline) after.set("pipeline", *met.pipeline);
    }
    const std::string state = after.text("state");
    const std::pair key(after.ref("pipeline"), state.empty() ? std::string("open") : state);
    const auto [at, is_new] = met.by_kind.try_emplace(key);
    if (is_new) {
        at->second = place_where(snapshot, "pipeline = ? AND kind = ?",
                                 {key.first.value, std::string_view(key.second)});
    }
    return pointer(at->second);
}

void fill(Record& record, std::string_view field, Value value) {
    if (record.get(field).is_null()) record.set(field, std::move(value));
}

// When it was closed, each date from the other where only one is known.
void fill_closing(const Snapshot& snapshot, Record& after) {
    const std::string state = after.text("state");
    if (state == "open") return;
    const char* field = state == "won" ? "won_at" : "lost_at";
    const auto* at = after.get(field).get_if<Instant>();
    if (at) fill(after, "closed_on", snapshot.zone().date_of(*at));
    fill(after, "closed_on", snapshot.today());
    fill(after, field, moment_of(snapshot, *after.date("closed_on")));
}

void place(record::RuleContext& context, Issues& issues) {
    const Snapshot& snapshot = context.snapshot;
    Record& after = context.after;
    const Record* stage = place_of(snapshot, context.memo.get<MetStages>(), after);
    if (!stage) {
        issues.add("stage", "issue.opportunity.no_stage");
        return;
    }
    const bool moves = !context.before || context.before->ref("stage") != stage->id;
    after.set("stage", stage->id);
    after.set("state", stage->get("kind"));
    fill(after, "win_rate", stage->get("win_rate"));
    fill(after, "forecast", stage->get("forecast"));
    fill_closing(snapshot, after);
    const bool is_new = !context.before;
    if (is_new || (moves && context.before->get("stage_entered_at") ==
                                after.get("stage_entered_at"))) {
        const bool is_open = after.text("state") == "open";
        const auto closed = after.date("closed_on");
        const Value now = !is_open && closed ? Value(moment_of(snapshot, *closed))
                                             : Value(snapshot.now());
        if (is_new) fill(after, "stage_entered_at", now);
        else after.set("stage_entered_at", now);
    }
}

void check_opportunity(record::RuleContext& context, Issues& issues) {
    const bool is_import = context.via == record::Via::import;
    const Record* before = context.before;
    if (!before || (is_import && (before->get("stage") != context.after.get("stage") ||
                                  before->get("state") != context.after.get("state")))) {
        if (before && before->get("stage") == context.after.get("stage")) {
            context.after.set("stage", Null{});  // only the state was given: its stage
        }
        place(context, issues);
    }
    if (context.via != record::Via::form || !before || before->text("state") == "open") return;
    for (const char* field : {"amount", "currency", "rate", "account"}) {
        if (before->get(field) != context.after.get(field)) {
            issues.add(field, "issue.opportunity.closed");
        }
    }
}

void check_line(record::RuleContext& context, Issues&) {
    const Snapshot& snapshot = context.snapshot;
    Record& line = context.after;
    if (const RecordId id = line.ref("product")) {
        if (const auto product = record::load(snapshot, snapshot.schema().at("product"), id)) {
            for (const char* field : {"name", "spec", "unit"}) {
                fill(line, field, product->get(field));
            }
        }
        std::optional<Record> loaded;
        if (!context.parent) {
            loaded = record::load(snapshot, snapshot.schema().at("opportunity"),
                                  line.ref("opportunity"));
        }
        const Record* parent = context.parent ? context.parent : loaded ? &*loaded : nullptr;
        if (parent && line.get("price").is_null()) {
            PriceQuestion question = question_of(snapshot, *parent);
            question.product = id;
            question.quantity = line.amount("quantity");
            if (const auto chosen = choose_price(snapshot, question)) {
                line.set("price", chosen->price);
            }
        }
    }
    line.set("amount", multiply(line.amount("quantity"), line.amount("price"), 2,
                                Round::half_up));
}

Decimal sum(const std::vector<const Record*>& lines, std::string_view field) {
    Decimal total(0, 2);
    for (const Record* line : lines) total = add(total, line->amount(field));
    return total;
}

// The amount follows the lines until somebody types another one.
void follow_lines(record::LinesContext& context) {
    if (!context.lines.is_touched("lines")) return;
    const auto lines = context.lines.of("lines");
    Record& after = context.after;
    const bool is_empty = after.get("amount").is_null();
    if (lines.empty() && is_empty) return;
    if (context.before) {
        const Record& before = *context.before;
        const bool typed_now = before.get("amount") != after.get("amount");
        if (typed_now && !is_empty) return;
        const Decimal then = sum(context.lines.before("lines"), "amount");
        if (!is_empty && before.amount("amount") != then) return;
    } else if (!is_empty) {
        return;
    }
    after.set("amount", sum(lines, "amount"));
}

void check_splits(record::LinesContext& context, Issues& issues) {
    if (!context.lines.is_touched("splits")) return;
    const auto splits = context.lines.of("splits");
    if (splits.empty()) return;
    const Decimal total = sum(splits, "share");
    if (total != Decimal::of(100)) {
        issues.add("splits", "issue.splits.sum", {{"sum", total.to_trimmed()}});
    }
    std::set<RecordId> people;
    for (const Record* split : splits) {
        if (!people.insert(split->ref("user")).second) {
            issues.add("splits", "issue.splits.twice");
            return;
        }
    }
}

void check_lines(record::LinesContext& context, Issues& issues) {
    if (context.via != record::Via::import && context.before &&
        context.before->text("state") != "open" && context.lines.is_touched("lines")) {
        issues.add("lines", "issue.opportunity.closed");
    }
    follow_lines(context);
    check_splits(context, issues);
}

void check_stage(record::RuleContext& context, Issues& issues) {
    const meta::Schema& schema = context.snapshot.schema();
    const meta::Object* object = schema.find("opportunity");
    if (!object) return;
    std::vector<std::string> names;
    for (const meta::Field& field : object->fields) names.push_back(field.name);
    const std::string fields = context.after.text("entry_fields");
    for (const std::string_view part : split(fields, ',')) {
        const std::string name = trim(part);
        if (name.empty() || object->find(name)) continue;
        issues.add("entry_fields", "issue.unknown_field", {}, nearest(name, names).value_or(""));
    }
    const std::string condition = context.after.text("entry_condition");
    if (condition.empty()) return;
    Issues found;
    expr::compile(condition, {&schema, object, {}}, found,
                  {types::Kind::boolean, types::Kind::none, {}, 0});
    issues.append(std::move(found), "entry_condition");
}

void check_component(record::RuleContext& context, Issues& issues) {
    const RecordId product = context.parent ? context.parent->id : context.after.ref("product");
    if (product && context.after.ref("component") == product) {
        issues.add("component", "issue.product.own_component");
    }
}

}  // namespace

void register_rules(record::Registry& registry) {
    registry.rule("opportunity", check_opportunity);
    registry.rule("opportunity_line", check_line);
    registry.lines_rule("opportunity", check_lines);
    registry.rule("stage", check_stage);
    registry.rule("product_component", check_component);
}

}  // namespace bihuan::opportunity
