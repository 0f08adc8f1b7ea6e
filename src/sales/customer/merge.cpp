// Two accounts, contacts or leads that turned out to be one: what points at the other points at
// the record that stays, which takes the values chosen for it; the other goes to the recycle bin
// and says where it went. One transaction, all or nothing.
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "kernel/event/ledger.h"
#include "sales/customer/internal.h"
#include "sales/team/team.h"
#include "work/discuss/discuss.h"

#include <algorithm>

namespace bihuan::customer {

namespace {

// ~80 us each: more would keep everybody else from writing for longer than a breath.
constexpr int kMovedMax = 5'000;
constexpr std::string_view kInto = "merged_into";
constexpr std::string_view kFrom = "merged_from";
constexpr std::size_t kFromMax = 200;  // characters of the field that remembers names

std::string first_characters(const std::string& text, std::size_t count) {
    std::size_t end = 0;
    for (std::size_t i = 0; i < count && end < text.size(); ++i) next_code_point(text, end);
    return text.substr(0, end);
}

bool is_set_by_people(const meta::Field& field) {
    return field.stored && !field.read_only && field.type->is_writable();
}

class Merge {
public:
    explicit Merge(record::VerbCall& call)
        : call_(call), tx_(call.tx), object_(call.object), kept_(call.record),
          other_(find_other()) {}

    std::string run() {
        demand_rights();
        const record::Changes taken = read_taken();
        std::string moved = move_related();
        move_around();
        let_go();
        keep(taken);
        access::audit(tx_, "merge", object_.name, kept_.id, to_text(other_.id));
        return moved;
    }

private:
    record::Record find_other() const {
        const RecordId id = call_.argument("other").as<RecordId>();
        Issues issues;
        if (id == kept_.id) issues.add("other", "issue.merge.same");
        throw_if_any(std::move(issues));
        record::Record other = record::load_visible(tx_, object_, id);
        const auto* version = call_.argument("other_version").get_if<std::int64_t>();
        if (version && *version != other.version) {
            throw Error(Code::conflict, "error.record.stale",
                        {{"object", object_.label.in(tx_.language())},
                         {"title", other.text("name")},
                         {"version", std::to_string(other.version)}})
                .at_field("other");
        }
        return other;
    }

    // The verb asked for the record that stays; the other one is changed and deleted.
    void demand_rights() const {
        record::check(tx_, object_, record::Changes(), other_.id, {});
        access::demand(tx_, object_, access::Act::remove);
        Issues issues;
        if (object_.name == "contact" && kept_.ref("account") != other_.ref("account")) {
            issues.add("other", "issue.merge.other_account");
        }
        if (object_.name == "lead" && other_.text("state") == "converted") {
            issues.add("other", "issue.lead.converted");
        }
        throw_if_any(std::move(issues));
    }

    // The fields whose value comes from the other record: only what this person may change.
    record::Changes read_taken() const {
        record::Changes changes;
        Issues issues;
        const auto* names = call_.argument("take").get_if<std::string>();
        const std::string_view all = names ? std::string_view(*names) : std::string_view();
        for (const std::string_view part : split(all, ',')) {
            const std::string name = trim(part);
            if (name.empty()) continue;
            const meta::Field* field = object_.find(name);
            if (!field || !is_set_by_people(*field) ||
                access::rights_of(tx_)->field(object_, *field) != access::FieldRight::write) {
                issues.add("take", "issue.merge.field", {{"field", name}});
                continue;
            }
            if (name == "owner") access::demand(tx_, object_, access::Act::transfer);
            changes.set(object_, name, other_.get(name));
        }
        throw_if_any(std::move(issues));
        return changes;
    }

    std::vector<RecordId> pointing(const meta::Object& object, const meta::Field& field) const {
        std::vector<RecordId> ids;
        const db::Dialect& dialect = tx_.dialect();
        tx_.db().query("SELECT id FROM " + dialect.quote(object.name) + " WHERE " +
                           dialect.quote(field.name) + " = ? AND deleted_at IS NULL ORDER BY id",
                       {other_.id.value}, [&](const db::Row& row) {
                           ids.emplace_back(row.integer(0));
                           return ids.size() <= static_cast<std::size_t>(kMovedMax);
                       });
        return ids;
    }

