// Log-in: slow-down first, then the password, then a session.
#include "base/crypto.h"
#include "base/text.h"
#include "kernel/access/session.h"
#include "kernel/access/state.h"

#include <algorithm>

namespace bihuan::access {

namespace {

constexpr std::size_t kLoginMax = 200;          // bytes; longer ones are nobody's
constexpr std::size_t kAddressMax = 64;         // an IPv6 address with its zone
constexpr std::size_t kUserAgentMax = 300;
constexpr int kSessionsPerUserMax = 50;         // devices; the oldest end

struct SlowDown {
    std::int64_t free;                          // failures before the first wait
    std::int64_t wait_max_s;
};
constexpr SlowDown kPerAccount{5, 300};         // short: a stranger must not lock somebody out
constexpr SlowDown kPerAddress{30, 900};        // an office shares one address
constexpr std::int64_t kForgiveMicros = 3600 * kMicrosPerSecond;
constexpr int kDoublingsMax = 20;               // keeps the shift within 64 bits

struct Attempt {
    std::int64_t failures = 0;
    Instant last_at;
    Instant blocked_until;
};

Attempt load_attempt(db::Connection& db, const std::string& source) {
    Attempt attempt;
    db.query("SELECT failures, last_at, blocked_until FROM login_attempt WHERE source = ?",
             {std::string_view(source)}, [&](const db::Row& row) {
                 attempt = {row.integer(0), Instant{row.integer(1)}, Instant{row.integer(2)}};
                 return false;
             });
    return attempt;
}

// Counts the attempt before the password is looked at, so that a thousand at once are counted too.
void count_attempt(Tx& tx, const std::string& source, const SlowDown& rule) {
    const std::int64_t now = tx.recorded_at().micros;
    Attempt attempt = load_attempt(tx.db(), source);
    if (attempt.blocked_until.micros > now) {
        const std::int64_t left = attempt.blocked_until.micros - now;
        const std::int64_t seconds = (left + kMicrosPerSecond - 1) / kMicrosPerSecond;
        throw Error(Code::too_many, "error.login.wait", {{"seconds", std::to_string(seconds)}});
    }
    if (now - attempt.last_at.micros > kForgiveMicros) attempt.failures = 0;
    ++attempt.failures;
    std::int64_t wait_s = 0;
    if (attempt.failures >= rule.free) {
        const auto doublings = std::min<std::int64_t>(attempt.failures - rule.free, kDoublingsMax);
        wait_s = std::min(std::int64_t{1} << doublings, rule.wait_max_s);
    }
    tx.db().post("INSERT INTO login_attempt (source, failures, last_at, blocked_until) "
                 "VALUES (?, ?, ?, ?) ON CONFLICT (source) DO UPDATE SET "
                 "failures = excluded.failures, last_at = excluded.last_at, "
                 "blocked_until = excluded.blocked_until",
                 {std::string_view(source), attempt.failures, now,
                  now + wait_s * kMicrosPerSecond});
}

struct Account {
    UserId user;
    std::string status;
    std::string hash;
};

Account find_account(const Snapshot& snapshot, std::string_view login) {
    Account account;
    const std::string folded = fold_case(login);
    snapshot.db().query(
        "SELECT u.id, u.status, c.hash FROM \"user\" u "
        "JOIN credential c ON c.user_id = u.id "
        "WHERE u.login IN (?, ?) AND u.deleted_at IS NULL ORDER BY u.id LIMIT 1",
        {login, std::string_view(folded)}, [&](const db::Row& row) {
            account = {UserId(row.integer(0)), std::string(row.text(1)), std::string(row.text(2))};
            return false;
        });
    return account;
}

bool is_right_password(State& state, const Account& account, std::string_view password) {
    const std::string& hash = account.user ? account.hash : state.dummy_hash();
    state.hashing.acquire();
    const bool is_right = verify_password(hash, password);
    state.hashing.release();
    return is_right && account.user;
}

// Address and browser as they go into the table: bounded, and text.
std::string bounded(std::string_view text, std::size_t size_max) {
    if (text.size() > size_max) text = text.substr(0, size_max);
    while (!text.empty() && !is_valid_utf8(text)) text.remove_suffix(1);
    return std::string(text);
}

struct NewSession {
    std::string token, csrf, token_hash, csrf_hash;
};

void store_session(Tx& tx, UserId user, const NewSession& session, const std::string& address,
                   const std::string& user_agent) {
    const std::int64_t now = tx.recorded_at().micros;
    db::Connection& db = tx.db();
    db.post("DELETE FROM session WHERE user_id = ? AND (expires_at <= ? OR used_at <= ?)",
            {user.value, now, now - kSessionIdleMicros});
    db.post("DELETE FROM session WHERE user_id = ? AND token_hash NOT IN "
            "(SELECT token_hash FROM session WHERE user_id = ? "
            "ORDER BY created_at DESC LIMIT ?)",
            {user.value, user.value, std::int64_t{kSessionsPerUserMax - 1}});
    db.post("INSERT INTO session (token_hash, csrf_hash, user_id, created_at, used_at, "
            "expires_at, address, user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            {std::string_view(session.token_hash), std::string_view(session.csrf_hash),
             user.value, now, now, now + kSessionLifeMicros, std::string_view(address),
             std::string_view(user_agent)});
}

struct Sources { std::string account, address; };

void forgive(Tx& tx, const Sources& sources) {
    tx.db().post("DELETE FROM login_attempt WHERE source = ?",
                 {std::string_view(sources.account)});
    tx.db().post("UPDATE login_attempt SET failures = failures - 1, blocked_until = 0 "
                 "WHERE source = ? AND failures > 0",
                 {std::string_view(sources.address)});
    tx.db().post("DELETE FROM login_attempt WHERE last_at < ?",
                 {tx.recorded_at().micros - kMicrosPerDay});
}

}  // namespace

