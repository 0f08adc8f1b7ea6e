// The tree of a request. Boost.JSON's push parser knows the grammar; the tree is our own, because
// numbers are kept as they were written and duplicate keys are refused, not overwritten.
#include "base/json.h"

#include "base/error.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <boost/json/basic_parser_impl.hpp>
#pragma GCC diagnostic pop

#include <algorithm>
#include <cstdint>

namespace bihuan {

struct Json::Node {
    Kind kind = Kind::null;
    bool flag = false;
    std::int64_t integer = 0;
    std::string text;                   // of a string; of a number as it was written
    std::vector<std::string> keys;      // of an object, as sent
    std::vector<Node> items;            // of an array or object
    std::vector<std::uint32_t> sorted;  // positions by key, in objects with many keys

    std::size_t find(std::string_view key) const;
    void sort_keys();
};

namespace {

// Up to this size walking the keys beats a sorted index.
constexpr std::size_t kWalkKeysMax = 12;
constexpr std::size_t kAbsent = SIZE_MAX;
constexpr std::size_t kExactDigitsMax = 15;

}  // namespace

std::size_t Json::Node::find(std::string_view key) const {
    if (sorted.empty()) {
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (keys[i] == key) return i;
        }
        return kAbsent;
    }
    const auto place = std::lower_bound(
        sorted.begin(), sorted.end(), key,
        [&](std::uint32_t i, std::string_view wanted) { return keys[i] < wanted; });
    return place != sorted.end() && keys[*place] == key ? *place : kAbsent;
}

void Json::Node::sort_keys() {
    if (keys.size() <= kWalkKeysMax) return;
    for (std::uint32_t i = 0; i < keys.size(); ++i) sorted.push_back(i);
    std::sort(sorted.begin(), sorted.end(),
              [&](std::uint32_t a, std::uint32_t b) { return keys[a] < keys[b]; });
}

namespace {

using boost::json::error_code;
using boost::json::string_view;

enum class Fault { none, duplicate, count, nul };

// Receives the parser's events and grows a tree of `Node`s.
template <class Node, class Kind>
class Builder {
public:
    static constexpr std::size_t max_object_size = kJsonKeysMax;
    static constexpr std::size_t max_array_size = kJsonKeysMax;
    static constexpr std::size_t max_key_size = SIZE_MAX - 1;
    static constexpr std::size_t max_string_size = SIZE_MAX - 1;

    Fault fault = Fault::none;
    std::string duplicate_key;
    Node root;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code& ec) { return open(Kind::object, ec); }
    bool on_array_begin(error_code& ec) { return open(Kind::array, ec); }

    bool on_object_end(std::size_t, error_code& ec) {
        Node& object = *open_.back();
        object.sort_keys();
        for (std::size_t i = 1; i < object.sorted.size(); ++i) {
            if (object.keys[object.sorted[i - 1]] == object.keys[object.sorted[i]]) {
                duplicate_key = object.keys[object.sorted[i]];
                return stop(Fault::duplicate, ec);
            }
        }
        open_.pop_back();
        return true;
    }

    bool on_array_end(std::size_t, error_code&) {
        open_.pop_back();
        return true;
    }

    bool on_key_part(string_view part, std::size_t, error_code& ec) { return add(part, ec); }

    bool on_key(string_view part, std::size_t, error_code& ec) {
        if (!add(part, ec)) return false;
        Node& object = *open_.back();
        if (object.keys.size() < kWalkKeysMax) {  // larger ones are checked when they end
            const auto& keys = object.keys;
            if (std::find(keys.begin(), keys.end(), text_) != keys.end()) {
                duplicate_key = text_;
                return stop(Fault::duplicate, ec);
            }
        }
        object.keys.push_back(std::move(text_));
        text_.clear();
        return true;
    }

    bool on_string_part(string_view part, std::size_t, error_code& ec) { return add(part, ec); }

    bool on_string(string_view part, std::size_t, error_code& ec) {
        return add(part, ec) && put_text(Kind::string, 0, ec);
    }

