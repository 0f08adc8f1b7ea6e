// Any bytes as JSON: refused with an Error, or read, written and read again as the same.
// libFuzzer target.
#include "base/error.h"
#include "base/json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using bihuan::Json;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const std::string written = Json::parse(text).to_text();
        if (Json::parse(written).to_text() != written) std::abort();
    } catch (const bihuan::Error& error) {
        if (error.key().empty()) std::abort();
    }
    return 0;
}