Login log_in(Workspace& workspace, std::string_view login, std::string_view password,
             std::string_view address, std::string_view user_agent) {
    State& state = state_of(workspace);
    const Actor system = Actor::system("log-in");
    const std::string name = bounded(trim(login), kLoginMax);
    const std::string from = bounded(address, kAddressMax);
    // The login is hashed: the table never holds what people typed into the wrong box.
    const Sources sources{"account " + to_hex(blake2b(fold_case(name))), "address " + from};
    workspace.write(system, [&](Tx& tx) {
        count_attempt(tx, sources.address, kPerAddress);
        count_attempt(tx, sources.account, kPerAccount);
    });

    Account account;
    workspace.read(system, [&](const Snapshot& snapshot) {
        account = find_account(snapshot, name);
    });
    const bool fits = password.size() <= kPasswordMax * 4;  // bytes of kPasswordMax characters
    if (!is_right_password(state, account, fits ? password : std::string_view()) || !fits) {
        workspace.write(system, [&](Tx& tx) {
            audit(tx, "login.failed", "user", to_record(account.user), from);
        });
        throw Error(Code::unauthenticated, "error.login.wrong");
    }
    if (account.status != "active") {
        throw Error(Code::forbidden, account.status == "left" ? "error.login.left"
                                                              : "error.login.disabled");
    }

    NewSession session{random_token(), {}, {}, {}};
    session.csrf = csrf_of(session.token);
    session.token_hash = to_hex(blake2b(session.token));
    session.csrf_hash = to_hex(blake2b(session.csrf));
    const std::string rehashed =
        needs_rehash(account.hash) ? bihuan::hash_password(password) : std::string();
    Login done{session.token, session.csrf, nullptr};
    workspace.write(system, [&](Tx& tx) {
        forgive(tx, sources);
        if (!rehashed.empty()) {
            tx.db().post("UPDATE credential SET hash = ? WHERE user_id = ?",
                         {std::string_view(rehashed), account.user.value});
        }
        store_session(tx, account.user, session, from, bounded(user_agent, kUserAgentMax));
        audit(tx, "login", "user", to_record(account.user), from);
        done.actor = actor_of(tx, account.user);
    });
    return done;
}

std::string hash_password(std::string_view password) {
    Issues issues;
    const std::size_t size = is_valid_utf8(password) ? count_code_points(password) : 0;
    if (size < kPasswordMin) {
        issues.add("password", "issue.password.short", {{"min", std::to_string(kPasswordMin)}});
    } else if (size > kPasswordMax) {
        issues.add("password", "issue.password.long", {{"max", std::to_string(kPasswordMax)}});
    } else if (password.find_first_not_of(password[0]) == std::string_view::npos) {
        issues.add("password", "issue.password.simple");
    }
    throw_if_any(std::move(issues));
    return bihuan::hash_password(password);
}

void store_password_hash(Tx& tx, UserId user, std::string_view hash) {
    tx.db().post("INSERT INTO credential (user_id, hash, changed_at) VALUES (?, ?, ?) "
                 "ON CONFLICT (user_id) DO UPDATE SET hash = excluded.hash, "
                 "changed_at = excluded.changed_at",
                 {user.value, hash, tx.recorded_at().micros});
    audit(tx, "password", "user", to_record(user), "");
    end_sessions(tx, user);
}

void set_password(Tx& tx, UserId user, std::string_view password) {
    store_password_hash(tx, user, hash_password(password));
}

}  // namespace bihuan::access
