#include "work/view/reach.h"

#include "kernel/access/rights.h"

#include <algorithm>
#include <set>

namespace bihuan::view {

namespace {

// The actor's departments and all above them: what is shared with a department reaches down.
std::set<std::int64_t> departments_above(const Snapshot& snapshot) {
    std::set<std::int64_t> all;
    std::vector<std::int64_t> open = snapshot.actor().own_depts;
    while (!open.empty()) {
        const std::int64_t dept = open.back();
        open.pop_back();
        if (!all.insert(dept).second) continue;  // a circle in the data does no harm
        snapshot.db().query("SELECT parent FROM department WHERE id = ? AND parent IS NOT NULL",
                            {dept}, [&](const db::Row& row) {
                                open.push_back(row.integer(0));
                                return false;
                            });
    }
    return all;
}

}  // namespace

std::vector<Audience> audiences_of(const Snapshot& snapshot) {
    std::vector<Audience> out{{Share::company, 0}};
    for (const std::int64_t role : snapshot.actor().roles) out.push_back({Share::role, role});
    for (const std::int64_t dept : departments_above(snapshot)) {
        out.push_back({Share::team, dept});
    }
    return out;
}

bool may_see(const Snapshot& snapshot, const View& view) {
    if (view.owner == snapshot.actor().user) return true;
    if (view.share == Share::mine) return false;
    if (access::rights_of(snapshot)->is_administrator()) return true;
    const auto audiences = audiences_of(snapshot);
    return std::any_of(audiences.begin(), audiences.end(), [&](const Audience& each) {
        return each.share == view.share && each.with == view.with.value;
    });
}

bool may_share(const Snapshot& snapshot, const View& view) {
    const auto rights = access::rights_of(snapshot);
    if (view.share == Share::mine || rights->is_administrator()) return true;
    if (!rights->may_share_views() || view.share == Share::company) return false;
    const auto& depts = snapshot.actor().depts;
    return view.share == Share::role ||
           std::binary_search(depts.begin(), depts.end(), view.with.value);
}

}  // namespace bihuan::view
