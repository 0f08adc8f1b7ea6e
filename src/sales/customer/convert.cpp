// A lead becomes a customer: account (new, or the one named), contact, and an opportunity when
// asked for. What was written about the lead moves along; the lead can be converted only once.
#include "kernel/match/match.h"
#include "sales/customer/internal.h"
#include "sales/team/team.h"

namespace bihuan::customer {

namespace {

constexpr int kDuplicatesShown = 5;

class Conversion {
public:
    explicit Conversion(record::VerbCall& call)
        : call_(call), tx_(call.tx), lead_(call.record),
          owner_(lead_.ref("owner") ? lead_.ref("owner") : to_record(tx_.actor().user)) {}

    std::string run() {
        account_ = find_or_make_account();
        contact_ = find_or_make_contact();
        if (flag("create_opportunity")) opportunity_ = make_opportunity();
        move("activity");
        move("task");
        close();
        std::string out;
        JsonWriter json(out);
        json.begin_object().key("account").id(account_.value).key("contact");
        put(json, contact_);
        json.key("opportunity");
        put(json, opportunity_);
        json.end_object();
        return out;
    }

private:
    static void put(JsonWriter& json, RecordId id) {
        if (id) json.id(id.value);
        else json.null();
    }
    bool flag(std::string_view name) const {
        const auto* flag = call_.argument(name).get_if<bool>();
        return flag && *flag;
    }
    std::string text(std::string_view name) const {
        const auto* text = call_.argument(name).get_if<std::string>();
        return text ? *text : std::string();
    }
    Value owner() const { return owner_ ? Value(owner_) : Value(); }

    // Copies what both have under the same or another name and the target has not yet.
    void copy(record::Changes& changes, const meta::Object& to, std::string_view from_field,
              std::string_view to_field) const {
        const Value& value = lead_.get(from_field);
        if (!value.is_null()) changes.set(to, to_field, value);
    }

    RecordId find_or_make_account() {
        const meta::Object& object = tx_.schema().at("account");
        if (const auto* given = call_.argument("account").get_if<RecordId>()) {
            const record::Record account = record::load_visible(tx_, object, *given);
            follow_on(object, account);
            return account.id;
        }
        const std::string name =
            text("account_name").empty() ? lead_.text("name") : text("account_name");
        if (!flag("allow_duplicate")) refuse_duplicates(object, name);
        record::Changes changes;
        changes.set(object, "name", name);
        changes.set(object, "owner", owner());
        for (const char* field : {"phone", "email", "industry", "size", "source",
                                  "last_follow_at", "next_time"}) {
            copy(changes, object, field, field);
        }
        copy(changes, object, "region", "address");
        record::WriteSettings settings = team::by_verb("");
        settings.allow_duplicates = true;  // asked above
        return record::create(tx_, object, changes, settings).id;
    }

    // An account that is there already learns when it was last contacted.
    void follow_on(const meta::Object& object, const record::Record& account) {
        const auto* last = lead_.get("last_follow_at").get_if<Instant>();
        const auto* known = account.get("last_follow_at").get_if<Instant>();
        if (!last || (known && *known >= *last)) return;
        record::Changes changes;
        changes.set(object, "last_follow_at", *last);
        record::update(tx_, object, account.id, changes, team::by_verb(""));
    }

    void refuse_duplicates(const meta::Object& object, const std::string& name) {
        const Value as_name(name);
        Issues issues;
        ask(object, "name", as_name, "account_name", issues);
        ask(object, "phone", lead_.get("phone"), "account", issues);
        ask(object, "phone", lead_.get("mobile"), "account", issues);
        if (issues.empty()) return;
        throw Error(Code::conflict, "error.lead.duplicate", {{"name", name}})
            .with_issues(std::move(issues));
    }

