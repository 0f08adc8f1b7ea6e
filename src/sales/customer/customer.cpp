#include "sales/customer/customer.h"

#include "sales/customer/internal.h"

namespace bihuan::customer {

void register_customer(record::Registry& registry) {
    register_lead(registry);
    register_account(registry);
    register_activity(registry);
    register_task(registry);
    for (const char* object : {"account", "contact", "lead"}) {
        registry.verb(object, "merge", merge);
        registry.after_write(object, part_again);
    }
}

}  // namespace bihuan::customer
