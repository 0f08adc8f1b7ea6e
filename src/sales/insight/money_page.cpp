// The money page: what is owed, how old it is, by whom; and receipts that wait for allocation.
#include "sales/insight/families.h"

#include "kernel/query/query.h"
#include "sales/contract/contract.h"
#include "sales/insight/record_sums.h"

#include <algorithm>
#include <unordered_map>

namespace bihuan::insight {

namespace {

constexpr int kMoneyScale = 2;
constexpr std::size_t kAccountsMax = 100;     // shown at once; the list behind shows all
constexpr std::size_t kInstalmentsMax = 20;   // of one account
constexpr int kOpenMax = 20'000;              // instalments looked through
constexpr int kReceiptsMax = 200;

struct OpenInstalment {
    std::int64_t id = 0, contract = 0;
    std::string number, contract_name, due;
    std::int64_t amount = 0, remaining = 0;
};

struct Debtor {
    std::int64_t id = 0;
    std::int64_t uncollected = 0, overdue = 0;
    int oldest_days = 0;
    std::vector<OpenInstalment> instalments;   // oldest due first
};

Question today_of(const Snapshot& snapshot, std::string group = {}) {
    MetricRequest request;
    request.group = std::move(group);
    return resolve(snapshot, metric_named("uncollected"), request);
}

SqlText open_instalments(const Snapshot&, RecordSums& sums) {
    sums.where("not void and not settled and contract.in_force and remaining > 0");
    SqlText what = sums.column("account");
    for (const char* path : {"contract", "contract.name", "due_date", "amount", "remaining"}) {
        what.add(", ").add(sums.column(path));
    }
    what.add(", " + sums.sources().root_column("id"));
    what.add(", " + sums.sources().root_column("number"));
    SqlText sql = sums.select(what);
    sql.add(" ORDER BY CASE WHEN " + sums.sources().root_column("due_date") +
            " IS NULL THEN 1 ELSE 0 END, " + sums.sources().root_column("due_date"));
    return sql.add(" LIMIT ").bind(Value(std::int64_t{kOpenMax})), sql;
}

std::vector<Debtor> debtors_of(const Snapshot& snapshot) {
    std::unordered_map<std::int64_t, Debtor> by_account;
    const Question whole = today_of(snapshot);
    const Date today = whole.day;
    RecordSums sums(snapshot, whole, "instalment");
    const SqlText sql = open_instalments(snapshot, sums);
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        Debtor& debtor = by_account[row.integer(0)];
        const auto due = parse_date(row.text(3));
        if (due && *due < today) {
            debtor.overdue += row.integer(5);
            debtor.oldest_days = std::max(debtor.oldest_days, today.days - due->days);
        }
        if (debtor.instalments.size() < kInstalmentsMax) {
            debtor.instalments.push_back({row.integer(6), row.integer(1),
                                          std::string(row.text(7)), std::string(row.text(2)),
                                          std::string(row.text(3)), row.integer(4),
                                          row.integer(5)});
        }
        return true;
    });
    for (const auto& [key, cell] :
         measured(snapshot, today_of(snapshot, "account"), "uncollected").cells) {
        if (cell.top != 0) by_account[key.id].uncollected = cell.top;
    }
    std::vector<Debtor> out;
    for (auto& [id, debtor] : by_account) {
        debtor.id = id;
        out.push_back(std::move(debtor));
    }
    std::sort(out.begin(), out.end(), [](const Debtor& a, const Debtor& b) {
        if (a.overdue != b.overdue) return a.overdue > b.overdue;
        if (a.uncollected != b.uncollected) return a.uncollected > b.uncollected;
        return a.id < b.id;
    });
    if (out.size() > kAccountsMax) out.resize(kAccountsMax);
    return out;
}

void write_debtor(const Snapshot& snapshot, const Debtor& debtor, JsonWriter& json) {
    json.begin_object().key("account").begin_object().key("id").id(debtor.id);
    json.key("name").string(name_of(snapshot, RecordId(debtor.id))).end_object();
    json.key("uncollected").scaled(debtor.uncollected, kMoneyScale);
    json.key("overdue").scaled(debtor.overdue, kMoneyScale);
    json.key("oldest_days").integer(debtor.oldest_days).key("instalments").begin_array();
    for (const OpenInstalment& one : debtor.instalments) {
        json.begin_object().key("id").id(one.id).key("number").string(one.number);
        json.key("contract").begin_object().key("id").id(one.contract);
        json.key("name").string(one.contract_name).end_object().key("due");
        if (one.due.empty()) json.null();
        else json.string(one.due);
        json.key("amount").scaled(one.amount, kMoneyScale);
        json.key("remaining").scaled(one.remaining, kMoneyScale).end_object();
    }
    json.end_array().end_object();
}

void write_money(const Snapshot& snapshot, std::string_view key, std::string_view metric,
                 JsonWriter& json) {
    json.key(key);
    if (!is_readable(snapshot, metric_named(metric))) {
        json.null();
        return;
    }
    json.scaled(total_of(measured(snapshot, today_of(snapshot), metric)), kMoneyScale);
}

