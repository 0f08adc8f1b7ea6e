#include "http/chunked.h"

#include "http/limits.h"

#include <algorithm>

namespace bihuan::http {

namespace {

// 15 hexadecimal digits are 2^60 - 1: no overflow, and more than any disk holds.
constexpr unsigned kMaxSizeDigits = 15;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

ChunkedDecoder::State ChunkedDecoder::refuse(std::string_view code) {
    refusal_ = Refusal{400, code};
    return State::refused;
}

ChunkedDecoder::State ChunkedDecoder::take_size(char c) {
    int value = hex_value(c);
    if (value >= 0) {
        if (++digits_ > kMaxSizeDigits) return refuse("bad_chunk");
        left_ = left_ * 16 + static_cast<std::uint64_t>(value);
        return State::more;
    }
    if (digits_ == 0) return refuse("bad_chunk");
    if (c == ';') {
        phase_ = Phase::extension;
        extension_ = 0;
    } else if (c == '\r') {
        phase_ = Phase::size_lf;
    } else {
        return refuse("bad_chunk");
    }
    return State::more;
}

ChunkedDecoder::State ChunkedDecoder::take_extension(char c) {
    if (c == '\r') {
        phase_ = Phase::size_lf;
        return State::more;
    }
    if (!is_field_value(std::string_view(&c, 1))) return refuse("bad_chunk");
    ++extension_;
    ++extension_total_;
    if (extension_ > kMaxChunkExtensionBytes || extension_total_ > kMaxChunkExtensionTotal) {
        return refuse("chunk_extension_too_large");
    }
    return State::more;
}

ChunkedDecoder::State ChunkedDecoder::take_size_end() {
    phase_ = left_ == 0 ? Phase::trailer : Phase::data;
    digits_ = 0;
    return State::more;
}

ChunkedDecoder::State ChunkedDecoder::end_trailer_line() {
    std::string_view line = trailer_line_;
    if (line.empty() || line.back() != '\r') return refuse("bad_trailer");
    line.remove_suffix(1);
    if (line.empty()) {
        phase_ = Phase::complete;
        return State::complete;
    }
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        !is_field_value(line.substr(colon + 1))) {
        return refuse("bad_trailer");
    }
    if (++trailer_fields_ > kMaxTrailerFields) {
        refusal_ = Refusal{431, "trailers_too_large"};
        return State::refused;
    }
    trailer_line_.clear();
    return State::more;
}

ChunkedDecoder::State ChunkedDecoder::take_trailer(char c) {
    if (c == '\n') return end_trailer_line();
    if (++trailer_bytes_ > kMaxTrailerBytes) {
        refusal_ = Refusal{431, "trailers_too_large"};
        return State::refused;
    }
    trailer_line_.push_back(c);
    return State::more;
}

ChunkedDecoder::State ChunkedDecoder::decode(std::string_view& input, std::string_view& piece) {
    while (!input.empty()) {
        if (phase_ == Phase::complete) return State::complete;
        if (phase_ == Phase::data) {
            auto take = static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size()));
            piece = input.substr(0, take);
            input.remove_prefix(take);
            left_ -= take;
            if (left_ == 0) phase_ = Phase::data_cr;
            return State::data;
        }
        char c = input.front();
        input.remove_prefix(1);
        State state = State::more;
        switch (phase_) {
            case Phase::size: state = take_size(c); break;
            case Phase::extension: state = take_extension(c); break;
            case Phase::size_lf:
                state = c == '\n' ? take_size_end() : refuse("bad_chunk");
                break;
            case Phase::data_cr:
                if (c != '\r') return refuse("bad_chunk");
                phase_ = Phase::data_lf;
                break;
            case Phase::data_lf:
                if (c != '\n') return refuse("bad_chunk");
                phase_ = Phase::size;
                break;
            case Phase::trailer: state = take_trailer(c); break;
            case Phase::data:
            case Phase::complete: break;
        }
        if (state != State::more) return state;
    }
    return phase_ == Phase::complete ? State::complete : State::more;
}

}  // namespace bihuan::http
