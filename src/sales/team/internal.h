// What the files of this room share. Private to it.
#pragma once

#include "kernel/record/write.h"

namespace bihuan::team {

void register_rules(record::Registry& registry);
void register_target(record::Registry& registry);

std::string leave(record::VerbCall& call);
std::string hand_over(record::VerbCall& call);
std::string disable(record::VerbCall& call);
std::string enable(record::VerbCall& call);
std::string assign_roles(record::VerbCall& call);

// A person who works here; else an issue for `field`.
bool is_active(const Snapshot& snapshot, UserId user);

// Error(conflict) when nobody but `user` could administer the company.
void demand_other_administrator(const Snapshot& snapshot, UserId user);

}  // namespace bihuan::team
