#include "http/chunked.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

struct Decoded {
    ChunkedDecoder::State state;
    std::string body;
    std::string rest;
};

// Feeds `step` bytes at a time.
Decoded decode(std::string_view bytes, std::size_t step) {
    ChunkedDecoder decoder;
    Decoded out{ChunkedDecoder::State::more, "", ""};
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        std::string_view input = bytes.substr(at, step);
        while (!input.empty()) {
            std::string_view piece;
            out.state = decoder.decode(input, piece);
            if (out.state == ChunkedDecoder::State::data) out.body += piece;
            if (out.state == ChunkedDecoder::State::refused) return out;
            if (out.state == ChunkedDecoder::State::complete) {
                out.rest = input;
                out.rest += bytes.substr(std::min(at + step, bytes.size()));
                return out;
            }
        }
    }
    return out;
}

TEST(Chunked, DecodesHoweverTheBytesArrive) {
    const char* chunks = "5\r\nhello\r\n00b;a=\"b\"\r\n, the world\r\n0\r\nX: y\r\n\r\nNEXT";
    for (std::size_t step = 1; step < 60; ++step) {
        Decoded d = decode(chunks, step);
        EXPECT_EQ(d.state, ChunkedDecoder::State::complete) << step;
        EXPECT_EQ(d.body, "hello, the world") << step;
        EXPECT_EQ(d.rest, "NEXT") << step;
    }
}

TEST(Chunked, WaitsForTheLastLine) {
    EXPECT_EQ(decode("0\r\n", 1).state, ChunkedDecoder::State::more);
    EXPECT_EQ(decode("0\r\n\r", 1).state, ChunkedDecoder::State::more);
    EXPECT_EQ(decode("0\r\n\r\n", 1).state, ChunkedDecoder::State::complete);
}

TEST(Chunked, Refuses) {
    for (std::string_view bad : {"\r\n", "x\r\n", "5\n", "5 \r\n", "5\r\nhelloX", "5\r\nhello\rX",
                                 "1000000000000000\r\n", "0\r\nbad\r\n", "0\r\nX: y\n"}) {
        EXPECT_EQ(decode(bad, 1).state, ChunkedDecoder::State::refused) << bad;
        EXPECT_EQ(decode(bad, 100).state, ChunkedDecoder::State::refused) << bad;
    }
}

}  // namespace
}  // namespace bihuan::http
