#include "kernel/access/session.h"

#include "kernel/access/audit.h"
#include "kernel/access/mini_company.h"
#include "kernel/access/rights.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

namespace bihuan::access {
namespace {

constexpr UserId kAnn{MiniCompany::kAnn};
constexpr const char* kPassword = "correct horse 7";

class SessionTest : public ::testing::Test {
protected:
    SessionTest() {
        const std::string hash = hash_password(kPassword);
        company.workspace().write(Actor::system(),
                                  [&](Tx& tx) { store_password_hash(tx, kAnn, hash); });
    }
    Login log_in_as(std::string_view login, std::string_view password,
                    std::string_view address = "10.0.0.1") {
        return log_in(company.workspace(), login, password, address, "test");
    }
    Code failure(std::string_view login, std::string_view password,
                 std::string_view address = "10.0.0.1") {
        try {
            log_in_as(login, password, address);
        } catch (const Error& error) {
            key = error.key();
            args = error.args();
            return error.code();
        }
        ADD_FAILURE() << "logged in";
        return Code::internal;
    }

    MiniCompany company;
    std::string key;
    Args args;
};

TEST_F(SessionTest, the_audit_log_tells_what_was_done_to_it_afterwards) {
    Workspace& workspace = company.workspace();
    const auto chain = [&] {
        AuditChain out;
        workspace.read(Actor::system(), [&](const Snapshot& at) { out = verify_audit(at); });
        return out;
    };
    const auto run = [&](std::string_view sql) {
        workspace.write(Actor::system(), [&](Tx& tx) { tx.db().execute(sql); });
    };
    const std::int64_t begin = chain().length;  // what made the company left its own rows
    workspace.write(Actor::system(), [&](Tx& tx) {
        for (const char* detail : {"one", "two", "three", "four"}) {
            audit(tx, "export", "account", RecordId(7), detail);
        }
    });
    EXPECT_EQ(chain().length, begin + 4);
    EXPECT_EQ(chain().head.size(), 64U);
    EXPECT_EQ(chain().broken_at, 0);
    EXPECT_EQ(chain().unchained, 0);
    run("UPDATE audit_log SET detail = 'zwei' WHERE detail = 'two'");
    EXPECT_EQ(chain().broken_at, begin + 2);
    run("UPDATE audit_log SET detail = 'two' WHERE detail = 'zwei'");
    EXPECT_EQ(chain().broken_at, 0);
    // A row removed, in the log alone and in both tables; a row slipped in.
    run("DELETE FROM audit_log WHERE detail = 'three'");
    EXPECT_EQ(chain().broken_at, begin + 3);
    run("DELETE FROM audit_chain WHERE audit NOT IN (SELECT id FROM audit_log)");
    EXPECT_EQ(chain().broken_at, begin + 4);
    run("INSERT INTO audit_log (id, at, actor, actor_name, act, object, record, detail) "
        "SELECT max(id) + 1, 0, 0, '', 'export', 'account', 7, 'slipped in' FROM audit_log");
    EXPECT_EQ(chain().unchained, 1);
}

TEST_F(SessionTest, a_session_lives_from_log_in_to_log_out) {
    const Login login = log_in_as(" Ann ", kPassword);
    EXPECT_EQ(login.token.size(), 43U);
    const auto found = authenticate(company.workspace(), login.token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->actor->user, kAnn);
    EXPECT_EQ(found->actor->name, "ann");
    EXPECT_FALSE(found->csrf_hash.empty());
    EXPECT_EQ(company.integer("SELECT COUNT(*) FROM session WHERE token_hash = '" + login.token +
                              "'"),
              0);
    EXPECT_FALSE(authenticate(company.workspace(), login.token + "x"));
    EXPECT_FALSE(authenticate(company.workspace(), ""));
    EXPECT_FALSE(authenticate(company.workspace(), std::string(100'000, 'a')));
    log_out(company.workspace(), login.token);
    EXPECT_FALSE(authenticate(company.workspace(), login.token));
}

TEST_F(SessionTest, unknown_user_and_wrong_password_are_one_answer) {
    EXPECT_EQ(failure("ann", "wrong horse 7"), Code::unauthenticated);
    const std::string wrong = key;
    EXPECT_EQ(failure("nobody", kPassword), Code::unauthenticated);
    EXPECT_EQ(key, wrong);
    EXPECT_EQ(failure("ann", std::string(10'000, 'x')), Code::unauthenticated);
}

TEST_F(SessionTest, guessing_gets_slower_and_time_heals) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(failure("ann", "wrong"), Code::unauthenticated);
    EXPECT_EQ(failure("ann", kPassword, "10.0.0.2"), Code::too_many);
    ASSERT_EQ(args.size(), 1U);
    EXPECT_EQ(args[0].second, "1");
    company.clock().advance(kMicrosPerSecond);
    EXPECT_EQ(failure("ann", "wrong"), Code::unauthenticated);
    company.clock().advance(kMicrosPerSecond);
    EXPECT_EQ(failure("ann", kPassword), Code::too_many);  // two seconds now
    company.clock().advance(kMicrosPerSecond);
    EXPECT_FALSE(log_in_as("ann", kPassword).token.empty());
    EXPECT_FALSE(log_in_as("ann", kPassword).token.empty());  // forgiven
}

TEST_F(SessionTest, one_address_may_not_try_all_accounts) {
    Code last = Code::internal;
    for (int i = 0; i < 31; ++i) last = failure("user" + std::to_string(i), "wrong");
    EXPECT_EQ(last, Code::too_many);
    EXPECT_FALSE(log_in_as("ann", kPassword, "10.9.9.9").token.empty());
}

TEST_F(SessionTest, idle_and_absolute_expiry) {
    const Login idle = log_in_as("ann", kPassword);
    company.clock().advance(kSessionIdleMicros - 1);
    EXPECT_TRUE(authenticate(company.workspace(), idle.token));
    company.clock().advance(kSessionIdleMicros);
    EXPECT_FALSE(authenticate(company.workspace(), idle.token));
    const Login busy = log_in_as("ann", kPassword);
    for (std::int64_t spent = 0; spent + 3600 * kMicrosPerSecond < kSessionLifeMicros;
         spent += 3600 * kMicrosPerSecond) {
        ASSERT_TRUE(authenticate(company.workspace(), busy.token));
        company.clock().advance(3600 * kMicrosPerSecond);
    }
    company.clock().advance(3600 * kMicrosPerSecond);
    EXPECT_FALSE(authenticate(company.workspace(), busy.token));
}

TEST_F(SessionTest, use_is_noted_later_and_outlives_a_restart) {
    const auto used_at = [&] {
        std::int64_t at = 0;
        company.workspace().read(Actor::system(), [&](const Snapshot& snapshot) {
            snapshot.db().query("SELECT used_at FROM session", {}, [&](const db::Row& row) {
                at = row.integer(0);
                return false;
            });
        });
        return at;
    };
    const Login ann = log_in_as("ann", kPassword);
    const std::int64_t began = used_at();
    company.clock().advance(3600 * kMicrosPerSecond);
    EXPECT_TRUE(authenticate(company.workspace(), ann.token));
    EXPECT_EQ(used_at(), began);  // nobody waited for a write
    save_uses(company.workspace());
    EXPECT_EQ(used_at(), began + 3600 * kMicrosPerSecond);
    save_uses(company.workspace());
    EXPECT_EQ(used_at(), began + 3600 * kMicrosPerSecond);
}

TEST_F(SessionTest, a_new_password_ends_all_sessions) {
    const Login login = log_in_as("ann", kPassword);
    EXPECT_TRUE(authenticate(company.workspace(), login.token));
    const std::string hash = hash_password("another horse 8");
    company.workspace().write(Actor::system(),
                              [&](Tx& tx) { store_password_hash(tx, kAnn, hash); });
    EXPECT_FALSE(authenticate(company.workspace(), login.token));
    EXPECT_EQ(failure("ann", kPassword), Code::unauthenticated);
    EXPECT_FALSE(log_in_as("ann", "another horse 8").token.empty());
}

TEST_F(SessionTest, who_leaves_is_out_at_once) {
    const Login login = log_in_as("ann", kPassword);
    EXPECT_TRUE(authenticate(company.workspace(), login.token));
    company.sql("UPDATE \"user\" SET status = 'left' WHERE id = 12");
    company.touch();
    EXPECT_FALSE(authenticate(company.workspace(), login.token));
    EXPECT_EQ(failure("ann", kPassword), Code::forbidden);
    EXPECT_EQ(key, "error.login.left");
}

TEST_F(SessionTest, rights_changes_reach_running_sessions) {
    const Login login = log_in_as("ann", kPassword);
    EXPECT_EQ(authenticate(company.workspace(), login.token)->actor->dept, RecordId(2));
    company.sql("UPDATE \"user\" SET dept = 3 WHERE id = 12");
    company.touch();
    EXPECT_EQ(authenticate(company.workspace(), login.token)->actor->dept, RecordId(3));
}

TEST_F(SessionTest, api_tokens_are_narrowed_and_expire) {
    company.add_role(100, R"({"administrator":true,"objects":{"*":{"acts":["*"],"verbs":["*"],)"
                          R"("read":["all"],"write":["all"]}}})", {12});
    std::string token;
    const Instant later{company.clock().now().micros + kMicrosPerDay};
    company.workspace().write(Actor::system(), [&](Tx& tx) {
        token = create_api_token(tx, kAnn, "sync", {"read", "write:account"}, later);
    });
    const auto found = authenticate(company.workspace(), token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->actor->kind, ActorKind::api_token);
    EXPECT_TRUE(found->csrf_hash.empty());
    company.workspace().read(*found->actor, [&](const Snapshot& snapshot) {
        const auto rights = rights_of(snapshot);
        EXPECT_TRUE(rights->may(company.object("opportunity"), Act::read));
        EXPECT_FALSE(rights->may(company.object("opportunity"), Act::update));
        EXPECT_TRUE(rights->may(company.object("account"), Act::update));
        EXPECT_FALSE(rights->may_verb(company.object("opportunity"), "win"));
        EXPECT_FALSE(rights->is_administrator());
    });
    company.clock().advance(kMicrosPerDay);
    EXPECT_FALSE(authenticate(company.workspace(), token));
    company.workspace().write(Actor::system(), [&](Tx& tx) {
        EXPECT_THROW(create_api_token(tx, kAnn, "", {"read"}, std::nullopt), Error);
        EXPECT_THROW(create_api_token(tx, kAnn, "x", {"reed"}, std::nullopt), Error);
        EXPECT_THROW(create_api_token(tx, kAnn, "x", {"read:nothing"}, std::nullopt), Error);
        EXPECT_THROW(create_api_token(tx, kAnn, "x", {}, std::nullopt), Error);
    });
}

TEST_F(SessionTest, weak_passwords_are_refused) {
    for (const char* weak : {"", "short", "aaaaaaaaaaaa"}) {
        EXPECT_THROW(hash_password(weak), Error) << weak;
    }
    EXPECT_THROW(hash_password(std::string(200, 'a') + "b"), Error);
    EXPECT_NO_THROW(hash_password("密码密码密码密码1"));
}

TEST_F(SessionTest, asking_who_it_is_costs_microseconds) {
    const Login login = log_in_as("ann", kPassword);
    constexpr int kRounds = 20'000;
    ASSERT_TRUE(authenticate(company.workspace(), login.token));
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < kRounds; ++i) {
        if (!authenticate(company.workspace(), login.token)) FAIL();
    }
    const auto spent = std::chrono::steady_clock::now() - begin;
    const double micros = std::chrono::duration<double, std::micro>(spent).count() / kRounds;
    std::printf("authenticate: %.2f us\n", micros);
    EXPECT_LT(micros, 50.0);
}

}  // namespace
}  // namespace bihuan::access
