// Writes the demo company's past as it happened: each act by its person, dated on its day,
// through the record path and the verbs that everybody uses.
//
// Lives on one thread while the company is loaded; acts run in the order of their time, many in
// one transaction.
#pragma once

#include "app/demo_plan.h"
#include "app/demo_words.h"
#include "kernel/actor.h"
#include "kernel/record/write.h"
#include "kernel/workspace.h"

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace bihuan::app {

using DemoValues = std::vector<std::pair<std::string_view, Value>>;
using DemoLines = std::vector<DemoValues>;

class DemoScene {
public:
    explicit DemoScene(Workspace& workspace);

    // An act at an instant; those of one instant run in the order they were given.
    void at(Instant when, std::function<void()> act);
    void on(Date day, int minute, std::function<void()> act);  // minutes since midnight
    // Runs all acts; `told` hears how many of how many are done.
    void play(const std::function<void(std::size_t, std::size_t)>& told);

    // People by their place in data/demo_company/people.txt; npos: the system.
    static constexpr std::size_t kSystem = SIZE_MAX;
    void employ(std::size_t person, RecordId id);
    RecordId user(std::size_t person) const { return users_.at(person); }
    void refresh_people();  // rights or the organisation changed

    // Inside acts only. Values of lookups are ids; money is in yuan or a Decimal.
    RecordId create(std::size_t who, std::string_view object, const DemoValues& values,
                    std::string_view lines_field = {}, const DemoLines& lines = {});
    void update(std::size_t who, std::string_view object, RecordId id, const DemoValues& values);
    Json verb(std::size_t who, std::string_view object, RecordId id, std::string_view name,
              std::string_view arguments = "{}");
    void in_tx(std::size_t who, const std::function<void(Tx&)>& fn);
    // Whose record it is now; `else_` when nobody's, or when that person has left.
    std::size_t owner_of(std::string_view object, RecordId id, std::size_t else_);
    std::vector<RecordId> lines_of(std::string_view object, std::string_view by, RecordId parent);
    void leave(std::size_t person) { has_left_.insert(person); }

    Instant now() const { return at_; }
    Workspace& workspace() { return workspace_; }

private:
    struct Act {
        Instant when;
        std::function<void()> run;
    };
    const Actor& actor(std::size_t who);

    Workspace& workspace_;
    std::shared_ptr<const meta::Schema> schema_;
    std::vector<Act> acts_;
    std::vector<RecordId> users_;
    std::map<std::int64_t, std::size_t> people_;
    std::map<std::size_t, std::shared_ptr<const Actor>> actors_;
    std::set<std::size_t> has_left_;
    Actor system_ = Actor::system();
    db::WriteLease* lease_ = nullptr;
    Instant recorded_at_;
    Instant at_;
};

Value demo_yuan(std::int64_t yuan);
std::string demo_text(std::string_view name, std::string_view value);  // {"name": "value"}

}  // namespace bihuan::app
