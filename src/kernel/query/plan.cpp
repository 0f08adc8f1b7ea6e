#include "kernel/query/plan.h"

#include "kernel/query/actor_facts.h"
#include "kernel/query/select.h"
#include "kernel/workspace.h"

#include <functional>

namespace bihuan::query {

namespace {

void add_number(std::string& key, std::int64_t number) {
    key.append(reinterpret_cast<const char*>(&number), sizeof number);
}

void add_numbers(std::string& key, const std::vector<std::int64_t>& numbers) {
    add_number(key, static_cast<std::int64_t>(numbers.size()));
    for (const std::int64_t number : numbers) add_number(key, number);
}

void add_text(std::string& key, std::string_view text) {
    add_number(key, static_cast<std::int64_t>(text.size()));
    key += text;
}

// Everything a plan is made from besides the request.
std::string key_of(const Snapshot& snapshot) {
    const Actor& actor = snapshot.actor();
    std::string key;
    key.reserve(768);
    add_number(key, snapshot.schema().version());
    add_number(key, snapshot.today().days);
    add_number(key, snapshot.zone().offset_seconds(snapshot.now()));
    add_number(key, static_cast<std::int64_t>(actor.kind));
    add_number(key, actor.user.value);
    add_number(key, actor.dept.value);
    add_number(key, actor.rights_version);
    add_number(key, static_cast<std::int64_t>(actor.language));
    add_numbers(key, actor.roles);
    add_numbers(key, actor.depts);
    add_numbers(key, actor.own_depts);
    add_numbers(key, actor.team);
    for (const std::string& scope : actor.token_scopes) add_text(key, scope);
    return key;
}

std::string key_of(const Snapshot& snapshot, const ListRequest& request, bool with_outputs) {
    std::string key = key_of(snapshot);
    key += with_outputs ? 'l' : 'c';
    key += request.with_can ? 'c' : '-';
    key += request.bin == Bin::only_live ? 'l' : 'd';
    add_text(key, request.object);
    add_text(key, request.where);
    add_text(key, request.sort);
    for (const std::string& field : request.fields) add_text(key, field);
    return key;
}

using Make = std::function<PlanPtr(const Snapshot&)>;

PlanPtr cached(const Snapshot& snapshot, const std::string& key, const Make& make) {
    auto& cache = snapshot.workspace().slot<PlanCache>();
    const PlanCache::Entry entry = cache.find(key);
    if (entry.plan) return entry.plan;
    const PlanningSnapshot planning(snapshot.workspace(), snapshot.db(), snapshot.schema_pin(),
                                    snapshot.actor(), snapshot.now());
    PlanPtr plan = make(planning);
    // Most filters are asked once: a plan is kept when it is asked for again.
    if (!entry.is_known) cache.keep(key, nullptr);
    else if (!planning.has_moment()) cache.keep(key, plan);
    return plan;
}

}  // namespace

PlanCache::Entry PlanCache::find(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (const auto young = young_.find(key); young != young_.end()) return {young->second, true};
    const auto old = old_.find(key);
    if (old == old_.end()) return {};
    PlanPtr plan = old->second;
    put(key, plan);
    return {std::move(plan), true};
}

void PlanCache::keep(const std::string& key, PlanPtr plan) {
    const std::lock_guard lock(mutex_);
    put(key, std::move(plan));
}

void PlanCache::put(const std::string& key, PlanPtr plan) {
    if (young_.size() >= kPlansMax / 2) {
        old_ = std::move(young_);
        young_.clear();
    }
    young_[key] = std::move(plan);
}

PlanPtr list_plan(const Snapshot& snapshot, const ListRequest& request, bool with_outputs) {
    if (request.as_of) return plan_list(snapshot, request, with_outputs);
    return cached(snapshot, key_of(snapshot, request, with_outputs), [&](const Snapshot& at) {
        return plan_list(at, request, with_outputs);
    });
}

PlanPtr one_plan(const Snapshot& snapshot, const meta::Object& object,
                 std::optional<Instant> as_of) {
    if (as_of) return plan_one(snapshot, object, as_of);
    std::string key = key_of(snapshot);
    key += '1';
    add_text(key, object.name);
    return cached(snapshot, key, [&](const Snapshot& at) {
        return plan_one(at, object, std::nullopt);
    });
}

}  // namespace bihuan::query
