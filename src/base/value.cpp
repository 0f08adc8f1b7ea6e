#include "base/value.h"

namespace bihuan {

bool operator==(const Value& a, const Value& b) { return a.v_ == b.v_; }

}  // namespace bihuan
