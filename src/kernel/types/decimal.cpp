// Exact numbers with a fixed count of decimals: quantities, rates, prices. Settings: scale
// (default 2, at most 6), min, max.
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {

const FieldType& decimal_type() {
    static const DecimalBased kType("decimal");
    return kType;
}

}  // namespace bihuan::types
