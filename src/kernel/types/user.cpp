// A user of the company. No settings.
#include "kernel/types/all.h"
#include "kernel/types/reference.h"

namespace bihuan::types {

const FieldType& user_type() {
    static const Reference kType("user");
    return kType;
}

}  // namespace bihuan::types
