// The same company on a file and on the server, asked the same random questions by people with
// random rights about random days: the same answers, byte for byte. Skipped without a server.
// BIHUAN_ROUNDS sets how many questions, BIHUAN_SEED the seed.
#include "kernel/access/session.h"
#include "kernel/design/design.h"
#include "kernel/design/test_company.h"
#include "kernel/match/match.h"
#include "kernel/query/query.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace bihuan::design {
namespace {

constexpr int kRoundsDefault = 1'500;
constexpr int kPeople = 8;
constexpr int kAccounts = 40;
constexpr int kDeals = 220;
constexpr int kChanges = 500;
constexpr std::int64_t kHour = 3'600 * kMicrosPerSecond;

std::uint64_t setting(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr && *text != '\0' ? std::strtoull(text, nullptr, 10) : otherwise;
}

class Dice {
public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    bool once_in(int chances) { return below(chances) == 0; }
    const std::string& pick(const std::vector<std::string>& choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }
    std::string money() { return std::to_string(below(100'000)) + "." + pick({"00", "5", "37"}); }
    std::string day() {
        const int month = 1 + below(12);
        return "2026-" + std::string(month < 10 ? "0" : "") + std::to_string(month) + "-" +
               std::to_string(10 + below(18));
    }

private:
    std::mt19937_64 random_;
};

std::string as_json(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

// What an administrator may have written down.
std::string random_rights(Dice& dice) {
    const auto scope = [&] {
        std::string out = "[" + as_json(dice.pick({"own", "dept", "dept_tree", "subordinates",
                                                  "all", "none", "own"}));
        if (dice.once_in(3)) {
            out += R"(, {"where": )" + as_json(dice.pick({"owner.dept in my.depts",
                                                         "owner == me", "name contains \"1\""})) +
                   "}";
        }
        return out + "]";
    };
    const auto object = [&](const char* name, const std::vector<std::string>& fields) {
        std::string out = as_json(name) + R"(: {"acts": ["read", "create", "update"], "read": )" +
                          scope() + R"(, "write": )" + scope() + R"(, "fields": {)";
        for (int i = 0; i < 2; ++i) {
            out += (i ? ", " : "") + as_json(fields[static_cast<std::size_t>(i)]) + ": " +
                   as_json(dice.pick({"read", "hidden", "masked", "write"}));
        }
        return out + "}}";
    };
    return R"({"objects": {"*": {"acts": ["read"], "read": )" + scope() +
           R"(, "write": ["none"]}, )" + object("account", {"phone", "level"}) + ", " +
           object("opportunity", {"description", "code"}) + "}}";
}

// Two companies to which the same happens.
class Twins {
public:
    Twins() : one({}, db::ScratchPlace::Engine::file) {}

    void advance(std::int64_t micros) {
        one.clock().advance(micros);
        two.clock().advance(micros);
    }
    RecordId create(const char* object, const std::string& json) {
        const RecordId id = one.create(one.system(), object, json);
        EXPECT_EQ(two.create(two.system(), object, json), id) << json;
        return id;
    }
    template <class Act>
    void both(Act act) {
        std::string said[2];
        TestCompany* companies[] = {&one, &two};
        for (int i = 0; i < 2; ++i) said[i] = db::key_of([&] { act(*companies[i]); });
        EXPECT_EQ(said[0], said[1]);
    }

    TestCompany one;
    TestCompany two;
};

class EnginesTest : public testing::Test {
protected:
    void SetUp() override {
        if (!db::is_on_server(twins_.two.place())) GTEST_SKIP() << "no BIHUAN_TEST_DATABASE";
        hire();
        fill();
        change();
    }

    void hire() {
        for (int i = 0; i < kPeople; ++i) {
            const std::string n = std::to_string(i);
            const RecordId role =
                twins_.create("role", R"({"code": "role)" + n + R"(", "name": "角色)" + n +
                                          R"(", "rights": )" + as_json(random_rights(dice_)) + "}");
            const RecordId user = twins_.create(
                "user", R"({"login": "u)" + n + R"(", "name": "某)" + n +
                            R"(", "dept": {"key": ")" +
                            dice_.pick({"sales", "east", "west", "finance"}) +
                            R"("}, "leader": {"key": "wang"}})");
            twins_.both([&](TestCompany& company) {
                company.workspace().write(company.system(), [&](Tx& tx) {
                    record::add_link(tx, access::kUserRole, user, role);
                });
            });
            people_.push_back(user);
        }
        for (const char* login : {"admin", "wang", "li", "fan"}) {
            people_.push_back(twins_.one.id(login));
        }
    }

