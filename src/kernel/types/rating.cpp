// Stars, 0 to 5 unless the settings say otherwise. Settings: min, max.
#include "kernel/types/all.h"
#include "kernel/types/numbers.h"

namespace bihuan::types {

const FieldType& rating_type() {
    constexpr std::int64_t kStarsMax = 5;
    static const IntegerBased kType("rating", 0, kStarsMax);
    return kType;
}

}  // namespace bihuan::types
