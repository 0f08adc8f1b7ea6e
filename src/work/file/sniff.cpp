// What a file is, by its bytes: a short list of what people attach to sales records.
#include "base/text.h"
#include "work/file/file.h"

#include <algorithm>

namespace bihuan::file {

namespace {

constexpr std::string_view kUnknown = "application/octet-stream";

struct Magic {
    std::size_t at;
    std::string_view bytes;
    std::string_view type;
};

constexpr Magic kMagic[] = {
    {0, std::string_view("\x89PNG\r\n\x1a\n", 8), "image/png"},
    {0, std::string_view("\xff\xd8\xff", 3), "image/jpeg"},
    {0, "GIF87a", "image/gif"},
    {0, "GIF89a", "image/gif"},
    {8, "WEBP", "image/webp"},
    {0, "%PDF-", "application/pdf"},
    {4, "ftypheic", "image/heic"},
    {4, "ftypM4A", "audio/mp4"},
    {4, "ftyp", "video/mp4"},
    {8, "WAVE", "audio/wav"},
    {0, "ID3", "audio/mpeg"},
    {0, "OggS", "audio/ogg"},
};

constexpr std::pair<std::string_view, std::string_view> kZips[] = {
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
};

constexpr std::pair<std::string_view, std::string_view> kCompounds[] = {
    {".xls", "application/vnd.ms-excel"},
    {".doc", "application/msword"},
    {".ppt", "application/vnd.ms-powerpoint"},
};

bool is_plain_text(std::string_view head) {
    // The head may end inside a character: up to three bytes may be missing.
    std::string_view whole = head;
    for (int i = 0; i < 4 && !whole.empty() && !is_valid_utf8(whole); ++i) {
        whole.remove_suffix(1);
    }
    if (whole.empty() || !is_valid_utf8(whole)) return false;
    return std::none_of(whole.begin(), whole.end(), [](char c) {
        const auto u = static_cast<unsigned char>(c);
        return u < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
    });
}

template <std::size_t n>
std::string by_ending(const std::pair<std::string_view, std::string_view> (&list)[n],
                      std::string_view name, std::string_view fallback) {
    const std::string lower = fold_case(name);
    for (const auto& [ending, type] : list) {
        if (lower.ends_with(ending)) return std::string(type);
    }
    return std::string(fallback);
}

}  // namespace

std::string sniff_type(std::string_view head, std::string_view name) {
    for (const Magic& magic : kMagic) {
        if (head.size() >= magic.at + magic.bytes.size() &&
            head.substr(magic.at, magic.bytes.size()) == magic.bytes) {
            return std::string(magic.type);
        }
    }
    if (head.starts_with("PK\x03\x04")) return by_ending(kZips, name, "application/zip");
    if (head.starts_with("\xd0\xcf\x11\xe0")) return by_ending(kCompounds, name, kUnknown);
    if (is_plain_text(head)) {
        return fold_case(name).ends_with(".csv") ? "text/csv" : "text/plain";
    }
    return std::string(kUnknown);
}

bool may_show_inline(std::string_view type) {
    return type == "image/png" || type == "image/jpeg" || type == "image/gif" ||
           type == "image/webp" || type == "application/pdf";
}

std::string clean_name(std::string_view name) {
    const std::size_t slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    constexpr std::string_view kRefused = "<>:\"|?*";
    std::string out;
    for (std::size_t pos = 0; is_valid_utf8(name) && pos < name.size();) {
        const char32_t c = next_code_point(name, pos);
        // Controls, and marks that turn the writing direction so that "gpj.exe" reads otherwise.
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
            (c >= 0x2066 && c <= 0x2069)) {
            continue;
        }
        const bool refused = c < 0x80 && kRefused.find(static_cast<char>(c)) !=
                                             std::string_view::npos;
        append_code_point(out, refused ? U'_' : c);
    }
    out = trim(out);
    while (out.size() > kNameBytesMax) {  // the ending stays
        const std::size_t dot = out.rfind('.');
        const bool has_ending = dot != std::string::npos && out.size() - dot < 10 && dot > 0;
        std::size_t cut = (has_ending ? dot : out.size()) - 1;
        while (cut > 0 && (static_cast<unsigned char>(out[cut]) & 0xC0) == 0x80) --cut;
        out.erase(cut, (has_ending ? dot : out.size()) - cut);
    }
    while (!out.empty() && (out.back() == '.' || out.back() == ' ')) out.pop_back();
    if (out.empty() || out == "." || out == "..") return "file";
    return out;
}

}  // namespace bihuan::file
