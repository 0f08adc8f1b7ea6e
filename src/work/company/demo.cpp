#include "work/company/demo.h"

#include "work/company/company.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace bihuan::company {

namespace {

constexpr std::string_view kFact = "demo";
constexpr std::string_view kSeqFact = "demo_seq";  // the last event when it stood
constexpr std::string_view kHalf = "half";
constexpr std::string_view kWhole = "1";
constexpr std::string_view kLeaving = "leaving";

std::int64_t first_integer(const Snapshot& snapshot, const std::string& sql) {
    std::int64_t out = 0;
    snapshot.db().query(sql, {}, [&](const db::Row& row) {
        out = row.integer(0);
        return false;
    });
    return out;
}

bool has_records(const Snapshot& snapshot) {
    bool found = false;
    for (const char* object : {"account", "lead", "opportunity", "contract", "product"}) {
        snapshot.db().query("SELECT 1 FROM " + snapshot.dialect().quote(object) + " LIMIT 1", {},
                            [&](const db::Row&) {
                                found = true;
                                return false;
                            });
    }
    return found;
}

std::int64_t written_since(const Snapshot& snapshot) {
    const std::string kept = fact(snapshot, kSeqFact);
    std::int64_t seq = 0;  // none kept: it came in before this was counted, so all of it counts
    std::from_chars(kept.data(), kept.data() + kept.size(), seq);
    std::string counted;
    for (const meta::Object& object : snapshot.schema().objects()) {
        if (std::find(kSetupObjects.begin(), kSetupObjects.end(), object.name) !=
            kSetupObjects.end()) {
            continue;
        }
        counted += (counted.empty() ? "" : ", ") + std::to_string(object.number.value);
    }
    return first_integer(snapshot,
                         "SELECT count(DISTINCT record) FROM event WHERE seq > " +
                             std::to_string(seq) + " AND actor > 0 AND object IN (" + counted +
                             ")");
}

}  // namespace

std::string_view to_text(DemoState state) {
    switch (state) {
        case DemoState::none: return "none";
        case DemoState::half: return "half";
        case DemoState::whole: return "whole";
        case DemoState::leaving: return "leaving";
        case DemoState::own: return "own";
    }
    return "own";
}

Demo demo_of(const Snapshot& snapshot) {
    const std::string kept = fact(snapshot, kFact);
    Demo out;
    if (kept == kHalf) out.state = DemoState::half;
    else if (kept == kWhole) out.state = DemoState::whole;
    else if (kept == kLeaving) out.state = DemoState::leaving;
    else out.state = has_records(snapshot) ? DemoState::own : DemoState::none;
    if (out.state == DemoState::whole) out.since = written_since(snapshot);
    return out;
}

void mark_demo(Tx& tx, DemoState state) {
    if (state == DemoState::half) set_fact(tx, kFact, kHalf);
    if (state == DemoState::leaving) set_fact(tx, kFact, kLeaving);
    if (state == DemoState::whole) {
        set_fact(tx, kFact, kWhole);
        set_fact(tx, kSeqFact, std::to_string(tx.last_event().value));
    }
    if (state != DemoState::none) return;
    tx.db().post("DELETE FROM company_state WHERE key = ?", {kFact});
    tx.db().post("DELETE FROM company_state WHERE key = ?", {kSeqFact});
}

}  // namespace bihuan::company
