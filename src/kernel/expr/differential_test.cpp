// Random expressions over random records, evaluated in C++ and by the database: the same answers.
// BIHUAN_SEED=n replays a run.
#include "base/error.h"
#include "db/engine/scratch.h"
#include "kernel/expr/evaluate_internal.h"
#include "kernel/expr/random_expression.h"
#include "kernel/expr/test_company.h"
#include "kernel/expr/to_sql.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace bihuan::expr {
namespace {

constexpr int kRecords = 40;
constexpr int kExpressions = 800;
constexpr int kDepth = 4;

const std::vector<std::string>& paths() {
    static const std::vector<std::string> kPaths{
        "name", "note", "amount", "cost", "price", "quantity", "rate", "score", "won", "hot",
        "close_date", "signed_on", "period", "visited_at", "kind", "channels", "owner",
        "owner.login", "account.name", "account.owner", "account.owner.login", "backup",
        "backup.login", "stage", "stage.key", "stage.win_rate"};
    return kPaths;
}

class PathColumns final : public Columns {
public:
    Sql column(const Path& path) override { return {"\"" + path.to_text() + "\"", {}}; }
};

const meta::Field& field_of(const TestCompany& company, const std::string& path) {
    Issues issues;
    const auto program = compile(path, company.env(), issues);
    EXPECT_TRUE(program) << path;
    return program->paths().front().last();
}

Value random_number(RandomExpression& random, int scale) {
    const std::int64_t bounds[] = {3, 100, 10'000'000, 999'999'999'999};
    const auto bound = static_cast<std::uint64_t>(bounds[random.below(4)]);
    const auto raw = static_cast<std::uint64_t>(random.below(1 << 30)) *
                     static_cast<std::uint64_t>(random.below(1 << 30));
    const auto coefficient = static_cast<std::int64_t>(raw % bound);
    return Value(Decimal(random.below(3) == 0 ? -coefficient : coefficient, scale));
}

Value random_value(RandomExpression& random, const meta::Field& field) {
    if (random.below(4) == 0) {
        return Null{};
    }
    const std::string_view type = field.type->name();
    switch (field.type->kind()) {
        case types::Kind::boolean: return Value(random.below(2) == 0);
        case types::Kind::integer: return Value(random.below(60) - 20);
        case types::Kind::decimal: return random_number(random, field.settings.scale);
        case types::Kind::date: return Value(Date{random.below(40'000) - 10'000});
        case types::Kind::month: return Value(Month{660 + random.below(30)});
        case types::Kind::instant:
            return Value(Instant{(1'763'000'000 + random.below(40'000'000)) * kMicrosPerSecond});
        case types::Kind::reference: return Value(RecordId(101 + random.below(4)));
        case types::Kind::list: {
            ValueList list;
            for (const char* key : {"fair", "partner", "web"}) {
                if (random.below(2) == 0) {
                    list.emplace_back(key);
                }
            }
            return list.empty() ? Value(Null{}) : Value(std::move(list));
        }
        case types::Kind::text:
        case types::Kind::none: break;
    }
    if (type == "select") {
        return Value(random.pick({"new", "renewal", "upgrade"}));
    }
    return Value(random.pick({"a", "A", "won", "拓远智能", "Ａ b", "li", "Éclair 拓远", "x a B"}));
}

class DifferentialTest : public testing::Test {
protected:
    DifferentialTest() {
        const char* given = std::getenv("BIHUAN_SEED");
        seed_ = given != nullptr ? std::strtoull(given, nullptr, 10) : 20261123;
        std::cout << "BIHUAN_SEED=" << seed_ << "\n";
    }

    void fill(RandomExpression& random) {
        std::string columns = "id INTEGER PRIMARY KEY";
        std::string marks = "?";
        for (const std::string& path : paths()) {
            const meta::Field& field = field_of(company_, path);
            columns += ", \"" + path + "\" " +
                       std::string(database_->dialect().column_type(field.type->storage()));
            marks += ", ?";
        }
        database_.script("CREATE TABLE t(" + columns + ")");
        for (int id = 0; id < kRecords; ++id) {
            insert(random, id, "INSERT INTO t VALUES(" + marks + ")");
        }
    }

    void insert(RandomExpression& random, int id, const std::string& sql) {
        TestFacts facts = company_.facts();
        facts.values.clear();
        std::list<types::ColumnValue> kept;
        db::Params params{std::int64_t{id}};
        for (const std::string& path : paths()) {
            const meta::Field& field = field_of(company_, path);
            facts.values[path] = random_value(random, field);
            kept.push_back(types::to_column(*field.type, field.settings, facts.values[path]));
            const types::ColumnValue& column = kept.back();
            params.push_back(column.is_null   ? db::Param(nullptr)
                             : column.is_text ? db::Param(std::string_view(column.text))
                                              : db::Param(column.integer));
        }
        database_->write(db::Lane::interactive, [&](db::WriteLease& lease) {
            lease.connection().execute(sql, params);
        });
        records_.push_back(std::move(facts));
    }

    // What the SQL form gives for every record.
    std::vector<Value> answers(const Program& program, const std::string& text) {
        PathColumns columns;
        const Sql sql = to_sql(program, database_->dialect(), columns, company_.facts());
        db::Params params;
        for (const Value& value : sql.params) {
            const auto* held = value.get_if<std::string>();
            const auto* whole = value.get_if<std::int64_t>();
            params.push_back(held != nullptr    ? db::Param(std::string_view(*held))
                             : whole != nullptr ? db::Param(*whole)
                                                : db::Param(nullptr));
        }
        const bool condition = program.type().kind == types::Kind::boolean;
        const std::string query =
            condition ? "SELECT CASE WHEN " + sql.text + " THEN 1 ELSE 0 END FROM t ORDER BY id"
                      : "SELECT " + sql.text + " FROM t ORDER BY id";
        std::vector<Value> values;
        const auto lease = database_->read();
        try {
            lease->connection().query(query, params, [&](const db::Row& row) {
                values.push_back(read(row, program.type()));
                return true;
            });
        } catch (const Error& error) {
            ADD_FAILURE() << text << "\n" << query << "\n" << error.cause();
        }
        return values;
    }

    static Value read(const db::Row& row, const Type& type) {
        if (row.is_null(0) || type.kind == types::Kind::none) {
            return Null{};
        }
        switch (type.kind) {
            case types::Kind::boolean: return row.integer(0) != 0;
            case types::Kind::integer: return row.integer(0);
            case types::Kind::decimal: return Decimal(row.integer(0), type.scale);
            case types::Kind::date: return *parse_date(row.text(0));
            case types::Kind::month: return *parse_month(row.text(0));
            case types::Kind::instant: return Instant{row.integer(0)};
            case types::Kind::reference: return RecordId(row.integer(0));
            case types::Kind::text:
            case types::Kind::list:
            case types::Kind::none: break;
        }
        return std::string(row.text(0));
    }

    void compare(const std::string& text) {
        Issues issues;
        const auto program = compile(text, company_.env(), issues);
        if (!program || !program->has_sql()) {
            ++refused_;
            return;
        }
        std::vector<Value> found;
        try {
            found = answers(*program, text);
        } catch (const Error&) {
            ++overflows_;  // a constant beyond every number
            return;
        }
        for (std::size_t i = 0; i < found.size(); ++i) {
            try {
                const Value expected = evaluate(*program, records_[i]);
                const bool condition = program->type().kind == types::Kind::boolean;
                const Value value = condition ? Value(is_true(*program, records_[i])) : expected;
                ++cases_;
                if (!equal_values(value, found[i], records_[i])) {
                    report(text, *program, i, value, found[i]);
                    return;
                }
            } catch (const Error&) {
                ++overflows_;
            }
        }
    }

    void report(const std::string& text, const Program& program, std::size_t record,
                const Value& value, const Value& found) {
        PathColumns columns;
        std::string facts;
        for (const Path& path : program.paths()) {
            facts += "\n  " + path.to_text() + " = " +
                     display(records_[record].value(path), company_.facts());
        }
        ADD_FAILURE() << text << "\nC++: " << display(value, company_.facts())
                      << "\nSQL: " << display(found, company_.facts()) << facts << "\n"
                      << to_sql(program, database_->dialect(), columns, company_.facts()).text;
        ++failures_;
    }

    std::uint64_t seed_ = 0;
    TestCompany company_;
    db::ScratchBase database_;
    std::vector<TestFacts> records_;
    int cases_ = 0;
    int refused_ = 0;
    int overflows_ = 0;
    int failures_ = 0;
};

TEST_F(DifferentialTest, memory_and_sql_agree) {
    RandomExpression random(seed_);
    fill(random);
    for (int i = 0; i < kExpressions && failures_ < 10; ++i) {
        compare(i % 2 == 0 ? random.boolean(kDepth) : random.any(kDepth - 1));
    }
    std::cout << cases_ << " cases agreed, " << refused_ << " expressions refused, " << overflows_
              << " overflows\n";
    EXPECT_GE(cases_, failures_ == 0 ? 20'000 : 0);
}

}  // namespace
}  // namespace bihuan::expr
