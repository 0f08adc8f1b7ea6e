// The audit log proves itself: every row is hashed together with the hash of the one before, so a
// row that is changed, removed or slipped in later breaks the chain from there on.
//
// Tables audit_log (what happened) and audit_chain (seq, audit, hash). Rows written before the
// chain began stand outside it. What the end of the chain was must be kept elsewhere (`bihuan
// check` prints it): a cut-off tail leaves a sound, shorter chain.
#pragma once

#include "kernel/snapshot.h"

#include <cstdint>
#include <string>

namespace bihuan::access {

std::string audit_ddl();

struct AuditChain {
    std::int64_t length = 0;
    std::string head;                   // hash of the last row; empty for none
    std::int64_t broken_at = 0;         // seq of the first row that does not fit; 0: none
    std::int64_t unchained = 0;         // rows of the log after the chain's beginning, not in it
};
AuditChain verify_audit(const Snapshot& snapshot);

}  // namespace bihuan::access
