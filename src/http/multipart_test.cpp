#include "http/multipart.h"

#include "base/error.h"

#include <gtest/gtest.h>

namespace bihuan::http {
namespace {

// Gives `step` bytes at a time, as a file on a slow disk would.
class Pieces final : public BodySource {
public:
    Pieces(std::string bytes, std::size_t step) : bytes_(std::move(bytes)), step_(step) {}
    std::uint64_t size() const override { return bytes_.size(); }
    std::size_t read(std::uint64_t offset, std::span<char> out) const override {
        if (offset >= bytes_.size()) return 0;
        auto at = static_cast<std::size_t>(offset);
        return bytes_.copy(out.data(), std::min(step_, out.size()), at);
    }

private:
    std::string bytes_;
    std::size_t step_;
};

std::string form(std::string_view disposition, std::string_view body) {
    return "--B\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n" +
           std::string(body) + "\r\n--B--\r\n";
}

Part first_part(const std::string& text) {
    Pieces source(text, 4096);
    MultipartReader reader(source, "B");
    return reader.next().value();
}

Code refusal(const std::string& text, MultipartLimits limits = {}) {
    try {
        Pieces source(text, 4096);
        MultipartReader reader(source, "B", limits);
        while (reader.next()) reader.read_text();
    } catch (const Error& error) {
        return error.code();
    }
    return Code::internal;
}

TEST(Multipart, ReadsPartsHoweverTheBytesArrive) {
    const std::string text =
        "--B\r\nContent-Disposition: form-data; name=\"object\"\r\n\r\nlead\r\n"
        "--B\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\nx\r\n--\r\n--\r\nB\r\n--B\r\n"
        "Content-Disposition: form-data; name=empty\r\n\r\n\r\n--B--";
    for (std::size_t step : {1UL, 2UL, 3UL, 7UL, 50UL, 4096UL}) {
        Pieces source(text, step);
        MultipartReader reader(source, "B");
        auto object = reader.next();
        ASSERT_TRUE(object);
        EXPECT_EQ(object->name, "object");
        EXPECT_FALSE(object->filename);
        EXPECT_EQ(reader.read_text(), "lead");
        auto file = reader.next();
        ASSERT_TRUE(file);
        EXPECT_EQ(file->filename, "a.csv");
        EXPECT_EQ(file->content_type, "text/csv");
        EXPECT_EQ(reader.read_text(), "x\r\n--\r\n--\r\nB");
        EXPECT_EQ(reader.next()->name, "empty");
        EXPECT_EQ(reader.read_text(), "");
        EXPECT_FALSE(reader.next());
    }
}

TEST(Multipart, SkipsUnreadParts) {
    const std::string text = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n" +
                             std::string(300'000, 'x') +
                             "\r\n--B\r\nContent-Disposition: form-data; name=b\r\n\r\n"
                             "\r\n--B--\r\n";
    for (std::size_t step : {1000UL, 65536UL}) {
        Pieces source(text, step);
        MultipartReader reader(source, "B");
        EXPECT_EQ(reader.next()->name, "a");
        EXPECT_EQ(reader.next()->name, "b");
        EXPECT_EQ(reader.read_text(), "");
        EXPECT_FALSE(reader.next());
    }
}

TEST(Multipart, DecodesFileNames) {
    auto name = [](std::string_view parameter) {
        return first_part(form("name=f; " + std::string(parameter), "x")).filename;
    };
    EXPECT_EQ(name("filename=\"合同.pdf\""), "合同.pdf");
    EXPECT_EQ(name("filename=\"x\"; filename*=UTF-8''%E5%90%88%20%E5%90%8C.pdf"), "合 同.pdf");
    EXPECT_EQ(name("filename=\"C:\\\\dir\\\\a.csv\""), "a.csv");
    EXPECT_EQ(name("filename=\"../../etc/passwd\""), "passwd");
    EXPECT_EQ(name("filename=\"a%22b\\\"c;d\""), "a\"b\"c;d");
    EXPECT_EQ(name("filename=\"\""), "");
    EXPECT_EQ(name("filename=\"..\""), "");
}

TEST(Multipart, Refuses) {
    EXPECT_EQ(refusal(""), Code::malformed);
    EXPECT_EQ(refusal("--C\r\n"), Code::malformed);
    EXPECT_EQ(refusal("preamble\r\n--B--"), Code::malformed);
    EXPECT_EQ(refusal("--B\r\nContent-Disposition: form-data; name=a\r\n\r\nx"), Code::malformed);
    EXPECT_EQ(refusal(form("name=a", "x\r\n--Bx")), Code::malformed);
    EXPECT_EQ(refusal("--B\r\nX: y\r\n\r\nx\r\n--B--"), Code::malformed);
    EXPECT_EQ(refusal("--B\r\n\r\nx\r\n--B--"), Code::malformed);
    EXPECT_EQ(refusal(form("filename=a", "x")), Code::malformed);
    EXPECT_EQ(refusal(form("name=a; name=b", "x")), Code::malformed);
    EXPECT_EQ(refusal(form("name=\"a", "x")), Code::malformed);
    EXPECT_EQ(refusal(form("name=\"\xff\"", "x")), Code::malformed);
    EXPECT_EQ(refusal(form("name=a; filename*=latin1''x", "x")), Code::malformed);
    EXPECT_EQ(refusal(form("name=a", "\xff")), Code::malformed);
    EXPECT_EQ(refusal("--B\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n--B--"),
              Code::malformed);
    EXPECT_EQ(refusal(form("name=a", std::string(100, 'x')), {.field_bytes = 99}), Code::limit);
    EXPECT_EQ(refusal(form("name=" + std::string(300, 'a'), "x")), Code::limit);
    EXPECT_EQ(refusal(form("name=a; filename=" + std::string(300, 'a'), "x")), Code::limit);
    EXPECT_EQ(refusal(form("name=a; x=" + std::string(9000, 'a'), "x")), Code::limit);
    EXPECT_EQ(refusal(form("name=a", "x"), {.parts = 0}), Code::limit);
}

TEST(Multipart, Boundary) {
    EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b\""), "a b");
    for (const char* bad : {"text/plain", "multipart/form-data", "multipart/form-data; boundary=",
                            "multipart/form-data; boundary=\"a \"", "multipart/mixed; boundary=a",
                            "multipart/form-data; boundary=a; boundary=b",
                            "multipart/form-data; boundary=a<b"}) {
        EXPECT_ANY_THROW(multipart_boundary(bad)) << bad;
    }
    EXPECT_ANY_THROW(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')));
}

}  // namespace
}  // namespace bihuan::http
