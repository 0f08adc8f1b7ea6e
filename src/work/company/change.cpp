// Changes of the company's settings: read, checked, written, audited, put in force.
#include "base/error.h"
#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "work/company/company.h"
#include "work/file/file.h"

#include <algorithm>

namespace bihuan::company {

namespace {

constexpr std::int64_t kMonths = 12;
constexpr std::int64_t kClosingDayMax = 28;   // every month has it
const std::vector<std::string> kMembers = {
    "name", "short_name", "logo", "address", "phone", "tax_number", "banks", "base_currency",
    "fiscal_year_start", "closing_day", "zone", "version"};
const std::vector<std::string> kBankMembers = {"bank", "holder", "account", "currency"};

class Reader {
public:
    Reader(const Snapshot& snapshot, const Json& body, Settings& into)
        : snapshot_(snapshot), body_(body), into_(into) {}

    Issues read() {
        unknown(body_, kMembers, "");
        text(body_, "name", "", into_.name);
        if (body_.has("name") && into_.name.empty()) issues_.add("name", "issue.required");
        text(body_, "short_name", "", into_.short_name);
        text(body_, "address", "", into_.address);
        text(body_, "phone", "", into_.phone);
        text(body_, "tax_number", "", into_.tax_number);
        if (text(body_, "base_currency", "", into_.base_currency)) {
            if (currency("base_currency", into_.base_currency)) known_currency();
        }
        if (text(body_, "zone", "", into_.zone) && !Zone::find(into_.zone)) {
            issues_.add("zone", "issue.zone.unknown", {{"name", into_.zone}});
        }
        number("fiscal_year_start", 1, kMonths, into_.fiscal_year_start);
        number("closing_day", 0, kClosingDayMax, into_.closing_day);
        logo();
        banks();
        return std::move(issues_);
    }

private:
    void unknown(const Json& json, const std::vector<std::string>& known,
                 const std::string& place) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            const std::string name(json.key_at(i));
            if (std::find(known.begin(), known.end(), name) != known.end()) continue;
            issues_.add(place + name, "issue.unknown_field", {}, nearest(name, known).value_or(""));
        }
    }

    // True when the member is named.
    bool text(const Json& json, const char* name, const std::string& place, std::string& into) {
        if (!json.has(name)) return false;
        const Json value = json.get(name);
        into = value.is_string() ? trim(value.string()) : std::string();
        if (!value.is_string() && !value.is_null()) {
            issues_.add(place + name, "issue.text.not_text");
        } else if (count_code_points(into) > kTextMax) {
            issues_.add(place + name, "issue.text.too_long", {{"max", std::to_string(kTextMax)}});
        }
        return true;
    }

