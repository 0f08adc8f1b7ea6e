#include "app/modules.h"

#include "api/present.h"
#include "app/demo_jobs.h"
#include "embedded/files.h"
#include "kernel/meta/object_json.h"
#include "kernel/record/write.h"
#include "sales/contract/contract.h"
#include "sales/customer/customer.h"
#include "sales/opportunity/opportunity.h"
#include "sales/team/team.h"
#include "work/approval/approval.h"
#include "work/company/company.h"
#include "work/discuss/discuss.h"
#include "work/exchange/import.h"
#include "work/file/file.h"
#include "work/job/bulk.h"
#include "work/view/view.h"

namespace bihuan::app {

void register_modules(Workspace& workspace) {
    auto& registry = workspace.slot<record::Registry>();
    approval::register_approval(registry);
    team::register_team(registry);
    customer::register_customer(registry);
    opportunity::register_opportunity(registry);
    contract::register_contract(registry);
    auto& kinds = workspace.slot<job::Kinds>();
    job::register_bulk(kinds);
    team::register_jobs(kinds);
    exchange::register_exchange(kinds);
    register_demo_jobs(kinds);
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

std::vector<std::string> room_ddl() {
    return {company::store_ddl(), api::present_ddl(),     job::store_ddl(), file::store_ddl(),
            exchange::store_ddl(), view::store_ddl(), discuss::store_ddl()};
}

void install_modules(Tx& tx) {
    team::install(tx);
    opportunity::install(tx);
}

}  // namespace bihuan::app
