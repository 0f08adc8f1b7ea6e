#include "kernel/design/install.h"

#include "kernel/access/session.h"
#include "kernel/event/event.h"
#include "kernel/event/ledger.h"
#include "kernel/match/match.h"
#include "kernel/meta/store.h"
#include "kernel/record/store.h"

namespace bihuan::design {

std::vector<std::string> kernel_ddl() {
    return {meta::store_ddl(),   event::store_ddl(), event::ledger_ddl(),
            access::store_ddl(), match::store_ddl(), record::store_ddl()};
}

}  // namespace bihuan::design
