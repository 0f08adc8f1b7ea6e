#include "sales/insight/test_books.h"

namespace bihuan::insight {

std::string quoted(RecordId id) { return "\"" + to_text(id) + "\""; }

RecordId TestBooks::post(const Post& post) {
    RecordId id;
    company.write("", [&](Tx& tx) {
        event::LedgerRow row;
        row.object = object_of(post.record);
        row.id = id = tx.new_id(row.object);
        row.metric = post.metric;
        row.date = *parse_date(post.date);
        row.record = post.record;
        row.account = post.account;
        row.contract = post.contract;
        if (!post.owner.empty()) {
            row.owner = to_user(company.id(post.owner));
            row.dept = company.actor(post.owner).dept;
        }
        row.amount = post.amount;
        row.count = post.count;
        row.days = post.days;
        row.tag = post.tag;
        row.corrects = post.corrects;
        row.recorded_at = tx.recorded_at();
        event::append(tx.db(), row);
    });
    return id;
}

RecordId TestBooks::account(const std::string& name, const std::string& owner) {
    return company.create("", "account", R"({"name": ")" + name + R"(", "owner": )" +
                                             quoted(company.id(owner)) + "}",
                          record::Via::import);
}

RecordId TestBooks::contract(RecordId account, const std::string& amount,
                             const std::string& sign_date, const std::string& owner) {
    return company.create("", "contract",
                          R"({"name": "合同", "account": )" + quoted(account) +
                              R"(, "amount": ")" + amount + R"(", "sign_date": ")" + sign_date +
                              R"(", "approval_state": "approved", "stage": "signed", "owner": )" +
                              quoted(company.id(owner)) + "}",
                          record::Via::import);
}

RecordId TestBooks::instalment(RecordId contract, RecordId account, const std::string& amount,
                               const std::string& due, const std::string& owner) {
    const std::string date = due.empty() ? R"(, "basis": "event", "event": "accepted")"
                                         : R"(, "due_date": ")" + due + "\"";
    return company.create("", "instalment",
                          R"({"contract": )" + quoted(contract) + R"(, "account": )" +
                              quoted(account) + R"(, "amount": ")" + amount + "\"" + date +
                              R"(, "period": )" + std::to_string(++periods_) +
                              R"(, "owner": )" + quoted(company.id(owner)) + "}",
                          record::Via::import);
}

RecordId TestBooks::receipt(RecordId account, const std::string& amount,
                            const std::string& date) {
    return company.create("", "receipt",
                          R"({"account": )" + quoted(account) + R"(, "amount": ")" + amount +
                              R"(", "date": ")" + date + R"(", "state": "confirmed", "owner": )" +
                              quoted(company.id("fan")) + "}",
                          record::Via::import);
}

RecordId TestBooks::allocation(RecordId receipt, RecordId instalment, RecordId contract,
                               RecordId account, const std::string& amount,
                               const std::string& date, const std::string& more) {
    return company.create("", "allocation",
                          R"({"receipt": )" + quoted(receipt) + R"(, "instalment": )" +
                              quoted(instalment) + R"(, "contract": )" + quoted(contract) +
                              R"(, "account": )" + quoted(account) + R"(, "amount": ")" + amount +
                              R"(", "date": ")" + date +
                              R"(", "kind": "receipt", "to_instalment": true)" + more + "}",
                          record::Via::import);
}

RecordId TestBooks::stage(const std::string& code) {
    if (!stages_.empty()) return stages_.at(code);
    const RecordId pipeline = company.create(
        "", "pipeline", R"({"name": "标准", "code": "standard", "is_default": true})",
        record::Via::import);
    int position = 0;
    for (const char* one :
         {"contact", "needs", "proposal", "negotiation", "won", "lost", "void"}) {
        const std::string kind = position < 4 ? "open" : one;
        stages_[one] = company.create("", "stage",
                                      R"({"name": ")" + std::string(one) + R"(", "code": ")" +
                                          one + R"(", "pipeline": )" + quoted(pipeline) +
                                          R"(, "kind": ")" + kind +
                                          R"(", "win_rate": "10", "position": )" +
                                          std::to_string(++position) + "}",
                                      record::Via::import);
    }
    return stages_.at(code);
}

RecordId TestBooks::opportunity(const std::string& name, const std::string& owner,
                                const std::string& more) {
    return company.create("", "opportunity",
                          R"({"name": ")" + name + R"(", "account": )" +
                              quoted(account(name, owner)) + R"(, "stage": )" +
                              quoted(stage("contact")) +
                              R"(, "pipeline": {"key": "standard"}, "owner": )" +
                              quoted(company.id(owner)) + more + "}",
                          record::Via::import);
}

Answer TestBooks::ask(const std::string& login, const std::string& metric,
                      const MetricRequest& request) {
    Answer answer;
    const Actor who = login.empty() ? company.system() : company.actor(login);
    company.workspace().read(who, [&](const Snapshot& snapshot) {
        answer = compute(snapshot, metric, request);
    });
    return answer;
}

std::string TestBooks::value(const std::string& login, const std::string& metric,
                             const MetricRequest& request) {
    return text_of(ask(login, metric, request).value);
}

std::string TestBooks::rows(const std::string& login, const std::string& metric,
                            MetricRequest request, const std::string& group) {
    request.group = group;
    std::string out;
    for (const Row& row : ask(login, metric, request).rows) {
        out += (out.empty() ? "" : "; ") + row.name + " " + text_of(row.value);
    }
    return out;
}

std::string TestBooks::page(const std::string& login,
                            const std::function<void(const Snapshot&, JsonWriter&)>& fn) {
    std::string body;
    JsonWriter json(body);
    const Actor who = company.actor(login);
    company.workspace().read(who, [&](const Snapshot& snapshot) { fn(snapshot, json); });
    return body;
}

MetricRequest in(std::string_view from, std::string_view to) {
    MetricRequest request;
    request.from = parse_date(from);
    request.to = parse_date(to);
    return request;
}

MetricRequest on(std::string_view day) {
    MetricRequest request;
    request.as_of = Zone::shanghai().end_of(*parse_date(day));
    return request;
}

std::string text_of(const std::optional<Decimal>& value) {
    return value ? value->to_text() : "-";
}

}  // namespace bihuan::insight
