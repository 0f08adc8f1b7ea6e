// What the tests of this module share: a company that keeps books, and people who do their part.
// One thread, unless a test says otherwise.
#pragma once

#include "sales/contract/acts.h"
#include "sales/contract/contract.h"
#include "sales/customer/customer.h"
#include "sales/team/test_company.h"
#include "work/approval/approval.h"

#include <gtest/gtest.h>

namespace bihuan::contract {

using team::problem;

class Books : public ::testing::Test {
protected:
    Books() : company({{approval::register_approval, {}}, {customer::register_customer, {}},
                       {register_contract, {}}}) {
        account = company.create("li", "account", R"({"name": "苏州拓远智能装备有限公司"})");
    }

    static std::string quoted(RecordId id) { return "\"" + to_text(id) + "\""; }

    RecordId draft(const std::string& amount, const std::string& rest = "") {
        return company.create("li", "contract",
                              R"({"name": "产线合同", "account": )" + quoted(account) +
                                  R"(, "amount": ")" + amount + "\"" +
                                  (rest.empty() ? "" : ", " + rest) + "}");
    }
    void approve(RecordId contract) {
        company.verb("li", contract, "submit");
        company.verb("wang", contract, "approve");
    }
    // Drafted by li, approved by wang, signed by li on the company's day.
    RecordId signed_contract(const std::string& amount, const std::string& rest = "") {
        const RecordId id = draft(amount, rest);
        approve(id);
        company.verb("li", id, "sign", R"({"date": ")" + today() + "\"}");
        return id;
    }
    std::string today() {
        return to_text(Zone::shanghai().date_of(company.clock().now()));
    }
    // As a verb's argument: the JSON list as a text.
    static std::string text_argument(const std::string& name, const std::string& json) {
        std::string out = "{\"" + name + "\":";
        append_json_string(out, json);
        return out + "}";
    }
    std::vector<RecordId> plan(RecordId contract, const std::string& json,
                               const std::string& login = "li") {
        const Json result =
            company.verb(login, contract, "plan", text_argument("instalments", json));
        std::vector<RecordId> ids;
        const Json list = result.get("instalments");
        for (std::size_t i = 0; i < list.size(); ++i) {
            ids.push_back(*parse_record_id(list.at(i).string()));
        }
        return ids;
    }
    // Entered and confirmed by fan.
    RecordId receipt(const std::string& amount, const std::string& rest = "") {
        const RecordId id = company.create(
            "fan", "receipt", R"({"amount": ")" + amount + R"(", "account": )" + quoted(account) +
                                  (rest.empty() ? "" : ", " + rest) + "}");
        company.verb("fan", id, "confirm");
        return id;
    }
    void allocate(RecordId receipt, const std::string& json) {
        company.verb("fan", receipt, "allocate", text_argument("allocations", json));
    }
    static std::string to(const char* kind, RecordId id, const std::string& amount) {
        return std::string("{\"") + kind + "\":" + quoted(id) + ",\"amount\":\"" + amount + "\"}";
    }
    RecordId invoice(RecordId contract, const std::string& amount, const std::string& number,
                     const std::string& kind = "digital_special") {
        const RecordId id = company.create(
            "li", "invoice", R"({"contract": )" + quoted(contract) + R"(, "account": )" +
                                 quoted(account) + R"(, "kind": ")" + kind +
                                 R"(", "amount": ")" + amount + "\"}");
        company.verb("li", id, "submit");
        company.verb("fan", id, "approve");
        company.verb("fan", id, "issue",
                     R"({"invoice_number": ")" + number + R"(", "date": ")" + today() + "\"}");
        return id;
    }
    std::string text(RecordId id, std::string_view field) { return company.load(id).text(field); }
    std::string money(RecordId id, std::string_view field) {
        return base_of(company.load(id), field).to_text();
    }
    std::string day(RecordId id, std::string_view field) {
        const auto date = company.load(id).date(field);
        return date ? to_text(*date) : "";
    }
    // "fen by person" of a metric, in the order of names.
    std::string by_person(const std::string& metric) {
        std::string out;
        company.workspace().read(company.system(), [&](const Snapshot& snapshot) {
            snapshot.db().query("SELECT u.login, sum(l.amount) FROM ledger l "
                                "JOIN \"user\" u ON u.id = l.owner WHERE l.metric = ? "
                                "GROUP BY u.login ORDER BY u.login",
                                {std::string_view(metric)}, [&](const db::Row& row) {
                                    if (!out.empty()) out += ' ';
                                    out += row.text(0);
                                    out += '=' + std::to_string(row.integer(1));
                                    return true;
                                });
        });
        return out;
    }

    team::TestCompany company;
    RecordId account;
};

}  // namespace bihuan::contract
