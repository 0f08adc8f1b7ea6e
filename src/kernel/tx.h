// A transaction: a Snapshot that may write. Exists only inside Workspace::write.
//
// Runs on the writer's thread, one after another, and may run more than once:
// no effect outside the database but through after_commit. At most kTxMaxMs of work.
#pragma once

#include "kernel/snapshot.h"

#include <functional>
#include <string>

namespace bihuan {

inline constexpr int kTxMaxMs = 20;  // no one waits longer behind one transaction

class Tx : public Snapshot {
public:
    Tx(const Tx&) = delete;
    Tx& operator=(const Tx&) = delete;
    Tx(Workspace& workspace, db::WriteLease& lease, std::shared_ptr<const meta::Schema> schema,
       const Actor& actor, Instant now, Instant recorded_at, std::string cause);

    // Time part: when it is written, even back-dated, so that no two runs make the same id.
    RecordId new_id(ObjectNumber object);
    EventSeq new_event();                     // grows in commit order
    EventSeq last_event();                    // of this transaction, else of the company
    // The write path tells of each row it writes: who remembers a row sees whether it may be old.
    void note_row_written() { ++origin_->rows_written_; }
    std::int64_t rows_written() const { return origin_->rows_written_; }
    // Runs once, after the commit is durable, on the caller's thread.
    void after_commit(std::function<void()> effect) const;
    // now() is in the past when facts are entered with their own date (imports, demo company):
    // rows get valid_from = now() and recorded_at = the real time.
    bool is_back_dated() const { return recorded_at_ != now(); }
    Instant recorded_at() const { return recorded_at_; }
    // The same transaction as it would run at another past moment: what is written through it is
    // dated `as_at`. Imports bring rows of many days in one transaction. Error(invalid) when
    // `as_at` lies in the future. Must not outlive this Tx.
    Tx dated(Instant as_at) const;
    const std::string& cause() const { return cause_; }  // "import 88…", "verb win", ""
    // Verbs set it while they run so that history says why.
    void set_cause(std::string cause) { cause_ = std::move(cause); }

private:
    Tx(const Tx& origin, Instant now);

    db::WriteLease& lease_;
    Tx* origin_ = this;                       // of a dated one: what it was made from
    std::int64_t rows_written_ = 0;
    EventSeq last_event_;
    Instant recorded_at_;
    std::string cause_;
};

}  // namespace bihuan
