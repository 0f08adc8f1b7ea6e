// The organisation: users, departments, roles, targets; and what other modules need of it to hand
// records over and to book figures for people.
//
// Verbs are registered once at start and then read only; functions take the Tx, one thread each.
#pragma once

#include "kernel/event/ledger.h"
#include "kernel/record/write.h"
#include "work/job/job.h"

#include <string>
#include <string_view>
#include <vector>

namespace bihuan::team {

// user: leave hand_over disable enable assign_roles; target: publish lock revise.
void register_team(record::Registry& registry);

// The job that finishes a large hand-over.
void register_jobs(job::Kinds& kinds);

// What somebody who leaves would hand over: open records by object, without empty ones.
struct OpenWork {
    const meta::Object* object;
    std::int64_t count;
};
std::vector<OpenWork> open_work(const Snapshot& snapshot, UserId user);

// The default roles (roles/*.json) of a new company. A role whose code exists stays as it is.
void install(Tx& tx);

// Gives a record to another person who works here: event `<object>.transferred`. Open figures
// follow, booked ones stay with whoever had them. Error(invalid) when `to` has left, is disabled
// or owns it already.
record::Record transfer(Tx& tx, const record::Record& record, UserId to);

// Verb "transfer" of any object with owner: arguments to, reason. Returns "null".
std::string transfer_verb(record::VerbCall& call);

// A ledger row about `record`, on the transaction's day, for its owner and his department, and of
// its account (itself, or its lookup `account`). Amount and count are for the caller.
event::LedgerRow ledger_row(Tx& tx, std::string metric, const record::Record& record);

// A money field in the company's currency, at scale 2.
std::int64_t base_amount(const record::Record& record, std::string_view field);

// The recycle bin and the ledger: what a deleted record had booked is taken back on the day it is
// deleted, and booked again on the day it is restored. Registered as after_write by the modules
// whose records leave rows in the ledger; does nothing at any other write.
void follow_deletion(Tx& tx, const record::Record* before, const record::Record& after);

// What a verb writes with: read-only fields may be set, the event is named.
record::WriteSettings by_verb(std::string event_kind);

}  // namespace bihuan::team
