// What the files of this room share. Private to it.
#pragma once

#include "kernel/record/write.h"

namespace bihuan::customer {

void register_lead(record::Registry& registry);
void register_account(record::Registry& registry);
void register_activity(record::Registry& registry);
void register_task(record::Registry& registry);

std::string qualify(record::VerbCall& call);
std::string convert(record::VerbCall& call);
std::string invalidate(record::VerbCall& call);
std::string reactivate(record::VerbCall& call);

std::string transfer_account(record::VerbCall& call);
std::string merge(record::VerbCall& call);
// After a write: who comes back from the recycle bin is nobody else any more.
void part_again(Tx& tx, const record::Record* before, const record::Record& after);

std::string start_activity(record::VerbCall& call);
std::string complete_activity(record::VerbCall& call);
std::string cancel_activity(record::VerbCall& call);
std::string check_in(record::VerbCall& call);
std::string check_out(record::VerbCall& call);

// An activity was completed: lead, account and opportunity learn when they were last contacted.
void follow_up(Tx& tx, const record::Record& activity);

// Text arguments and fields as values: empty text is no value.
inline Value text_or_null(std::string text) {
    return text.empty() ? Value() : Value(std::move(text));
}

}  // namespace bihuan::customer
