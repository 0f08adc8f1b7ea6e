#include "app/demo_scene.h"

#include "base/error.h"
#include "kernel/access/session.h"

#include <algorithm>

namespace bihuan::app {

namespace {

constexpr std::size_t kActsOfOneTx = 400;    // measured: fewer cost commits, more gain nothing
constexpr std::int64_t kStep = 1'000;        // two writes of one act are a millisecond apart

record::Changes changes_of(const meta::Object& object, const DemoValues& values) {
    record::Changes changes;
    for (const auto& [field, value] : values) changes.set(object, field, value);
    return changes;
}

record::WriteSettings as_verb() {
    record::WriteSettings settings;
    settings.via = record::Via::verb;
    settings.allow_duplicates = true;  // some customers were entered twice: that is the story
    return settings;
}

}  // namespace

Value demo_yuan(std::int64_t yuan) { return Decimal(yuan * 100, 2); }

std::string demo_text(std::string_view name, std::string_view value) {
    std::string out;
    JsonWriter json(out);
    json.begin_object().key(name).string(value).end_object();
    return out;
}

DemoScene::DemoScene(Workspace& workspace) : workspace_(workspace), schema_(workspace.schema()) {}

void DemoScene::at(Instant when, std::function<void()> act) {
    acts_.push_back({when, std::move(act)});
}

void DemoScene::on(Date day, int minute, std::function<void()> act) {
    const Instant midnight = workspace_.zone().start_of(day);
    at(Instant{midnight.micros + minute * 60 * kMicrosPerSecond}, std::move(act));
}

void DemoScene::play(const std::function<void(std::size_t, std::size_t)>& told) {
    std::stable_sort(acts_.begin(), acts_.end(),
                     [](const Act& a, const Act& b) { return a.when < b.when; });
    for (std::size_t next = 0; next < acts_.size();) {
        const std::size_t end = std::min(acts_.size(), next + kActsOfOneTx);
        workspace_.database().write(db::Lane::bulk, [&](db::WriteLease& lease) {
            lease_ = &lease;
            recorded_at_ = workspace_.clock().now();
            for (std::size_t i = next; i < end; ++i) {
                at_ = std::max(acts_[i].when, Instant{at_.micros + kStep});
                acts_[i].run();
            }
        });
        lease_ = nullptr;
        next = end;
        told(next, acts_.size());
    }
    acts_.clear();
}

void DemoScene::employ(std::size_t person, RecordId id) {
    if (users_.size() <= person) users_.resize(person + 1);
    users_[person] = id;
    people_[id.value] = person;
}

void DemoScene::refresh_people() { actors_.clear(); }

const Actor& DemoScene::actor(std::size_t who) {
    if (who == kSystem) return system_;
    auto& known = actors_[who];
    if (!known) {
        const Tx tx(workspace_, *lease_, schema_, system_, recorded_at_, recorded_at_, "");
        known = access::actor_of(tx, to_user(users_.at(who)));
    }
    return *known;
}

void DemoScene::in_tx(std::size_t who, const std::function<void(Tx&)>& fn) {
    at_ = Instant{std::min(at_.micros + kStep, recorded_at_.micros)};
    Tx tx(workspace_, *lease_, schema_, actor(who), at_, recorded_at_, "");
    fn(tx);
}

RecordId DemoScene::create(std::size_t who, std::string_view object, const DemoValues& values,
                           std::string_view lines_field, const DemoLines& lines) {
    const meta::Object& of = schema_->at(object);
    record::Changes changes = changes_of(of, values);
    if (!lines.empty()) {
        const meta::Field& field = of.at(lines_field);
        std::vector<record::LineChange> list;
        for (const DemoValues& line : lines) {
            list.push_back({RecordId(), false, changes_of(*schema_->target(field), line).values});
        }
        changes.lines.emplace_back(&field, std::move(list));
    }
    RecordId id;
    in_tx(who, [&](Tx& tx) { id = record::create(tx, of, changes, as_verb()).id; });
    return id;
}

void DemoScene::update(std::size_t who, std::string_view object, RecordId id,
                       const DemoValues& values) {
    const meta::Object& of = schema_->at(object);
    in_tx(who, [&](Tx& tx) { record::update(tx, of, id, changes_of(of, values), as_verb()); });
}

Json DemoScene::verb(std::size_t who, std::string_view object, RecordId id, std::string_view name,
                     std::string_view arguments) {
    std::string result;
    try {
        in_tx(who, [&](Tx& tx) {
            tx.set_cause("verb " + std::string(name));
            result = record::run_verb(tx, schema_->at(object), id, name, std::nullopt,
                                      Json::parse(arguments));
        });
    } catch (const Error& error) {
        std::string why = std::string(object) + "." + std::string(name) + " " + error.key();
        for (const Issue& issue : error.issues()) why += "; " + issue.field + " " + issue.key;
        throw Error(Code::internal, "error.internal").because(why + " " + error.cause());
    }
    return result.empty() ? Json() : Json::parse(result);
}

std::size_t DemoScene::owner_of(std::string_view object, RecordId id, std::size_t else_) {
    const meta::Object& of = schema_->at(object);
    std::int64_t owner = 0;
    lease_->connection().query("SELECT owner FROM " +
                                   workspace_.database().dialect().quote(of.name) +
                                   " WHERE id = ?",
                               {id.value}, [&](const db::Row& row) {
                                   owner = row.integer(0);
                                   return false;
                               });
    const auto found = people_.find(owner);
    if (found == people_.end() || has_left_.count(found->second)) return else_;
    return found->second;
}

std::vector<RecordId> DemoScene::lines_of(std::string_view object, std::string_view by,
                                          RecordId parent) {
    std::vector<RecordId> ids;
    in_tx(kSystem, [&](Tx& tx) {
        for (const record::Record& one :
             record::load_children(tx, schema_->at(object), by, parent)) {
            ids.push_back(one.id);
        }
    });
    return ids;
}

}  // namespace bihuan::app
