#include "kernel/design/design.h"

#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/design/backfill.h"
#include "kernel/design/check.h"
#include "kernel/design/merge.h"
#include "kernel/event/event.h"
#include "kernel/meta/object_json.h"
#include "kernel/meta/store.h"
#include "kernel/workspace.h"

#include <algorithm>

namespace bihuan::design {

namespace {

constexpr std::int64_t kCustomNumberFirst = 200;  // 1-199 are the product's own

const meta::Object* standing(const meta::Schema& schema, std::string_view name) {
    for (const meta::Object& object : schema.objects()) {
        if (object.name == name) return &object;
    }
    return nullptr;
}

// All objects of the next design: those in force with the merged ones laid over.
std::vector<meta::Object> all_objects(const meta::Schema& schema,
                                      const std::vector<meta::Object>& merged) {
    std::vector<meta::Object> all = schema.objects();
    for (const meta::Object& object : merged) {
        const auto found = std::find_if(all.begin(), all.end(), [&](const meta::Object& each) {
            return each.name == object.name;
        });
        if (found == all.end()) all.push_back(object);
        else *found = object;
    }
    return all;
}

void run_ddl(Tx& tx, const meta::Schema& before, const meta::Schema& after) {
    for (const meta::Object& object : after.objects()) {
        const meta::Object* was = standing(before, object.name);
        if (was && meta::write_object(*was) == meta::write_object(object)) continue;
        for (const std::string& sql : meta::plan_ddl(tx.dialect(), was, object)) {
            tx.db().script(sql);
        }
        meta::save_object(tx.db(), object);
    }
    for (const meta::Object& object : after.objects()) {
        for (const std::string& sql :
             meta::plan_child_indexes(tx.dialect(), after, object)) {
            tx.db().script(sql);
        }
    }
    for (const meta::Object& object : after.objects()) {
        const meta::Object* was = standing(before, object.name);
        if (was) backfill_rollups(tx, after, *was, object);
    }
}

void announce(Tx& tx, std::shared_ptr<const meta::Schema> next) {
    event::Event event;
    event.seq = tx.new_event();
    event.at = tx.now();
    event.recorded_at = tx.recorded_at();
    event.actor = tx.actor().user;
    event.kind = "schema.changed";
    event.cause = tx.cause();
    event::append(tx.db(), event);
    access::touch_rights(tx);
    Workspace& workspace = tx.workspace();
    tx.after_commit([&workspace, next] { workspace.publish(next); });
}

// Makes the merged objects the design in force.
void put_in_force(Tx& tx, const std::vector<meta::Object>& merged, Issues issues) {
    const meta::Schema& before = tx.schema();
    for (const meta::Object& object : merged) {
        check_change(standing(before, object.name), object, issues);
    }
    throw_if_any(std::move(issues));
    const std::int64_t version = meta::next_version(tx.db());
    Issues built;
    auto next = meta::Schema::build(version, all_objects(before, merged), built);
    throw_if_any(built);
    check_expressions(*next, built);
    throw_if_any(std::move(built));
    run_ddl(tx, before, *next);
    announce(tx, std::move(next));
}

}  // namespace

void apply_object(Tx& tx, const meta::Object& next) { apply_objects(tx, {next}); }

void apply_objects(Tx& tx, const std::vector<meta::Object>& next) {
    access::demand_administrator(tx);
    std::vector<meta::Object> merged;
    for (const meta::Object& object : next) {
        merged.push_back(merge_whole(standing(tx.schema(), object.name), object));
    }
    put_in_force(tx, merged, {});
}

void patch_object(Tx& tx, const std::string& name, const Json& patch) {
    access::demand_administrator(tx);
    const meta::Object* before = standing(tx.schema(), name);
    if (!before) throw Error(Code::not_found, "error.schema.object", {{"name", name}});
    Issues issues;
    meta::Object merged = merge_patch(*before, patch, issues);
    put_in_force(tx, {std::move(merged)}, std::move(issues));
}

void create_object(Tx& tx, const Json& json) {
    access::demand_administrator(tx);
    Issues issues;
    meta::Object object = meta::parse_object(json, issues);
    object.origin = meta::Origin::custom;
    if (standing(tx.schema(), object.name)) {
        issues.add("object", "issue.design.object_exists", {{"name", object.name}});
    }
    std::int64_t number = kCustomNumberFirst;
    for (const meta::Object& each : tx.schema().objects()) {
        number = std::max(number, each.number.value + 1);
    }
    if (number > kObjectNumberMax) issues.add("object", "issue.design.too_many_objects");
    object.number = ObjectNumber(number);
    for (meta::Field& field : object.fields) {
        if (!field.id) field.origin = meta::Origin::custom;
    }
    put_in_force(tx, {merge_whole(nullptr, std::move(object))}, std::move(issues));
}

std::vector<std::string> diff(const Snapshot& snapshot, const std::vector<meta::Object>& next) {
    std::vector<std::string> out;
    for (const meta::Object& object : next) {
        const meta::Object* was = standing(snapshot.schema(), object.name);
        if (!was) {
            out.push_back(snapshot.say("design.diff.object_added", {{"object", object.name}}));
            continue;
        }
        const meta::Object merged = merge_whole(was, object);
        if (meta::write_object(*was) == meta::write_object(merged)) continue;
        bool told = false;
        for (const meta::Field& field : merged.fields) {
            const auto found = was->by_name.find(field.name);
            const Args args{{"object", object.name}, {"field", field.name}};
            std::string old_text;
            std::string new_text;
            JsonWriter new_json(new_text);
            meta::write_field(field, new_json);
            if (found != was->by_name.end()) {
                JsonWriter old_json(old_text);
                meta::write_field(was->fields[found->second], old_json);
            }
            if (old_text == new_text) continue;
            told = true;
            out.push_back(snapshot.say(old_text.empty() ? "design.diff.field_added"
                                       : field.hidden   ? "design.diff.field_hidden"
                                                        : "design.diff.field_changed",
                                       args));
        }
        if (told) continue;
        out.push_back(snapshot.say("design.diff.object_changed", {{"object", object.name}}));
    }
    return out;
}

}  // namespace bihuan::design
