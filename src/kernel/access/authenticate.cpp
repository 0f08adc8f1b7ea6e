// Tokens: the hot path of every request, and the ends of sessions.
#include "base/crypto.h"
#include "base/text.h"
#include "kernel/access/session.h"
#include "kernel/access/state.h"

namespace bihuan::access {

namespace {

constexpr std::size_t kTokenMax = 128;                  // bytes; ours have 43 to 46
constexpr std::string_view kApiPrefix = "bh_";
constexpr std::int64_t kUsedEveryMicros = 300 * kMicrosPerSecond;  // how stale used_at may be
constexpr ObjectNumber kApiTokenNumber{198};            // ids beyond those of the objects
constexpr std::size_t kNameMax = 100;

std::string scopes_json(const std::vector<std::string>& scopes) {
    std::string out;
    JsonWriter json(out);
    json.begin_array();
    for (const std::string& scope : scopes) json.string(scope);
    json.end_array();
    return out;
}

std::vector<std::string> parse_scopes(std::string_view text) {
    const Json json = Json::parse(text);
    std::vector<std::string> scopes;
    for (std::size_t i = 0; i < json.size(); ++i) scopes.emplace_back(json.at(i).string());
    return scopes;
}

struct TokenRow {
    UserId user;
    std::string csrf_hash;
    std::vector<std::string> scopes;
    Instant used;
    Instant expires;
};

std::optional<TokenRow> load_session(db::Connection& db, std::string_view hash) {
    std::optional<TokenRow> found;
    db.query("SELECT user_id, csrf_hash, used_at, expires_at FROM session WHERE token_hash = ?",
             {hash}, [&](const db::Row& row) {
                 found = TokenRow{UserId(row.integer(0)), std::string(row.text(1)), {},
                                  Instant{row.integer(2)}, Instant{row.integer(3)}};
                 return false;
             });
    return found;
}

std::optional<TokenRow> load_api_token(db::Connection& db, std::string_view hash) {
    std::optional<TokenRow> found;
    db.query("SELECT user_id, scopes, used_at, expires_at FROM api_token "
             "WHERE token_hash = ? AND revoked_at IS NULL",
             {hash}, [&](const db::Row& row) {
                 found = TokenRow{UserId(row.integer(0)), {}, parse_scopes(row.text(1)),
                                  Instant{row.integer(2)},
                                  row.is_null(3) ? kForever : Instant{row.integer(3)}};
                 return false;
             });
    return found;
}

std::shared_ptr<const KnownToken> load_token(Workspace& workspace, const std::string& hash,
                                             bool is_api) {
    std::shared_ptr<KnownToken> known;
    std::int64_t version = 0;
    workspace.read(Actor::system("log-in"), [&](const Snapshot& snapshot) {
        const std::string hex = to_hex(hash);
        const std::optional<TokenRow> row =
            is_api ? load_api_token(snapshot.db(), hex) : load_session(snapshot.db(), hex);
        if (!row) return;
        const std::optional<UserRow> user = load_user(snapshot, row->user);
        if (!user || user->status != "active") return;
        auto actor = std::make_shared<Actor>(*actor_of(snapshot, row->user));
        version = actor->rights_version;
        if (is_api) {
            actor->kind = ActorKind::api_token;
            actor->token_scopes = row->scopes;
            actor->source_kind = "api";
        }
        known = std::make_shared<KnownToken>();
        known->actor = std::move(actor);
        known->csrf_hash = row->csrf_hash;
        known->expires = row->expires;
        known->is_api = is_api;
        known->used = row->used.micros;
        known->written = row->used.micros;
    });
    state_of(workspace).raise_rights_version(version);
    return known;
}

bool is_over(const KnownToken& token, Instant now) {
    if (token.expires <= now) return true;
    return !token.is_api && token.used.load(std::memory_order_relaxed) + kSessionIdleMicros <=
                                now.micros;
}

// A few minutes of staleness save a durable write per request.
void note_use(Workspace& workspace, const std::string& hash, const KnownToken& token,
              Instant now) {
    token.used.store(now.micros, std::memory_order_relaxed);
    std::int64_t written = token.written.load(std::memory_order_relaxed);
    if (now.micros - written < kUsedEveryMicros) return;
    if (!token.written.compare_exchange_strong(written, now.micros)) return;
    state_of(workspace).note_use({hash, token.is_api, now});
}

}  // namespace

std::optional<Authenticated> authenticate(Workspace& workspace, std::string_view token, Use use) {
    if (token.empty() || token.size() > kTokenMax) return std::nullopt;
    State& state = state_of(workspace);
    const std::string hash = blake2b(token);
    const Instant now = workspace.clock().now();
    std::shared_ptr<const KnownToken> known = state.find(hash);
    // One that seems over may have been used in another process.
    if (!known || known->actor->rights_version < state.rights_version() ||
        is_over(*known, now)) {
        const std::uint64_t generation = state.generation();
        const std::int64_t used = known ? known->used.load() : 0;
        known = load_token(workspace, hash, token.starts_with(kApiPrefix));
        if (!known) {
            if (used != 0) state.forget(hash);
            return std::nullopt;
        }
        // Memory may know of later use than the table.
        if (used > known->used.load()) known->used.store(used);
        if (!is_over(*known, now)) state.keep(hash, known, generation);
    }
    if (is_over(*known, now)) {
        state.forget(hash);
        return std::nullopt;
    }
    if (use == Use::noted) note_use(workspace, hash, *known, now);
    return Authenticated{known->actor, known->csrf_hash};
}

void save_uses(Workspace& workspace) {
    const std::vector<TokenUse> uses = state_of(workspace).take_uses();
    if (uses.empty()) return;
    try {
        workspace.write(Actor::system("log-in"), [&](Tx& tx) {
            for (const TokenUse& use : uses) {
                const std::string hex = to_hex(use.hash);
                tx.db().post(use.is_api ? "UPDATE api_token SET used_at = ? WHERE token_hash = ?"
                                        : "UPDATE session SET used_at = ? WHERE token_hash = ?",
                             {use.at.micros, std::string_view(hex)});
            }
        });
    } catch (const Error& error) {
        workspace.log().warn("session use not noted", {{"key", error.key()}});
    }
}

void log_out(Workspace& workspace, std::string_view token) {
    if (token.empty() || token.size() > kTokenMax) return;
    const std::string hash = blake2b(token);
    const std::string hex = to_hex(hash);
    workspace.write(Actor::system("log-in"), [&](Tx& tx) {
        tx.db().post("DELETE FROM session WHERE token_hash = ?", {std::string_view(hex)});
        note_session_ends(tx);
    });
    state_of(workspace).forget(hash);
}

void end_sessions(Tx& tx, UserId user) {
    tx.db().post("DELETE FROM session WHERE user_id = ?", {user.value});
    note_session_ends(tx);
    Workspace& workspace = tx.workspace();
    tx.after_commit([&workspace, user] { state_of(workspace).forget_user(user); });
}

std::string create_api_token(Tx& tx, UserId user, std::string_view name,
                             const std::vector<std::string>& scopes,
                             std::optional<Instant> expires) {
    Issues issues;
    if (trim(name).empty()) issues.add("name", "issue.required");
    if (name.size() > kNameMax) issues.add("name", "issue.token.name");
    if (scopes.empty()) issues.add("scopes", "issue.required");
    for (const std::string& scope : scopes) {
        const std::size_t colon = scope.find(':');
        const std::string kind = scope.substr(0, colon);
        const bool is_known = kind == "read" || kind == "write" || scope == "admin";
        const bool is_object = colon == std::string::npos ||
                               tx.schema().find(scope.substr(colon + 1)) != nullptr;
        if (!is_known || !is_object) issues.add("scopes", "issue.token.scope", {{"scope", scope}});
    }
    if (expires && *expires <= tx.now()) issues.add("expires", "issue.token.past");
    throw_if_any(std::move(issues));

    std::string token = std::string(kApiPrefix) + random_token();
    const std::string hash = to_hex(blake2b(token));
    const std::string list = scopes_json(scopes);
    tx.db().post("INSERT INTO api_token (id, token_hash, user_id, name, scopes, created_at, "
                 "expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                 {tx.new_id(kApiTokenNumber).value, std::string_view(hash), user.value, name,
                  std::string_view(list), tx.recorded_at().micros,
                  expires ? db::Param(expires->micros) : db::Param(nullptr)});
    audit(tx, "api_token", "user", to_record(user), name);
    return token;
}

}  // namespace bihuan::access
