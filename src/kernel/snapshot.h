// A consistent view: one database snapshot, one pinned Schema, one actor, one "now".
//
// Made by Workspace::read and (as Tx) Workspace::write; lives on the stack of one thread.
#pragma once

#include "base/calendar_time.h"
#include "db/database.h"
#include "kernel/actor.h"
#include "kernel/calendar.h"
#include "kernel/meta/schema.h"

#include <memory>
#include <string_view>

namespace bihuan {

class Workspace;

class Snapshot {
public:
    Snapshot(Workspace& workspace, db::Connection& connection,
             std::shared_ptr<const meta::Schema> schema, const Actor& actor, Instant now);
    virtual ~Snapshot() = default;
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    db::Connection& db() const { return connection_; }
    const meta::Schema& schema() const { return *schema_; }
    std::shared_ptr<const meta::Schema> schema_pin() const { return schema_; }
    const Actor& actor() const { return actor_; }
    Instant now() const { return now_; }
    Date today() const;                       // in the workspace's zone
    const Zone& zone() const;                 // the company's: days, months, what is booked
    // What the actor means by a time of day without an offset: his own zone, else the company's.
    const Zone& wall_zone() const;
    const Calendar& calendar() const;
    const db::Dialect& dialect() const;
    // The language answers are written in.
    Language language() const { return actor_.language; }
    // Sentence in the actor's language.
    std::string say(std::string_view key, const Args& args = {}) const;
    Workspace& workspace() const { return workspace_; }

private:
    Workspace& workspace_;
    db::Connection& connection_;
    std::shared_ptr<const meta::Schema> schema_;
    const Actor& actor_;
    Instant now_;
};

}  // namespace bihuan