    std::string owner() {
        return R"("owner": ")" +
               to_text(people_[static_cast<std::size_t>(dice_.below(kPeople + 4))]) + "\"";
    }

    std::string deal() {
        std::string json = R"({"name": )" + as_json(dice_.pick(kNames) + std::to_string(
                               dice_.below(9))) + ", " + owner() + R"(, "account": ")" +
                           to_text(accounts_[static_cast<std::size_t>(dice_.below(kAccounts))]) +
                           "\"";
        if (!dice_.once_in(4)) json += R"(, "amount": ")" + dice_.money() + "\"";
        if (!dice_.once_in(4)) json += R"(, "close_date": ")" + dice_.day() + "\"";
        if (!dice_.once_in(3)) {
            json += R"(, "win_rate": ")" + std::to_string(dice_.below(101)) + "\"";
        }
        if (dice_.once_in(2)) json += R"(, "description": )" + as_json(dice_.pick(kNames));
        if (dice_.once_in(2)) {
            json += R"(, "stage": {"key": ")" + dice_.pick({"first", "talk"}) + "\"}";
        }
        if (dice_.once_in(3)) {
            json += R"(, "currency": "USD", "rate": "7.1)" + std::to_string(dice_.below(900)) +
                    "\"";
        }
        if (dice_.once_in(3)) {
            json += R"(, "lines": [{"product": "甲", "quantity": "2.5", "price": "3.3333"},
                                   {"product": "b", "quantity": "1", "price": ")" +
                    dice_.money() + "\"}]";
        }
        return json + "}";
    }

    void fill() {
        for (int i = 0; i < kAccounts; ++i) {
            std::string json = R"({"name": )" + as_json(dice_.pick(kNames) + std::to_string(i)) +
                               ", " + owner();
            if (!dice_.once_in(3)) {
                json += R"(, "phone": "1380013)" + std::to_string(1000 + dice_.below(9000)) + "\"";
            }
            if (dice_.once_in(2)) json += R"(, "level": ")" + dice_.pick({"a", "b"}) + "\"";
            accounts_.push_back(twins_.create("account", json + "}"));
            twins_.advance(kHour * dice_.below(30));
        }
        for (int i = 0; i < kDeals; ++i) {
            deals_.push_back(twins_.create("opportunity", deal()));
            twins_.advance(kHour * dice_.below(12));
        }
        for (int i = 0; i < kAccounts; ++i) {
            twins_.create("contact", R"({"name": )" + as_json(dice_.pick(kNames)) +
                                         R"(, "account": ")" +
                                         to_text(accounts_[static_cast<std::size_t>(i)]) + "\"}");
        }
    }

    void change() {
        for (int i = 0; i < kChanges; ++i) {
            twins_.advance(kHour * dice_.below(8) + 7);
            const RecordId id = deals_[static_cast<std::size_t>(dice_.below(kDeals))];
            const std::string json = dice_.pick(
                {R"({"amount": ")" + dice_.money() + "\"}", R"({"close_date": null})",
                 R"({"close_date": ")" + dice_.day() + "\"}", "{" + owner() + "}",
                 R"({"name": )" + as_json(dice_.pick(kNames)) + "}"});
            const bool removes = dice_.once_in(20);
            const bool shares = dice_.once_in(15);
            const RecordId with = people_[static_cast<std::size_t>(dice_.below(kPeople))];
            twins_.both([&](TestCompany& company) {
                if (removes) return company.remove(company.system(), id);
                if (!shares) return void(company.update(company.system(), id, json));
                company.workspace().write(company.system(), [&](Tx& tx) {
                    record::add_link(tx, "collaborator", id, with, "write");
                });
            });
        }
    }

    std::string filter(const std::string& object, int depth = 2) {
        if (depth > 0 && dice_.once_in(2)) {
            return "(" + filter(object, depth - 1) + dice_.pick({" and ", " or ", " and not "}) +
                   filter(object, depth - 1) + ")";
        }
        if (object == "account") {
            return dice_.pick({"name contains \"ａ\"", "level == \"a\"", "open_count > 2",
                               "phone is not empty", "owner == me", "owner.dept in my.depts",
                               "won_amount >= 100", "first_close < today()", "level is empty",
                               "created_at >= date(\"2026-04-01\")", "name in [\"甲1\", \"b2\"]",
                               "lines_total > 10", "startswith(name, \"B\")"});
        }
        if (object == "contact") {
            return dice_.pick({"name contains \"b\"", "account.level == \"b\"",
                               "account.owner == me", "mobile is empty"});
        }
        return dice_.pick(
            {"amount > " + dice_.money(), "amount * win_rate >= 1000", "weighted < 5000.5",
             "name contains \"" + dice_.pick(kNames) + "\"", "close_date >= date(\"2026-06-15\")",
             "thismonth(close_date)", "close_date is empty", "stage == \"first\"",
             "account.name contains \"甲\"", "owner.leader == \"wang\"", "total > amount",
             "year(close_date) == 2026 and month(close_date) in [3, 6, 9]", "win_rate < 50%",
             "round(amount / 3, 2) > " + dice_.money(), "account.open_count between 2 and 5",
             "created_at < " + std::string("date(\"2026-07-01\")"), "state != \"open\"",
             "if(amount is empty, 0, amount) <= 100", "len(name) > 3", "owner in my.team",
             "close_date - today() > 30", "search(\"b\", name) > 0", "amount > 1 +",
             "currency == \"USD\"", "mod(amount, 7) > 3", "nowhere == 1"});
    }

    std::string sort(const std::string& object) {
        const std::vector<std::string> terms =
            object == "opportunity"
                ? std::vector<std::string>{"amount", "-amount", "name", "-name", "close_date",
                                           "-close_date", "account.name", "stage", "-weighted",
                                           "id", "-total", "owner", "-created_at", "win_rate"}
            : object == "account" ? std::vector<std::string>{"name", "-open_count", "level",
                                                             "-won_amount", "owner", "phone"}
                                  : std::vector<std::string>{"name", "-account.name", "-id"};
        std::string out;
        for (int i = dice_.below(3); i > 0; --i) {
            out += (out.empty() ? "" : ",") + dice_.pick(terms);
        }
        return out;
    }

    query::ListRequest list_request() {
        query::ListRequest wanted;
        wanted.object = dice_.pick({"opportunity", "opportunity", "account", "contact"});
        if (!dice_.once_in(4)) wanted.where = filter(wanted.object);
        wanted.sort = sort(wanted.object);
        if (dice_.once_in(2)) wanted.fields = {"name", "owner", "created_at"};
        if (wanted.object == "opportunity" && dice_.once_in(2)) {
            wanted.fields = {"name", "amount", "weighted", "total", "account.owner.name", "stage"};
        }
        wanted.limit = 1 + dice_.below(60);
        if (dice_.once_in(8)) wanted.at = dice_.below(100);
        if (dice_.once_in(3)) wanted.as_of = past();
        if (dice_.once_in(3)) wanted.count = dice_.once_in(2) ? query::Count::exact
                                                              : query::Count::quick;
        if (dice_.once_in(10)) wanted.bin = query::Bin::only_deleted;
        wanted.with_can = !wanted.as_of && dice_.once_in(4);
        return wanted;
    }

    Instant past() {
        const std::int64_t span = twins_.one.clock().now().micros - TestCompany::start().micros;
        return Instant{TestCompany::start().micros + span / 1'000 * dice_.below(1'001)};
    }

    query::AggregateRequest aggregate_request() {
        query::AggregateRequest wanted;
        wanted.object = "opportunity";
        if (dice_.once_in(2)) wanted.where = filter(wanted.object);
        for (int i = dice_.below(3); i > 0; --i) {
            wanted.groups.push_back(
                dice_.once_in(2)
                    ? query::Group{dice_.pick({"close_date", "created_at"}),
                                   dice_.pick({"day", "week", "month", "quarter", "year"})}
                    : query::Group{dice_.pick({"owner", "account", "state", "currency",
                                               "account.level", "stage"}), ""});
        }
        wanted.measures = {{"count", "", "n"},
                           {dice_.pick({"sum", "min", "max", "avg", "distinct"}),
                            dice_.pick({"amount", "weighted", "total", "win_rate"}), "m"}};
        if (dice_.once_in(3)) wanted.sort = "-n";
        if (dice_.once_in(3)) wanted.as_of = past();
        return wanted;
    }

    using Ask = std::function<void(const Snapshot&, std::string&)>;

    // What a person hears: the answer, or the sentence's key.
    static std::string answer(TestCompany& company, const Actor& actor, const Ask& ask) {
        std::string out;
        try {
            company.workspace().read(actor, [&](const Snapshot& snapshot) { ask(snapshot, out); });
        } catch (const Error& error) {
            return "error " + error.key() +
                   (error.code() == Code::internal ? " " + error.cause() : "");
        }
        return out;
    }

    bool compare(const Actor& actor, const std::string& question, const Ask& ask) {
        const std::string one = answer(twins_.one, actor, ask);
        const std::string two = answer(twins_.two, actor, ask);
        answered_ += one.size() > 2 && !one.starts_with("error") ? 1 : 0;
        const auto at = static_cast<std::size_t>(
            std::mismatch(one.begin(), one.end(), two.begin(), two.end()).first - one.begin());
        EXPECT_TRUE(one == two) << actor.name << ": " << question << "\n  file   ... "
                                << one.substr(at > 40 ? at - 40 : 0, 200) << "\n  server ... "
                                << two.substr(at > 40 ? at - 40 : 0, 200);
        return one == two;
    }

    // Up to three pages, each from the cursor of the one before.
    bool ask_list(const Actor& actor) {
        query::ListRequest wanted = list_request();
        for (int page = 0; page < 3; ++page) {
            std::optional<std::string> next;
            const std::string question = wanted.object + " where " + wanted.where + " sort " +
                                         wanted.sort + (wanted.as_of ? " in the past" : "") +
                                         " page " + std::to_string(page);
            const bool same = compare(actor, question, [&](const Snapshot& snapshot,
                                                           std::string& out) {
                JsonWriter json(out);
                const query::Page got = query::list(snapshot, wanted, json);
                next = got.next;
                out += got.next.value_or("end") + std::to_string(got.count.value_or(-1));
            });
            if (!same) return false;
            if (!next) return true;
            wanted.after = *next;
            wanted.at.reset();
        }
        return true;
    }

    bool ask(const Actor& actor) {
        switch (dice_.below(8)) {
            case 0:
            case 1: {
                const query::AggregateRequest wanted = aggregate_request();
                return compare(actor, "aggregate where " + wanted.where,
                               [&](const Snapshot& snapshot, std::string& out) {
                                   JsonWriter json(out);
                                   query::aggregate(snapshot, wanted, json);
                               });
            }
            case 2: {
                const RecordId id = deals_[static_cast<std::size_t>(dice_.below(kDeals))];
                const auto at = dice_.once_in(2) ? std::optional(past()) : std::nullopt;
                return compare(actor, "one", [&](const Snapshot& snapshot, std::string& out) {
                    JsonWriter json(out);
                    const meta::Object& object = snapshot.schema().at("opportunity");
                    if (!query::one(snapshot, object, id, at, json)) out = "none";
                    JsonWriter more(out);
                    query::history(snapshot, object, id, more);
                });
            }
            case 3: {
                const std::string text = dice_.pick(kNames) + (dice_.once_in(2) ? "1" : "");
                return compare(actor, "search " + text,
                               [&](const Snapshot& snapshot, std::string& out) {
                                   const auto hits = match::search(snapshot, text, nullptr, 30);
                                   for (const auto& hit : hits) {
                                       out += to_text(hit.id) + hit.title + hit.subtitle + "\n";
                                   }
                               });
            }
        }
        return ask_list(actor);
    }

    const std::vector<std::string> kNames = {"甲", "乙 公司", "Ａbc", "b", "ÜBER", "苏州拓远",
                                             "a%b_c", "it's", "Ｂ 集团", "丙（集团）"};
    const std::uint64_t seed_ = setting("BIHUAN_SEED", std::random_device{}());
    Dice dice_{seed_};
    Twins twins_;
    std::vector<RecordId> people_;
    std::vector<RecordId> accounts_;
    std::vector<RecordId> deals_;
    int answered_ = 0;
};

TEST_F(EnginesTest, both_engines_give_the_same_answers) {
    const auto rounds = static_cast<int>(setting("BIHUAN_ROUNDS", kRoundsDefault));
    std::printf("seed %llu, %d questions\n", static_cast<unsigned long long>(seed_), rounds);
    std::vector<Actor> actors;
    for (const RecordId user : people_) {
        twins_.one.workspace().read(twins_.one.system(), [&](const Snapshot& snapshot) {
            actors.push_back(*access::actor_of(snapshot, to_user(user)));
        });
    }
    int wrong = 0;
    for (int round = 0; round < rounds && wrong < 5; ++round) {
        SCOPED_TRACE("seed " + std::to_string(seed_) + " round " + std::to_string(round));
        const auto who = static_cast<std::size_t>(dice_.below(static_cast<int>(actors.size())));
        wrong += ask(actors[who]) ? 0 : 1;
    }
    EXPECT_EQ(wrong, 0);
    EXPECT_GT(answered_, rounds / 3) << "most questions should find something";
}

}  // namespace
}  // namespace bihuan::design
