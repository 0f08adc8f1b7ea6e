#include "sales/customer/customer.h"

#include "sales/customer/internal.h"

namespace bihuan::customer {

void register_customer(record::Registry& registry) {
    register_lead(registry);
    register_account(registry);
    register_activity(registry);
    register_task(registry);
}

}  // namespace bihuan::customer