    int move_field(const meta::Object& object, const meta::Field& field) {
        const std::vector<RecordId> ids = pointing(object, field);
        moved_ += static_cast<int>(ids.size());
        if (moved_ > kMovedMax) {
            throw Error(Code::limit, "error.merge.too_many",
                        {{"max", std::to_string(kMovedMax)}});
        }
        for (const RecordId id : ids) {
            record::Changes changes;
            // A customer is not its own parent.
            changes.set(object, field.name, id == kept_.id ? Value() : Value(kept_.id));
            record::update(tx_, object, id, changes, team::by_verb(""));
        }
        return static_cast<int>(ids.size());
    }

    // Everything that names the other one. Returns the result: what moved, by object.
    std::string move_related() {
        std::string out;
        JsonWriter json(out);
        json.begin_object().key("objects").begin_array();
        for (const meta::Object& object : tx_.schema().objects()) {
            int count = 0;
            for (const meta::Field& field : object.fields) {
                const bool points = field.stored && field.name != kInto &&
                                    field.type->name() == "lookup" &&
                                    tx_.schema().target(field) == &object_;
                if (points) count += move_field(object, field);
            }
            if (count == 0) continue;
            json.begin_object().key("object").string(object.name);
            json.key("label").string(object.label.in(tx_.language()));
            json.key("count").integer(count).end_object();
        }
        json.end_array().key("moved").integer(moved_).end_object();
        return out;
    }

    // What is no record: comments and followers, who works along, whose customer a booking is.
    void move_around() {
        discuss::move_talk(tx_, object_, other_.id, kept_.id);
        std::vector<std::pair<RecordId, std::string>> along;
        tx_.db().query("SELECT to_id, role FROM link WHERE relation = 'collaborator' "
                       "AND from_id = ? AND to_id NOT IN (SELECT to_id FROM link "
                       "WHERE relation = 'collaborator' AND from_id = ?)",
                       {other_.id.value, kept_.id.value}, [&](const db::Row& row) {
                           along.emplace_back(RecordId(row.integer(0)), row.text(1));
                           return true;
                       });
        for (const auto& [person, role] : along) {
            record::add_link(tx_, "collaborator", kept_.id, person, role);
        }
        if (object_.name == "account") event::give_account(tx_.db(), other_.id, kept_.id);
    }

    void let_go() {
        record::Changes pointer;
        pointer.set(object_, kInto, kept_.id);
        record::update(tx_, object_, other_.id, pointer, team::by_verb(""));
        record::remove(tx_, object_, other_.id, std::nullopt, record::Via::verb);
    }

    // Last: what was the other's alone, such as a number of its own, is free now.
    void keep(record::Changes taken) {
        const std::string before = kept_.text(kFrom);
        const std::string name = other_.text("name");
        const std::string all = before.empty() ? name : name + "、" + before;
        taken.set(object_, kFrom, first_characters(all, kFromMax));
        record::WriteSettings settings = team::by_verb(object_.name + ".merged");
        settings.allow_duplicates = true;
        record::update(tx_, object_, kept_.id, taken, settings);
    }

    record::VerbCall& call_;
    Tx& tx_;
    const meta::Object& object_;
    const record::Record& kept_;
    record::Record other_;
    int moved_ = 0;
};

}  // namespace

std::string merge(record::VerbCall& call) { return Merge(call).run(); }

// What moved stays where it is: it may have been worked on since.
void part_again(Tx& tx, const record::Record* before, const record::Record& after) {
    const bool came_back = before && before->deleted_at && !after.deleted_at;
    if (!came_back || !after.ref(kInto)) return;
    record::Changes changes;
    changes.set(*after.object, kInto, Value());
    record::update(tx, *after.object, after.id, changes, team::by_verb(""));
}

}  // namespace bihuan::customer
