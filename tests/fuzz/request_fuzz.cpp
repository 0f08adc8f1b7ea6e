// Any bytes as a request head: scanned at once or byte by byte it ends at the same place, and what
// is whole is understood or refused. libFuzzer target.
#include "http/head.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using bihuan::http::HeadScanner;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bihuan::http::Limits limits;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    HeadScanner whole;
    const HeadScanner::State state = whole.scan(bytes, limits);
    HeadScanner slow;
    HeadScanner::State step = HeadScanner::State::more;
    for (std::size_t i = 1; i <= size && step == HeadScanner::State::more; ++i) {
        step = slow.scan(bytes.substr(0, i), limits);
    }
    if (size > 0 && step != state) std::abort();
    if (state != HeadScanner::State::complete) return 0;
    if (slow.end() != whole.end() || slow.begin() != whole.begin()) std::abort();
    bihuan::http::Headers headers;
    bihuan::http::Head head;
    headers.buffer() = bytes.substr(whole.begin(), whole.end() - whole.begin());
    const auto refusal = bihuan::http::parse_head(headers, head, limits);
    if (refusal && (refusal->status < 400 || refusal->code.empty())) std::abort();
    return 0;
}