    bool currency(const std::string& place, const std::string& code) {
        const bool fits = code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) {
            return c >= 'A' && c <= 'Z';
        });
        if (!fits) issues_.add(place, "issue.company.currency");
        return fits;
    }

    // One that every record with amounts can be in: a code of nowhere would leave a
    // company in which nothing can be entered.
    void known_currency() {
        for (const meta::Object& object : snapshot_.schema().objects()) {
            const meta::Field* field = object.find("currency");
            if (!field || field->type->name() != "select") continue;
            std::vector<std::string> codes;
            for (const auto& option : field->settings.options) codes.push_back(option.key);
            if (std::find(codes.begin(), codes.end(), into_.base_currency) != codes.end()) continue;
            const Language language = snapshot_.language();
            issues_.add("base_currency", "issue.company.currency_unknown",
                        {{"currency", into_.base_currency},
                         {"known", join(codes, language == Language::zh ? "、" : ", ")},
                         {"object", object.label.in(language)},
                         {"field", field->label.in(language)}});
            return;
        }
    }

    void number(const char* name, std::int64_t min, std::int64_t max, std::int64_t& into) {
        if (!body_.has(name)) return;
        const Json value = body_.get(name);
        const bool fits = value.kind() == Json::Kind::integer && value.integer() >= min &&
                          value.integer() <= max;
        if (fits) into = value.integer();
        else issues_.add(name, "issue.company.range", {{"min", std::to_string(min)},
                                                       {"max", std::to_string(max)}});
    }

    void logo() {
        if (!body_.has("logo")) return;
        const Json value = body_.get("logo");
        into_.logo = RecordId();
        if (value.is_null()) return;
        const auto id = value.is_string() ? parse_record_id(value.string()) : std::nullopt;
        const auto file = id ? file::find(snapshot_, *id) : std::nullopt;
        if (!file || file->type != "image/png" || file->size > kLogoBytesMax) {
            issues_.add("logo", "issue.company.logo",
                        {{"max", std::to_string(kLogoBytesMax / 1024)}});
            return;
        }
        into_.logo = file::find_visible(snapshot_, *id).id;
    }

    void banks() {
        if (!body_.has("banks")) return;
        const Json list = body_.get("banks");
        into_.banks.clear();
        if (!list.is_array() || list.size() > kBanksMax) {
            issues_.add("banks", "issue.company.banks", {{"max", std::to_string(kBanksMax)}});
            return;
        }
        for (std::size_t i = 0; i < list.size(); ++i) {
            const std::string place = "banks[" + std::to_string(i) + "].";
            const Json item = list.at(i);
            if (!item.is_object()) {
                issues_.add(place, "issue.record.object");
                continue;
            }
            unknown(item, kBankMembers, place);
            Bank bank;
            bank.currency = into_.base_currency;
            text(item, "bank", place, bank.bank);
            text(item, "holder", place, bank.holder);
            text(item, "account", place, bank.account);
            if (text(item, "currency", place, bank.currency)) {
                currency(place + "currency", bank.currency);
            }
            if (bank.bank.empty()) issues_.add(place + "bank", "issue.required");
            if (bank.account.empty()) issues_.add(place + "account", "issue.required");
            into_.banks.push_back(std::move(bank));
        }
    }

    const Snapshot& snapshot_;
    const Json& body_;
    Settings& into_;
    Issues issues_;
};

bool has_money(const meta::Object& object) {
    return std::any_of(object.fields.begin(), object.fields.end(), [](const meta::Field& field) {
        return field.stored && field.type->name() == "money";
    });
}

// Base amounts are stored with each record: in another currency they would be wrong.
void demand_no_amounts(const Snapshot& snapshot) {
    for (const meta::Object& object : snapshot.schema().objects()) {
        if (!has_money(object)) continue;
        snapshot.db().query("SELECT 1 FROM " + snapshot.dialect().quote(object.name) + " LIMIT 1",
                            {}, [&](const db::Row&) -> bool {
                                throw Error(Code::conflict, "error.company.currency_in_use",
                                            {{"object", object.label.in(snapshot.language())}})
                                    .at_field("base_currency");
                            });
    }
}

// What changed, before and after, for the audit log.
std::string difference(const Settings& before, const Settings& after) {
    const auto text_of = [](const Settings& settings) {
        std::string text;
        JsonWriter json(text);
        write(settings, json);
        return Json::parse(text);
    };
    const Json old_one = text_of(before);
    const Json new_one = text_of(after);
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    for (std::size_t i = 0; i < new_one.size(); ++i) {
        const std::string_view name = new_one.key_at(i);
        if (name == "version" || old_one.at(i).to_text() == new_one.at(i).to_text()) continue;
        json.key(name).begin_array();
        json.raw(old_one.at(i).to_text()).raw(new_one.at(i).to_text()).end_array();
    }
    json.end_object();
    return out;
}

}  // namespace

Settings change(Tx& tx, const Json& body, std::optional<std::int64_t> version) {
    access::demand_administrator(tx);
    if (!body.is_object()) throw Error(Code::invalid, "issue.record.object");
    const Settings before = load(tx);
    if (version && *version != before.version) {
        throw Error(Code::conflict, "error.company.stale");
    }
    Settings after = before;
    throw_if_any(Reader(tx, body, after).read());
    if (after.base_currency != before.base_currency) demand_no_amounts(tx);
    const std::string changed = difference(before, after);
    if (changed == "{}") return before;
    ++after.version;
    std::string text;
    JsonWriter json(text);
    write(after, json);
    set_fact(tx, "company_name", after.name);
    set_fact(tx, "company_settings", text);
    access::audit(tx, "company.changed", "", RecordId(), changed);
    access::touch_rights(tx);  // queries planned for the zone of before are planned anew
    Workspace& workspace = tx.workspace();
    tx.after_commit([&workspace] {
        workspace.read(Actor::system(), [](const Snapshot& snapshot) { adopt(snapshot); });
    });
    return after;
}

}  // namespace bihuan::company
