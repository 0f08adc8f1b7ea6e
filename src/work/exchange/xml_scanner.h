// Reads XML as a stream of tags and text: what workbook parts need, and no more.
//
// UTF-8 only. Document types and entities of its own are refused (they make bombs), prefixes of
// names are dropped. Error(invalid, "error.import.workbook") when it is not well-formed.
// One thread.
#pragma once

#include "work/exchange/bytes.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bihuan::exchange {

class XmlScanner {
public:
    explicit XmlScanner(std::unique_ptr<Bytes> bytes);

    enum class Kind { start, end, text, over };
    // An empty element is a start and an end.
    Kind next();
    std::string_view name() const { return name_; }      // of start and end, without prefix
    std::string_view text() const { return text_; }      // decoded; long text comes in pieces
    // An attribute of the start tag, by its name without prefix.
    std::optional<std::string_view> attribute(std::string_view name) const;

private:
    bool fill();
    char peek(std::size_t ahead);
    bool starts_with(std::string_view wanted);
    void skip_past(std::string_view end, std::string* content);
    void read_tag();
    void read_attributes(std::string_view tag);
    void read_text();

    std::unique_ptr<Bytes> bytes_;
    std::string buffer_;
    std::size_t at_ = 0;
    bool ended_ = false;
    bool closes_at_once_ = false;
    Kind kind_ = Kind::over;
    int depth_ = 0;
    std::string name_;
    std::string text_;
    std::vector<std::pair<std::string, std::string>> attributes_;
};

}  // namespace bihuan::exchange
