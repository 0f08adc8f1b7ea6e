#include "base/crypto.h"
#include "base/text.h"
#include "kernel/access/session.h"

namespace bihuan::access {

std::string csrf_of(std::string_view token) {
    return to_base64url(hmac_sha256(token, "bihuan csrf"));
}

void change_password(Workspace& workspace, const Actor& actor, std::string_view before,
                     std::string_view after) {
    std::string hash;
    workspace.read(actor, [&](const Snapshot& snapshot) {
        snapshot.db().query("SELECT hash FROM credential WHERE user_id = ?", {actor.user.value},
                            [&](const db::Row& row) {
                                hash = std::string(row.text(0));
                                return false;
                            });
    });
    if (hash.empty() || !verify_password(hash, before)) {
        throw Error(Code::forbidden, "error.password.wrong").at_field("old");
    }
    const std::string next = hash_password(after);
    workspace.write(actor, [&](Tx& tx) {
        store_password_hash(tx, actor.user, next);
        end_sessions(tx, actor.user);
        audit(tx, "password.changed", "user", to_record(actor.user), "");
    });
}

}  // namespace bihuan::access
