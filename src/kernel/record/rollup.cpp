#include "kernel/record/rollup.h"

#include "base/error.h"
#include "kernel/record/rows.h"

namespace bihuan::record {

namespace {

// What one child row adds to one roll-up.
struct Share {
    bool counts = false;
    std::int64_t amount = 0;   // count and sum, in units of the roll-up's column
    Value value;               // min, max, latest, as the roll-up stores it
};

Value child_value(const Record& record, const meta::Field& field) {
    const Value& value = record.values[field.index];
    if (field.has_base && !value.is_null()) {
        return Decimal(record.base_amounts[field.index], scale_of(field));
    }
    return value;
}

std::int64_t units(const meta::Field& rollup, const Value& value) {
    if (const auto* whole = value.get_if<std::int64_t>()) {
        return Decimal(*whole, 0).rescale(scale_of(rollup), Round::half_up).coefficient();
    }
    const auto* number = value.get_if<Decimal>();
    if (!number) return 0;
    return number->rescale(scale_of(rollup), Round::half_up).coefficient();
}

// As the roll-up stores it; percents keep their hundredths, so no fit().
Value stored_as(const meta::Field& rollup, const Value& value) {
    if (held_type(rollup).kind() != types::Kind::decimal || value.is_null()) return value;
    return Decimal(units(rollup, value), scale_of(rollup));
}

Share share_of(Tx& tx, const ObjectPlan& plan, const FeedPlan& feed, const Record* record,
               RelatedCache& related) {
    Share share;
    if (!record) return share;
    if (feed.where) {
        const RecordFacts facts(tx, plan, *record, Amounts::base, related);
        if (!expr::is_true(*feed.where, facts)) return share;
    }
    share.counts = true;
    if (feed.fn == types::RollupFn::count) {
        share.amount = 1;
    } else if (feed.field) {
        const Value value = child_value(*record, *feed.field);
        if (feed.is_sum()) share.amount = units(*feed.rollup, value);
        else share.value = stored_as(*feed.rollup, value);
    }
    return share;
}

std::int64_t parent_of(const FeedGroup& group, const Record* record) {
    if (!record) return 0;
    const auto* id = record->values[group.by->index].get_if<RecordId>();
    return id ? id->value : 0;
}

bool beats(const FeedPlan& feed, const Value& candidate, const Value& present) {
    if (candidate.is_null()) return false;
    if (present.is_null()) return true;
    const int order = held_type(*feed.rollup).compare(feed.rollup->settings, candidate, present);
    return feed.fn == types::RollupFn::min ? order < 0 : order > 0;
}

}  // namespace

void RollupBatch::note(Tx& tx, const PlanPtr& plan, const Record* before, const Record* after) {
    for (const FeedGroup& group : plan->feeds) note_group(tx, plan, group, before, after);
}

RollupBatch::Pending& RollupBatch::at(const PlanPtr& plan, const FeedGroup& group,
                                      std::int64_t parent) {
    Pending& pending = pending_[{&group, parent}];
    if (!pending.child) {
        pending.child = plan;
        pending.deltas.resize(group.feeds.size());
        pending.stale.resize(group.feeds.size());
        pending.best.resize(group.feeds.size());
    }
    return pending;
}

void RollupBatch::note_group(Tx& tx, const PlanPtr& plan, const FeedGroup& group,
                             const Record* before, const Record* after) {
    const std::int64_t from = parent_of(group, before);
    const std::int64_t to = parent_of(group, after);
    if (from == 0 && to == 0) return;
    RelatedCache related;
    for (std::size_t i = 0; i < group.feeds.size(); ++i) {
        const FeedPlan& feed = group.feeds[i];
        const Share old = from ? share_of(tx, *plan, feed, before, related) : Share();
        const Share now = to ? share_of(tx, *plan, feed, after, related) : Share();
        if (feed.is_sum()) {
            if (from == to && old.amount == now.amount) continue;
            if (old.amount != 0) at(plan, group, from).deltas[i] -= old.amount;
            if (now.amount != 0) at(plan, group, to).deltas[i] += now.amount;
            continue;
        }
        const bool same = from == to && old.counts == now.counts && old.value == now.value;
        if (same && feed.fn != types::RollupFn::latest) continue;
        if (old.counts) at(plan, group, from).stale[i] = true;
        if (!now.counts) continue;
        Pending& pending = at(plan, group, to);
        if (feed.fn == types::RollupFn::latest) pending.stale[i] = true;
        else if (beats(feed, now.value, pending.best[i])) pending.best[i] = now.value;
    }
}

void RollupBatch::apply_one(Tx& tx, const FeedGroup& group, std::int64_t parent,
                            Pending& pending) {
    db::Params deltas;
    bool any = false;
    for (std::size_t i = 0; i < group.feeds.size(); ++i) {
        if (!group.feeds[i].is_sum()) continue;
        deltas.emplace_back(pending.deltas[i]);
        any = any || pending.deltas[i] != 0;
    }
    deltas.emplace_back(parent);
    if (any) tx.db().post(group.add, deltas);
    for (std::size_t i = 0; i < group.feeds.size(); ++i) {
        const FeedPlan& feed = group.feeds[i];
        if (feed.is_sum() || !feed.field) continue;
        if (!pending.stale[i] && pending.best[i].is_null()) continue;
        Value value = pending.best[i];
        if (pending.stale[i]) {
            db::Params params{parent};
            for (const Value& param : feed.recompute_params) {
                if (const auto* text = param.get_if<std::string>()) {
                    params.emplace_back(std::string_view(*text));
                } else if (const auto* whole = param.get_if<std::int64_t>()) {
                    params.emplace_back(*whole);
                } else {
                    params.emplace_back(nullptr);
                }
            }
            value = Null{};
            tx.db().query(feed.recompute, params, [&](const db::Row& row) {
                value = stored_as(*feed.rollup, column_value(*feed.field, row, 0));
                return false;
            });
        } else {
            const std::string select = "SELECT " + tx.dialect().quote(feed.rollup->name) +
                                       " FROM " + tx.dialect().quote(group.parent->name) +
                                       " WHERE id = ?";
            Value present;
            tx.db().query(select, {parent}, [&](const db::Row& row) {
                present = column_value(*feed.rollup, row, 0);
                return false;
            });
            if (!beats(feed, value, present)) continue;
        }
        const types::ColumnValue column = column_param(*feed.rollup, value);
        db::Param param = nullptr;
        if (!column.is_null && column.is_text) param = std::string_view(column.text);
        else if (!column.is_null) param = column.integer;
        tx.db().post(feed.set, {param, parent});
    }
}

void RollupBatch::apply(Tx& tx) {
    for (int depth = 0; !pending_.empty(); ++depth) {
        if (depth >= kCascadeMax) throw Error(Code::internal, "error.record.rollup_depth");
        std::map<Key, Pending> now;
        now.swap(pending_);
        for (auto& [key, pending] : now) {
            const FeedGroup& group = *key.first;
            changed_.insert(key.second);
            if (!group.cascades) {
                apply_one(tx, group, key.second, pending);
                continue;
            }
            const PlanPtr plan = plan_of(tx, *group.parent);
            const auto before = read_row(tx, *plan, RecordId(key.second));
            apply_one(tx, group, key.second, pending);
            const auto after = read_row(tx, *plan, RecordId(key.second));
            // A deleted parent adds nothing further up until it is restored.
            if (before && after && !after->deleted_at) note(tx, plan, &*before, &*after);
        }
    }
}

}  // namespace bihuan::record
