#include "sales/opportunity/opportunity.h"

#include "sales/opportunity/internal.h"
#include "sales/team/team.h"

namespace bihuan::opportunity {

void register_opportunity(record::Registry& registry) {
    register_rules(registry);
    register_ledger(registry);
    register_quote(registry);
    registry.verb("opportunity", "advance", advance);
    registry.verb("opportunity", "back", back);
    registry.verb("opportunity", "win", win);
    registry.verb("opportunity", "lose", lose);
    registry.verb("opportunity", "void", void_opportunity);
    registry.verb("opportunity", "reopen", reopen);
    registry.verb("opportunity", "transfer", team::transfer_verb);
}

}  // namespace bihuan::opportunity
