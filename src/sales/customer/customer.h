// Leads, accounts, contacts, activities, tasks, campaigns: from the first contact to a customer.
//
// Verbs and rules are registered once at start and then read only. Any thread may run them, each
// in its own transaction.
#pragma once

#include "kernel/record/write.h"

namespace bihuan::customer {

// A follow-up stays open to its author for these hours; later only to those who lead others.
inline constexpr int kActivityEditHours = 72;
// Within this time a new lead is to be answered.
inline constexpr int kFirstResponseHours = 24;

// lead: qualify convert invalidate reactivate transfer; account: transfer lock unlock;
// activity: start complete cancel check_in check_out; task: finish reopen cancel.
void register_customer(record::Registry& registry);

}  // namespace bihuan::customer
