// What contracts and the records of their money must be, whoever writes them. Private.
#pragma once

#include "sales/contract/acts.h"

namespace bihuan::contract {

void register_rules(record::Registry& registry);

}  // namespace bihuan::contract