    bool on_number_part(string_view part, error_code& ec) { return add(part, ec); }

    bool on_int64(std::int64_t v, string_view part, error_code& ec) {
        return add(part, ec) && put_text(Kind::integer, v, ec);
    }

    bool on_uint64(std::uint64_t, string_view part, error_code& ec) {
        return add(part, ec) && put_text(Kind::number, 0, ec);  // beyond int64
    }

    bool on_double(double, string_view part, error_code& ec) {
        return add(part, ec) && put_text(Kind::number, 0, ec);
    }

    bool on_bool(bool v, error_code& ec) {
        Node node;
        node.kind = Kind::boolean;
        node.flag = v;
        return put(std::move(node), ec) != nullptr;
    }

    bool on_null(error_code& ec) { return put(Node{}, ec) != nullptr; }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }

private:
    bool stop(Fault why, error_code& ec) {
        fault = why;
        ec = boost::json::error::syntax;
        return false;
    }

    bool add(string_view part, error_code& ec) {
        const std::string_view piece(part.data(), part.size());
        if (piece.find('\0') != std::string_view::npos) return stop(Fault::nul, ec);
        text_ += piece;
        return true;
    }

    bool put_text(Kind kind, std::int64_t integer, error_code& ec) {
        Node node;
        node.kind = kind;
        node.integer = integer;
        node.text = std::move(text_);
        text_.clear();
        return put(std::move(node), ec) != nullptr;
    }

    Node* put(Node node, error_code& ec) {
        if (++count_ > kJsonKeysMax) {
            stop(Fault::count, ec);
            return nullptr;
        }
        if (open_.empty()) {
            root = std::move(node);
            return &root;
        }
        // Growing this vector moves only finished siblings: open nodes are the last of each list.
        open_.back()->items.push_back(std::move(node));
        return &open_.back()->items.back();
    }

    bool open(Kind kind, error_code& ec) {
        Node node;
        node.kind = kind;
        Node* placed = put(std::move(node), ec);
        if (placed == nullptr) return false;
        open_.push_back(placed);
        return true;
    }

    std::vector<Node*> open_;
    std::string text_;
    std::size_t count_ = 0;
};

// Line and column of a byte position, both from 1; columns count characters.
Args place_of(std::string_view text, std::size_t pos) {
    std::size_t line = 1;
    std::size_t column = 1;
    for (std::size_t i = 0; i < std::min(pos, text.size()); ++i) {
        if (text[i] == '\n') {
            ++line;
            column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            ++column;
        }
    }
    return {{"line", std::to_string(line)}, {"column", std::to_string(column)}};
}

[[noreturn]] void refuse(std::string_view text, std::size_t pos, const error_code& ec, Fault fault,
                         const std::string& duplicate_key) {
    Args args = place_of(text, pos);
    switch (fault) {
        case Fault::duplicate:
            args.emplace_back("name", duplicate_key);
            throw Error(Code::malformed, "error.json.duplicate", std::move(args));
        case Fault::count:
            throw Error(Code::malformed, "error.json.count",
                        {{"max", std::to_string(kJsonKeysMax)}});
        case Fault::nul:
            throw Error(Code::malformed, "error.json.nul", std::move(args));
        case Fault::none: break;
    }
    if (ec == boost::json::error::too_deep) {
        throw Error(Code::malformed, "error.json.depth", {{"max", std::to_string(kJsonDepthMax)}});
    }
    if (ec == boost::json::error::array_too_large || ec == boost::json::error::object_too_large) {
        throw Error(Code::malformed, "error.json.count", {{"max", std::to_string(kJsonKeysMax)}});
    }
    throw Error(Code::malformed, "error.json.syntax", std::move(args)).because(ec.message());
}

[[noreturn]] void wrong_kind(std::string_view key) {
    Error error(Code::invalid, "error.json.kind", {{"name", std::string(key)}});
    error.at_field(std::string(key));
    throw error;
}