void write_ageing(const Snapshot& snapshot, JsonWriter& json) {
    json.key("ageing").begin_array();
    for (const Bucket& bucket : ageing_of(snapshot, today_of(snapshot))) {
        const auto days = [&](std::string_view key, const std::optional<int>& value) {
            json.key(key);
            if (value) json.integer(*value);
            else json.null();
        };
        json.begin_object().key("bucket").string(bucket.name);
        json.key("label").string(bucket.label.in(snapshot.language()));
        days("from_days", bucket.from_days);
        days("to_days", bucket.to_days);
        json.key("amount").scaled(bucket.amount, kMoneyScale);
        json.key("count").integer(bucket.count).end_object();
    }
    json.end_array();
}

void write_unallocated_sum(const Snapshot& snapshot, JsonWriter& json) {
    json.key("unallocated");
    const meta::Object& object = snapshot.schema().at("receipt");
    if (!access::rights_of(snapshot)->may(object, access::Act::read)) {
        json.null();
        return;
    }
    const Question question = today_of(snapshot);
    RecordSums sums(snapshot, question, "receipt");
    sums.where("state == \"confirmed\"");
    Table table;
    sums.add_to(table, sums.column("unallocated"));
    json.scaled(total_of(table), kMoneyScale);
}

void write_proposals(const Snapshot& snapshot, RecordId id, JsonWriter& json) {
    const meta::Object& object = snapshot.schema().at("receipt");
    const auto receipt = record::load(snapshot, object, id);
    json.key("proposals").begin_array();
    if (receipt) {
        for (const auto& proposal : contract::propose_allocations(snapshot, *receipt)) {
            json.begin_object().key("instalment").begin_object();
            json.key("id").id(proposal.instalment.value);
            json.key("name").string(name_of(snapshot, proposal.instalment)).end_object();
            json.key("contract").begin_object().key("id").id(proposal.contract.value);
            json.key("name").string(name_of(snapshot, proposal.contract)).end_object();
            json.key("amount").scaled(proposal.amount.coefficient(), proposal.amount.scale());
            json.end_object();
        }
    }
    json.end_array();
}

}  // namespace

void collections(const Snapshot& snapshot, JsonWriter& json) {
    const Metric& share = metric_named("overdue_share");
    demand_readable(snapshot, share);
    json.begin_object();
    write_money(snapshot, "uncollected", "uncollected", json);
    write_money(snapshot, "receivable", "receivable", json);
    write_money(snapshot, "overdue", "overdue", json);
    Table table = measured(snapshot, today_of(snapshot), share.name);
    const auto value = value_of(table, table.whole(), share.unit);
    json.key("overdue_share");
    if (value) json.scaled(value->coefficient(), value->scale());
    else json.null();
    write_unallocated_sum(snapshot, json);
    write_ageing(snapshot, json);
    json.key("accounts").begin_array();
    for (const Debtor& debtor : debtors_of(snapshot)) write_debtor(snapshot, debtor, json);
    json.end_array().end_object();
}

void unallocated(const Snapshot& snapshot, JsonWriter& json) {
    query::ListRequest request;
    request.object = "receipt";
    request.where = "state == \"confirmed\" and unallocated > 0";
    request.sort = "date";
    request.fields = {"number", "date", "payer", "method", "account", "contract", "amount",
                      "unallocated", "owner"};
    request.limit = kReceiptsMax;
    std::vector<std::string> bodies;
    query::each(snapshot, request, [&](RecordId id, const std::vector<Value>& values) {
        std::string body;
        JsonWriter one(body);
        const auto reference = [&](std::string_view key, const Value& value) {
            const auto* to = value.get_if<RecordId>();
            one.key(key);
            if (!to) one.null();
            else one.begin_object().key("id").id(to->value).key("name")
                    .string(name_of(snapshot, *to)).end_object();
        };
        const auto words = [&](std::string_view key, const Value& value) {
            const auto* text = value.get_if<std::string>();
            one.key(key);
            if (text) one.string(*text);
            else one.null();
        };
        const auto money = [&](std::string_view key, const Value& value) {
            const auto* amount = value.get_if<Decimal>();
            one.key(key).scaled(amount ? amount->coefficient() : 0, kMoneyScale);
        };
        one.begin_object().key("id").id(id.value);
        snapshot.db().query("SELECT version FROM receipt WHERE id = ?", {id.value},
                            [&](const db::Row& row) {
                                one.key("version").integer(row.integer(0));
                                return false;
                            });
        words("number", values[0]);
        const auto* date = values[1].get_if<Date>();
        one.key("date").string(date ? to_text(*date) : std::string());
        words("payer", values[2]);
        words("method", values[3]);
        reference("account", values[4]);
        reference("contract", values[5]);
        money("amount", values[6]);
        money("rest", values[7]);
        reference("owner", values[8]);
        write_proposals(snapshot, id, one);
        one.end_object();
        bodies.push_back(std::move(body));
        return true;
    });
    json.begin_object().key("receipts").begin_array();
    for (const std::string& body : bodies) json.raw(body);
    json.end_array().end_object();
}

}  // namespace bihuan::insight
