// What the files of this room share. Private to it.
#pragma once

#include "kernel/record/write.h"

#include <optional>
#include <string_view>

namespace bihuan::opportunity {

void register_rules(record::Registry& registry);
void register_ledger(record::Registry& registry);
void register_quote(record::Registry& registry);

std::string advance(record::VerbCall& call);
std::string back(record::VerbCall& call);
std::string win(record::VerbCall& call);
std::string lose(record::VerbCall& call);
std::string void_opportunity(record::VerbCall& call);
std::string reopen(record::VerbCall& call);

std::string submit(record::VerbCall& call);
std::string approve(record::VerbCall& call);
std::string reject(record::VerbCall& call);
std::string revise(record::VerbCall& call);
std::string send(record::VerbCall& call);
std::string accept(record::VerbCall& call);
std::string decline(record::VerbCall& call);
std::string void_quote(record::VerbCall& call);

// stages.cpp
RecordId default_pipeline(const Snapshot& snapshot);
// The stages of a pipeline in their order.
std::vector<record::Record> stages_of(const Snapshot& snapshot, RecordId pipeline);
std::optional<record::Record> stage_of_kind(const Snapshot& snapshot, RecordId pipeline,
                                            std::string_view kind);
record::Record stage_at(const Snapshot& snapshot, RecordId stage);
std::string code_of_stage(const Snapshot& snapshot, RecordId stage);
// What a stage demands of those who enter it: all issues at once, naming fields.
void check_entry(const Snapshot& snapshot, const record::Record& opportunity,
                 const record::Record& stage, Issues& issues);
// Stage, state, win rate and forecast category of the stage, entered now.
void enter(const Snapshot& snapshot, record::Changes& changes, const meta::Object& object,
           const record::Record& stage);
// The stage a verb names: of the same pipeline and still open, else issues with what to use.
std::optional<record::Record> named_stage(const record::VerbCall& call);

// For a step without a named target: who asks must know the stage it leaves, by `from` or by the
// record's version, or the second of two who ask at once would skip a stage. Issues at `from`;
// Error(conflict) when it stands elsewhere.
void check_left(const record::VerbCall& call, const record::Record& present, Issues& issues);

// win.cpp: a day of closing that has come and is not before the beginning; issues at `date`.
Date closing_day(const record::VerbCall& call, Issues& issues);
// The day the sales cycle began.
Date first_day_of(const Snapshot& snapshot, const record::Record& opportunity);
Instant moment_of(const Snapshot& snapshot, Date day);

}  // namespace bihuan::opportunity
