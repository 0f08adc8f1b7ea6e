#include "app/modules.h"

#include "api/present.h"
#include "embedded/files.h"
#include "kernel/meta/object_json.h"
#include "kernel/record/write.h"
#include "sales/contract/contract.h"
#include "sales/customer/customer.h"
#include "sales/opportunity/opportunity.h"
#include "sales/team/team.h"

namespace bihuan::app {

void register_modules(Workspace& workspace) {
    auto& registry = workspace.slot<record::Registry>();
    team::register_team(registry);
    customer::register_customer(registry);
    opportunity::register_opportunity(registry);
    contract::register_contract(registry);
}

std::vector<meta::Object> standard_objects() {
    std::vector<meta::Object> out;
    Issues issues;
    for (const EmbeddedFile& file : embedded_objects()) {
        out.push_back(meta::parse_object(Json::parse(file.bytes), issues));
    }
    throw_if_any(std::move(issues));
    return out;
}

std::vector<std::string> room_ddl() { return {api::present_ddl()}; }

void install_modules(Tx& tx) {
    team::install(tx);
    opportunity::install(tx);
}

}  // namespace bihuan::app
