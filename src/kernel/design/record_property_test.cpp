// Random creates, updates, deletions and restorings against a model in memory: every past state
// can be read back from rows and history, and roll-ups equal what the children say.
#include "kernel/design/test_company.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace bihuan::design {
namespace {

constexpr int kSteps = 400;
constexpr int kAccounts = 4;

struct State {
    std::int64_t amount = 0;                    // fen
    std::size_t account = 0;
    std::string state = "open";
    std::string close;                          // ISO day, or empty
    std::vector<std::int64_t> lines;            // fen, in order
    bool deleted = false;
    friend bool operator==(const State&, const State&) = default;
};

struct Modelled {
    RecordId id;
    std::vector<std::pair<Instant, State>> past;  // each state from its moment on
    const State& now() const { return past.back().second; }
};

class RecordProperty : public ::testing::TestWithParam<unsigned> {
protected:
    void SetUp() override {
        random_.seed(GetParam());
        for (int i = 0; i < kAccounts; ++i) {
            accounts_.push_back(company_.create(
                company_.system(), "account",
                R"({"name": ")" + std::string(1, static_cast<char>('A' + i)) + " 公司\"}"));
        }
    }

    std::size_t pick(std::size_t count) { return random_() % count; }
    static std::string yuan(std::int64_t fen) { return Decimal(fen, 2).to_text(); }

