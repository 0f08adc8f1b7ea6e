// The company of tests/expr/company.json, for the tests of this room.
//
// Built once per test; used by one thread.
#pragma once

#include "base/json.h"
#include "kernel/calendar.h"
#include "kernel/expr/evaluate.h"

#include <map>
#include <memory>
#include <string>

namespace bihuan::expr {

std::string read_file(const std::string& path);

// Facts from values by path.
class TestFacts final : public Facts {
public:
    Value value(const Path& path) const override;
    Value name(std::string_view extra) const override;
    RecordId me() const override { return me_; }
    RecordId my_dept() const override { return my_dept_; }
    const std::vector<std::int64_t>& my_depts() const override { return my_depts_; }
    const std::vector<std::int64_t>& my_team() const override { return my_team_; }
    Instant now() const override { return now_; }
    const Zone& zone() const override { return zone_; }
    const Calendar& calendar() const override { return calendar_; }

    std::map<std::string, Value> values;
    std::map<std::string, Value, std::less<>> names;
    RecordId me_, my_dept_;
    std::vector<std::int64_t> my_depts_, my_team_;
    Instant now_;
    Zone zone_ = Zone::shanghai();
    Calendar calendar_;
};

class TestCompany {
public:
    TestCompany();
    const Env& env() const { return env_; }
    const meta::Schema& schema() const { return *schema_; }
    const meta::Object& deal() const { return schema_->at("deal"); }
    const TestFacts& facts() const { return facts_; }
    // The record of the file with some values changed, as in the vectors.
    TestFacts facts_with(const Json& record) const;

    std::optional<Program> compiled(std::string_view text, Issues& issues) const {
        return compile(text, env_, issues);
    }
    // Value of an expression over the record; a failed compilation fails the test.
    Value value_of(std::string_view text) const;

private:
    std::shared_ptr<const meta::Schema> schema_;
    Env env_;
    TestFacts facts_;
};

}  // namespace bihuan::expr
