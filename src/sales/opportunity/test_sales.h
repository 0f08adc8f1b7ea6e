// The company of opportunity and quote tests: a customer of each rep, products and price books.
#pragma once

#include "sales/customer/customer.h"
#include "sales/opportunity/opportunity.h"
#include "sales/team/test_company.h"

#include <gtest/gtest.h>

namespace bihuan::opportunity {

using team::problem;

class Sales : public testing::Test {
protected:
    Sales() : company_({{customer::register_customer, {}}, {register_opportunity, install}}) {
        account_ = company_.create("li", "account", R"({"name": "苏州拓远", "grade": "A"})");
    }

    static std::string quoted(RecordId id) { return "\"" + to_text(id) + "\""; }
    RecordId opportunity(const std::string& more = "") {
        return company_.create("li", "opportunity", R"({"name": "拓远二期", "account": )" +
                                                        quoted(account_) + more + "}");
    }
    RecordId product(const std::string& code, const std::string& more) {
        return company_.create("admin", "product", R"({"code": ")" + code + R"(", "name": ")" +
                                                       code + "\"" + more + "}");
    }
    // One stage on or back, as a page asks for it: with the version that it shows.
    void step(const std::string& login, RecordId id, std::string_view verb = "advance") {
        const std::string version = std::to_string(company_.load(id).version);
        const std::string why = verb == "back" ? R"("reason": "需求变了", )" : "";
        company_.verb(login, id, verb, "{" + why + "\"version\": " + version + "}");
    }
    std::string stage(RecordId id) {
        return company_.load(company_.load(id).ref("stage")).text("code");
    }
    std::string text(RecordId id, std::string_view field) {
        return company_.load(id).text(field);
    }
    std::string amount(RecordId id, std::string_view field) {
        return company_.load(id).amount(field).to_text();
    }

    team::TestCompany company_;
    RecordId account_;
};

}  // namespace bihuan::opportunity
