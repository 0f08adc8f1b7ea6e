// A department of the company. No settings.
#include "kernel/types/all.h"
#include "kernel/types/reference.h"

namespace bihuan::types {

const FieldType& department_type() {
    static const Reference kType("department");
    return kType;
}

}  // namespace bihuan::types
