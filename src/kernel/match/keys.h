// The duplicate keys of one record. Private to the room; pure.
#pragma once

#include "kernel/match/match.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bihuan::match {

struct DuplicateKey {
    std::string kind;            // company_name credit_code phone email_domain exact
    std::int64_t hash = 0;       // of object, kind and key: 64 bits do not meet by chance
    friend bool operator==(const DuplicateKey&, const DuplicateKey&) = default;
};

std::vector<DuplicateKey> duplicate_keys(const meta::Object& object,
                                         std::span<const Field> fields);

}  // namespace bihuan::match
