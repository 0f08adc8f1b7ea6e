// Whole numbers of up to 15 digits. Settings: min, max.
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {

const FieldType& integer_type() {
    static const IntegerBased kType("integer", -kIntegerMax, kIntegerMax);
    return kType;
}

}  // namespace bihuan::types
