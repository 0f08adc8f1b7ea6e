// Where the settings are kept, and how they come into force.
#include "base/error.h"
#include "work/company/company.h"

namespace bihuan::company {

namespace {

constexpr std::string_view kName = "company_name";
constexpr std::string_view kSettings = "company_settings";

}  // namespace

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS company_state (key TEXT PRIMARY KEY, "
           "value TEXT NOT NULL);\n";
}

std::string fact(const Snapshot& snapshot, std::string_view key) {
    std::string out;
    snapshot.db().query("SELECT value FROM company_state WHERE key = ?", {key},
                        [&](const db::Row& row) {
                            out = std::string(row.text(0));
                            return false;
                        });
    return out;
}

void set_fact(Tx& tx, std::string_view key, std::string_view value) {
    tx.db().post("INSERT INTO company_state (key, value) VALUES (?, ?) "
                 "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                 {key, value});
}

Settings load(const Snapshot& snapshot) {
    Settings out;
    out.name = fact(snapshot, kName);
    out.base_currency = snapshot.workspace().base_currency();
    out.zone = snapshot.zone().name();
    const std::string kept = fact(snapshot, kSettings);
    if (kept.empty()) return out;
    const Json json = Json::parse(kept);
    out.short_name = json.text_or("short_name", "");
    out.logo = parse_record_id(json.text_or("logo", "")).value_or(RecordId());
    out.address = json.text_or("address", "");
    out.phone = json.text_or("phone", "");
    out.tax_number = json.text_or("tax_number", "");
    const Json banks = json.get("banks");
    for (std::size_t i = 0; banks.is_array() && i < banks.size(); ++i) {
        const Json bank = banks.at(i);
        out.banks.push_back({bank.text_or("bank", ""), bank.text_or("holder", ""),
                             bank.text_or("account", ""), bank.text_or("currency", "")});
    }
    out.base_currency = json.text_or("base_currency", out.base_currency);
    out.fiscal_year_start = json.integer_or("fiscal_year_start", 1);
    out.closing_day = json.integer_or("closing_day", 0);
    out.zone = json.text_or("zone", out.zone);
    out.version = json.integer_or("version", 0);
    return out;
}

void write(const Settings& settings, JsonWriter& json) {
    json.begin_object().key("name").string(settings.name);
    json.key("short_name").string(settings.short_name).key("logo");
    if (settings.logo) json.id(settings.logo.value);
    else json.null();
    json.key("address").string(settings.address).key("phone").string(settings.phone);
    json.key("tax_number").string(settings.tax_number).key("banks").begin_array();
    for (const Bank& bank : settings.banks) {
        json.begin_object().key("bank").string(bank.bank).key("holder").string(bank.holder);
        json.key("account").string(bank.account);
        json.key("currency").string(bank.currency).end_object();
    }
    json.end_array().key("base_currency").string(settings.base_currency);
    json.key("fiscal_year_start").integer(settings.fiscal_year_start);
    json.key("closing_day").integer(settings.closing_day);
    json.key("zone").string(settings.zone);
    json.key("version").integer(settings.version).end_object();
}

void adopt(const Snapshot& snapshot) {
    Workspace& workspace = snapshot.workspace();
    const Settings settings = load(snapshot);
    if (settings.zone != workspace.zone().name()) {
        // Refused when it was set; only a machine without its zone files can fail here.
        const auto zone = Zone::find(settings.zone);
        if (!zone) {
            throw Error(Code::unavailable, "error.company.zone", {{"name", settings.zone}});
        }
        workspace.adopt_zone(*zone);
    }
    if (settings.base_currency != workspace.base_currency()) {
        workspace.adopt_base_currency(settings.base_currency);
    }
}

}  // namespace bihuan::company