    void ask(const meta::Object& object, std::string_view field, const Value& value,
             const char* at, Issues& issues) {
        if (value.is_null()) return;
        const match::Field asked[] = {{&object.at(field), &value}};
        for (const match::Duplicate& hit :
             match::find_duplicates(tx_, object, asked, RecordId(), kDuplicatesShown)) {
            if (hit.visible) {
                issues.add(at, "issue.duplicate", {{"title", hit.title},
                                                   {"owner", hit.owner_name},
                                                   {"id", to_text(hit.id)}});
            } else {
                issues.add(at, "issue.duplicate.hidden", {{"owner", hit.owner_name}});
            }
        }
    }

    // The contact of the account with this mobile or name, else a new one.
    RecordId find_or_make_contact() {
        const std::string name = lead_.text("contact_name");
        if (name.empty()) return RecordId();
        const meta::Object& object = tx_.schema().at("contact");
        const std::string mobile = lead_.text("mobile");
        for (const record::Record& known :
             record::load_children(tx_, object, "account", account_)) {
            const bool same_mobile = !mobile.empty() && known.text("mobile") == mobile;
            const bool same_name = mobile.empty() && known.text("name") == name;
            if (same_mobile || same_name) return known.id;
        }
        record::Changes changes;
        changes.set(object, "account", account_);
        changes.set(object, "name", name);
        changes.set(object, "owner", owner());
        for (const char* field : {"title", "mobile", "phone", "email", "wechat"}) {
            copy(changes, object, field, field);
        }
        record::WriteSettings settings = team::by_verb("");
        settings.allow_duplicates = true;  // the same person may stand at two customers
        return record::create(tx_, object, changes, settings).id;
    }

    RecordId make_opportunity() {
        const meta::Object& object = tx_.schema().at("opportunity");
        record::Changes changes;
        const std::string name = text("opportunity_name");
        changes.set(object, "name", name.empty() ? lead_.text("name") : name);
        changes.set(object, "account", account_);
        if (contact_) changes.set(object, "contact", contact_);
        changes.set(object, "owner", owner());
        changes.set(object, "lead", lead_.id);
        if (!call_.argument("amount").is_null()) {
            changes.set(object, "amount", call_.argument("amount"));
        } else {
            copy(changes, object, "budget", "amount");
        }
        if (!call_.argument("expected_close").is_null()) {
            changes.set(object, "expected_close", call_.argument("expected_close"));
        }
        for (const char* field : {"source", "campaign", "next_time", "last_follow_at"}) {
            copy(changes, object, field, field);
        }
        copy(changes, object, "need", "description");
        return record::create(tx_, object, changes, team::by_verb("")).id;
    }

    // What hangs on the lead hangs on the customer as well.
    void move(std::string_view name) {
        const meta::Object& object = tx_.schema().at(name);
        for (const record::Record& one :
             record::load_children(tx_, object, "lead", lead_.id)) {
            record::Changes changes;
            const auto fill = [&](std::string_view field, RecordId id) {
                const bool has_field = object.find(field) != nullptr;
                if (has_field && id && !one.ref(field)) changes.set(object, field, id);
            };
            fill("account", account_);
            fill("opportunity", opportunity_);
            fill("contact", contact_);
            if (changes.values.empty()) continue;
            record::update(tx_, object, one.id, changes, team::by_verb(""));
        }
    }

    void close() {
        record::Changes changes;
        const meta::Object& object = call_.object;
        changes.set(object, "state", "converted");
        changes.set(object, "converted_at", tx_.now());
        changes.set(object, "converted_account", account_);
        if (contact_) changes.set(object, "converted_contact", contact_);
        if (opportunity_) changes.set(object, "converted_opportunity", opportunity_);
        changes.set(object, "next_time", Null{});
        // Who converts it has checked it.
        if (lead_.get("qualified_at").is_null()) changes.set(object, "qualified_at", tx_.now());
        record::update(tx_, object, lead_.id, changes, team::by_verb("lead.converted"));
    }

    record::VerbCall& call_;
    Tx& tx_;
    const record::Record& lead_;
    RecordId owner_;
    RecordId account_;
    RecordId contact_;
    RecordId opportunity_;
};

}  // namespace

std::string convert(record::VerbCall& call) { return Conversion(call).run(); }

}  // namespace bihuan::customer
