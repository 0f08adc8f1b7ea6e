// Decoder of chunked bodies (RFC 9112, 7.1), strict and bounded.
//
// A value fed with what arrives; one thread.
#pragma once

#include "http/head.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace bihuan::http {

class ChunkedDecoder {
public:
    enum class State { more, data, complete, refused };

    // Eats from the front of `input`. data: `piece` is a view of decoded bytes inside the input;
    // call again with the rest. more: all input was eaten. complete: the body and its trailers
    // have ended; what is left belongs to the next request.
    State decode(std::string_view& input, std::string_view& piece);
    const Refusal& refusal() const { return refusal_; }

private:
    enum class Phase { size, extension, size_lf, data, data_cr, data_lf, trailer, complete };

    State refuse(std::string_view code);
    State take_size(char c);
    State take_extension(char c);
    State take_size_end();
    State take_trailer(char c);
    State end_trailer_line();

    Phase phase_ = Phase::size;
    std::uint64_t left_ = 0;          // of the chunk being read
    unsigned digits_ = 0;
    std::size_t extension_ = 0;
    std::size_t extension_total_ = 0;
    std::string trailer_line_;
    std::size_t trailer_bytes_ = 0;
    std::size_t trailer_fields_ = 0;
    Refusal refusal_;
};

}  // namespace bihuan::http
