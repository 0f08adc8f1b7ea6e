// Which encoding a file is in, and its text as UTF-8, streamed. One thread.
#pragma once

#include "work/exchange/bytes.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan::exchange {

enum class Encoding { utf8, utf16le, utf16be, utf32le, utf32be, gb18030, latin1 };

std::string_view to_text(Encoding encoding);                   // "UTF-8", "GB18030", ...
// As people write it: "gbk", "utf8", "windows-1252"; nullopt when unknown.
std::optional<Encoding> parse_encoding(std::string_view text);

// By its mark, else by its bytes; the head of the file is enough. latin-1 (Windows-1252) when
// nothing else fits.
Encoding sniff_encoding(std::string_view head);

class TextSource {
public:
    // Leaves out the byte order mark.
    TextSource(std::unique_ptr<Bytes> bytes, Encoding encoding);
    ~TextSource();
    TextSource(const TextSource&) = delete;
    TextSource& operator=(const TextSource&) = delete;

    // Appends the next piece, valid UTF-8; false at the end. What is broken becomes U+FFFD.
    bool read(std::string& out);

private:
    bool fill();
    void convert(std::string& out);
    void take_utf8(std::string& out);

    std::unique_ptr<Bytes> bytes_;
    Encoding encoding_;
    void* converter_ = nullptr;      // iconv_t
    std::string pending_;            // bytes not converted yet
    bool ended_ = false;
    bool begun_ = false;
};

// At most `bytes` of valid UTF-8, cut between characters.
std::string_view clip(std::string_view text, std::size_t bytes);

inline constexpr std::string_view kBroken = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace bihuan::exchange
