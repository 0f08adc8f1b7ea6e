// What a record's passage from state to state leaves in the ledger. Private.
//
// Hooks, not verbs: a record that an import brings in already signed, confirmed or issued leaves
// the same rows, on its own dates.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

void register_hooks(record::Registry& registry);

}  // namespace bihuan::contract