template <class Node>
void write_node(JsonWriter& out, const Node& node) {
    using Kind = Json::Kind;
    switch (node.kind) {
        case Kind::null: out.null(); return;
        case Kind::boolean: out.boolean(node.flag); return;
        case Kind::integer:
        case Kind::number: out.raw(node.text); return;
        case Kind::string: out.string(node.text); return;
        case Kind::array:
            out.begin_array();
            for (const Node& item : node.items) write_node(out, item);
            out.end_array();
            return;
        case Kind::object:
            out.begin_object();
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                out.key(node.keys[i]);
                write_node(out, node.items[i]);
            }
            out.end_object();
            return;
    }
}

}  // namespace

// The null Json has no node at all.
const Json::Node& Json::node() const {
    static const Node null;
    return node_ == nullptr ? null : *static_cast<const Node*>(node_);
}

Json::Json() = default;

Json Json::parse(std::string_view text) {
    boost::json::parse_options options;
    options.max_depth = kJsonDepthMax;
    boost::json::basic_parser<Builder<Node, Kind>> parser(options);
    error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    auto& builder = parser.handler();
    if (ec) refuse(text, used, ec, builder.fault, builder.duplicate_key);
    const std::size_t rest = text.find_first_not_of(" \t\r\n", used);
    if (rest != std::string_view::npos) {
        refuse(text, rest, boost::json::error::extra_data, Fault::none, {});
    }
    Json json;
    auto root = std::make_shared<const Node>(std::move(builder.root));
    json.node_ = root.get();
    json.root_ = std::move(root);
    return json;
}

Json::Kind Json::kind() const { return node().kind; }

bool Json::boolean() const {
    if (kind() != Kind::boolean) wrong_kind({});
    return node().flag;
}

std::int64_t Json::integer() const {
    if (kind() != Kind::integer) wrong_kind({});
    return node().integer;
}

std::string Json::number_text() const {
    if (kind() != Kind::integer && kind() != Kind::number) return {};
    const std::string& text = node().text;
    if (text.find_first_of("eE") != std::string::npos) return {};
    std::size_t digits = 0;
    bool leading = true;
    for (const char c : text) {
        if (c < '0' || c > '9' || (leading && c == '0')) continue;
        leading = false;
        ++digits;
    }
    return digits <= kExactDigitsMax ? text : std::string();
}

std::string_view Json::string() const {
    if (kind() != Kind::string) wrong_kind({});
    return node().text;
}

std::size_t Json::size() const { return node().items.size(); }

Json Json::child(std::size_t index) const {
    Json json;
    json.root_ = root_;
    json.node_ = &node().items[index];
    return json;
}

Json Json::at(std::size_t index) const {
    if (index >= size()) throw Error(Code::internal, "error.internal").because("Json::at");
    return child(index);
}

std::string_view Json::key_at(std::size_t index) const {
    if (index >= node().keys.size()) {
        throw Error(Code::internal, "error.internal").because("Json::key_at");
    }
    return node().keys[index];
}

Json Json::get(std::string_view key) const {
    const std::size_t index = node().find(key);
    return index == kAbsent ? Json() : child(index);
}

bool Json::has(std::string_view key) const { return node().find(key) != kAbsent; }

std::string Json::to_text() const {
    std::string out;
    JsonWriter writer(out);
    write_node(writer, node());
    return out;
}

std::string Json::text_or(std::string_view key, std::string_view fallback) const {
    const Json value = get(key);
    if (value.is_null()) return std::string(fallback);
    if (!value.is_string()) wrong_kind(key);
    return std::string(value.string());
}

bool Json::flag_or(std::string_view key, bool fallback) const {
    const Json value = get(key);
    if (value.is_null()) return fallback;
    if (value.kind() != Kind::boolean) wrong_kind(key);
    return value.boolean();
}

std::int64_t Json::integer_or(std::string_view key, std::int64_t fallback) const {
    const Json value = get(key);
    if (value.is_null()) return fallback;
    if (value.kind() != Kind::integer) wrong_kind(key);
    return value.integer();
}

}  // namespace bihuan