    void change(State& state) {
        switch (pick(4)) {
            case 0: state.amount = static_cast<std::int64_t>(pick(100'000)); break;
            case 1: state.account = pick(kAccounts); break;
            case 2: state.state = std::vector<std::string>{"open", "won"}[pick(2)]; break;
            case 3: {
                const Date day = *parse_date("2026-01-01");
                state.close = pick(5) == 0 ? ""
                                           : to_text(add_days(day, static_cast<int>(pick(60))));
                break;
            }
        }
    }

    record::Changes changes_of(const meta::Object& object, const State& state) {
        record::Changes changes;
        changes.set(object, "name", "项目");
        changes.set(object, "account", accounts_[state.account]);
        changes.set(object, "amount", Decimal(state.amount, 2));
        changes.set(object, "state", state.state);
        changes.set(object, "close_date",
                    state.close.empty() ? Value() : Value(*parse_date(state.close)));
        return changes;
    }

    void add_lines(const meta::Schema& schema, const State& state, record::Changes& changes) {
        const meta::Object& line = schema.at("opportunity_line");
        std::vector<record::LineChange> lines;
        for (const std::int64_t fen : state.lines) {
            record::LineChange change;
            change.values.emplace_back(&line.at("product"), Value("阀"));
            change.values.emplace_back(&line.at("quantity"), Value(Decimal::of(1)));
            change.values.emplace_back(&line.at("price"), Value(Decimal(fen * 100, 4)));
            lines.push_back(std::move(change));
        }
        changes.lines.emplace_back(&schema.at("opportunity").at("lines"), std::move(lines));
        changes.replace_lines = true;
    }

    void create() {
        State state;
        for (int i = 0; i < 4; ++i) change(state);
        for (std::size_t i = pick(4); i > 0; --i) {
            state.lines.push_back(static_cast<std::int64_t>(pick(9'000)));
        }
        Modelled one;
        write([&](Tx& tx, const meta::Object& object) {
            record::Changes changes = changes_of(object, state);
            add_lines(tx.schema(), state, changes);
            one.id = record::create(tx, object, changes, verb_).id;
        });
        one.past.emplace_back(company_.clock().now(), state);
        all_.push_back(std::move(one));
    }

    void update(Modelled& one) {
        State state = one.now();
        change(state);
        const bool lines = pick(3) == 0;
        if (lines) state.lines.push_back(static_cast<std::int64_t>(pick(9'000)));
        write([&](Tx& tx, const meta::Object& object) {
            record::Changes changes = changes_of(object, state);
            if (lines) add_lines(tx.schema(), state, changes);
            record::update(tx, object, one.id, changes, verb_);
        });
        one.past.emplace_back(company_.clock().now(), state);
    }

    void toggle(Modelled& one) {
        State state = one.now();
        write([&](Tx& tx, const meta::Object& object) {
            if (state.deleted) record::restore(tx, object, one.id);
            else record::remove(tx, object, one.id, std::nullopt);
        });
        state.deleted = !state.deleted;
        one.past.emplace_back(company_.clock().now(), state);
    }

    template <class Fn>
    void write(Fn fn) {
        company_.workspace().write(company_.system(), [&](Tx& tx) {
            fn(tx, tx.schema().at("opportunity"));
        });
    }

    // What stood in the tables at `at`: the current row when it is old enough, else history.
    std::optional<State> stored(RecordId id, Instant at) {
        const std::string columns = "amount, account, state, close_date, deleted_at";
        const std::string micros = std::to_string(at.micros);
        std::optional<State> state;
        company_.workspace().read(company_.system(), [&](const Snapshot& snapshot) {
            snapshot.db().query(
                "SELECT " + columns + " FROM opportunity WHERE id = ? AND valid_from <= ? "
                "UNION ALL SELECT " + columns + " FROM h_opportunity "
                "WHERE id = ? AND valid_from <= ? AND valid_to > ?",
                {id.value, at.micros, id.value, at.micros, at.micros}, [&](const db::Row& row) {
                    EXPECT_FALSE(state) << "two versions at one moment";
                    state.emplace();
                    state->amount = row.integer(0);
                    for (std::size_t i = 0; i < accounts_.size(); ++i) {
                        if (accounts_[i].value == row.integer(1)) state->account = i;
                    }
                    state->state = row.text(2);
                    state->close = row.text(3);
                    state->deleted = !row.is_null(4);
                    return true;
                });
            const char* of_lines = "SELECT position, amount FROM opportunity_line "
                "WHERE opportunity = ? AND valid_from <= ? AND deleted_at IS NULL "
                "UNION ALL SELECT position, amount FROM h_opportunity_line "
                "WHERE opportunity = ? AND valid_from <= ? AND valid_to > ? "
                "AND deleted_at IS NULL ORDER BY 1";
            snapshot.db().query(of_lines, {id.value, at.micros, id.value, at.micros, at.micros},
                                [&](const db::Row& row) {
                if (state) state->lines.push_back(row.integer(1));
                return true;
            });
        });
        return state;
    }

    void expect_past(const Modelled& one) {
        for (const auto& [at, expected] : one.past) {
            const auto found = stored(one.id, at);
            ASSERT_TRUE(found);
            State state = expected;
            if (state.deleted) state.lines.clear();
            EXPECT_EQ(found->amount, state.amount);
            EXPECT_EQ(found->account, state.account);
            EXPECT_EQ(found->close, state.close);
            EXPECT_TRUE(*found == state) << "at " << to_text(at) << " of " << to_text(one.id);
        }
    }

    void expect_rollups() {
        for (std::size_t i = 0; i < accounts_.size(); ++i) {
            std::int64_t open = 0, won = 0, lines = 0;
            std::string first, last;
            for (const Modelled& one : all_) {
                const State& state = one.now();
                if (state.deleted || state.account != i) continue;
                open += state.state == "open" ? 1 : 0;
                won += state.state == "won" ? state.amount : 0;
                for (const std::int64_t fen : state.lines) lines += fen;
                if (state.close.empty()) continue;
                if (first.empty() || state.close < first) first = state.close;
                if (state.state == "open" && state.close > last) last = state.close;
            }
            const record::Record account = company_.load(accounts_[i]);
            EXPECT_EQ(account.get("open_count"), Value(open));
            EXPECT_EQ(account.amount("won_amount"), Decimal(won, 2));
            EXPECT_EQ(account.amount("lines_total"), Decimal(lines, 2));
            const auto day = [&](const char* field) {
                const auto date = account.date(field);
                return date ? to_text(*date) : std::string();
            };
            EXPECT_EQ(day("first_close"), first);
            EXPECT_EQ(day("last_close"), last);
            EXPECT_EQ(account.version, 1);
        }
    }

    TestCompany company_;
    std::mt19937 random_;
    std::vector<RecordId> accounts_;
    std::vector<Modelled> all_;
    const record::WriteSettings verb_{record::Via::verb, {}, {}, false, {}};
};

TEST_P(RecordProperty, RowsHistoryAndRollUpsAgreeWithTheModel) {
    for (int step = 0; step < kSteps; ++step) {
        // Whole hours and moments apart alike.
        company_.clock().advance(pick(2) == 0 ? 10 : 3'600 * kMicrosPerSecond);
        if (all_.size() < 5 || pick(6) == 0) {
            create();
            continue;
        }
        Modelled& one = all_[pick(all_.size())];
        if (one.now().deleted || pick(6) == 0) toggle(one);
        else update(one);
        if (step % 50 == 0) expect_rollups();
    }
    expect_rollups();
    for (const Modelled& one : all_) expect_past(one);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RecordProperty, ::testing::Values(1U, 2U, 3U));

}  // namespace
}  // namespace bihuan::design
