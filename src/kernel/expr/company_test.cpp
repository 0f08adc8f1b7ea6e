// The company of the tests, and that it is what it says.
#include "kernel/expr/test_company.h"

#include "kernel/meta/object_json.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace bihuan::expr {

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    EXPECT_TRUE(file) << path << " is read from the checkout: run the test there";
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

namespace {

std::vector<std::int64_t> ids_of(const Json& list) {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < list.size(); ++i) {
        ids.push_back(parse_record_id(list.at(i).string())->value);
    }
    return ids;
}

const meta::Field* field_at(const meta::Schema& schema, const meta::Object* object,
                            std::string_view path) {
    while (object != nullptr) {
        const std::size_t dot = path.find('.');
        const meta::Field* field = object->find(path.substr(0, dot));
        if (field == nullptr || dot == std::string_view::npos) {
            return field;
        }
        object = schema.target(*field);
        path.remove_prefix(dot + 1);
    }
    return nullptr;
}

// A formula or roll-up is written as its result is.
Value value_of_json(const meta::Field& field, const Json& json) {
    const types::FieldType* type = types::find(field.settings.result_type);
    type = type != nullptr ? type : field.type;
    if (json.is_null()) {
        return Null{};
    }
    if (type->kind() == types::Kind::reference) {
        return *parse_record_id(json.string());
    }
    if (field.type->name() == "rollup" && type == field.type) {
        return json.is_string() ? Value(*parse_decimal(json.string())) : Value(json.integer());
    }
    Issues issues;
    const Value value = type->normalise(field.settings, json, issues);
    EXPECT_TRUE(issues.empty()) << field.name << " " << issues.list().front().key;
    return value;
}

}  // namespace

Value TestFacts::value(const Path& path) const {
    const auto found = values.find(path.to_text());
    return found == values.end() ? Value(Null{}) : found->second;
}

Value TestFacts::name(std::string_view extra) const {
    const auto found = names.find(extra);
    return found == names.end() ? Value(Null{}) : found->second;
}

TestCompany::TestCompany() {
    const Json json = Json::parse(read_file("tests/expr/company.json"));
    Issues issues;
    std::vector<meta::Object> objects;
    for (std::size_t i = 0; i < json.get("objects").size(); ++i) {
        objects.push_back(meta::parse_object(json.get("objects").at(i), issues));
    }
    schema_ = meta::Schema::build(1, std::move(objects), issues);
    for (const Issue& issue : issues) {
        ADD_FAILURE() << issue.field << " " << issue.key << " " << issue.hint;
    }
    facts_.now_ = *parse_instant(json.get("now").string(), Zone::utc());
    facts_.calendar_ = Calendar::parse(read_file(std::string(json.get("calendar").string())));
    facts_.me_ = *parse_record_id(json.get("me").string());
    facts_.my_dept_ = *parse_record_id(json.get("my_dept").string());
    facts_.my_depts_ = ids_of(json.get("my_depts"));
    facts_.my_team_ = ids_of(json.get("my_team"));
    env_ = Env{schema_.get(), &schema_->at("deal"), {}};
    const Json names = json.get("names");
    for (std::size_t i = 0; i < names.size(); ++i) {
        const Json name = names.at(i);
        const std::string text(name.get("value").string());
        const bool number = name.get("kind").string() == "decimal";
        const Type type{number ? types::Kind::decimal : types::Kind::text, types::Kind::none, {},
                        static_cast<int>(name.integer_or("scale", 0))};
        env_.names.emplace_back(std::string(names.key_at(i)), type);
        facts_.names[std::string(names.key_at(i))] =
            number ? Value(*parse_decimal(text)) : Value(text);
    }
    facts_ = facts_with(json.get("record"));
}

TestFacts TestCompany::facts_with(const Json& record) const {
    TestFacts facts = facts_;
    for (std::size_t i = 0; i < record.size(); ++i) {
        const std::string path(record.key_at(i));
        const meta::Field* field = field_at(*schema_, env_.object, path);
        if (field == nullptr) {
            ADD_FAILURE() << "no field " << path;
            continue;
        }
        facts.values[path] = value_of_json(*field, record.at(i));
    }
    return facts;
}

Value TestCompany::value_of(std::string_view text) const {
    Issues issues;
    const auto program = compile(text, env_, issues);
    for (const Issue& issue : issues) {
        ADD_FAILURE() << text << ": " << issue.key << " " << issue.hint;
    }
    return program ? evaluate(*program, facts_) : Value(Null{});
}

namespace {

TEST(CompanyTest, holds_together) {
    const TestCompany company;
    EXPECT_EQ(company.value_of("quantity"), Value(3));
    Issues issues;
    check_formulas(company.schema(), issues);
    EXPECT_TRUE(issues.empty()) << issues.list().front().field << issues.list().front().key;
}

}  // namespace
}  // namespace bihuan::expr
