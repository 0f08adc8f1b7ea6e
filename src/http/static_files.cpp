#include "http/static_files.h"

#include "base/error.h"
#include "http/head.h"

#include <algorithm>

namespace bihuan::http {

namespace {

std::string_view trim_blanks(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// "0.8" in thousandths; what cannot be read counts as 0: not wanted.
int parse_quality(std::string_view text) {
    if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return 0;
    int value = (text[0] - '0') * 1000;
    if (text.size() > 1 && text[1] != '.') return 0;
    int unit = 100;
    for (char c : text.substr(text.size() > 1 ? 2 : 1)) {
        if (c < '0' || c > '9') return 0;
        value += (c - '0') * unit;
        unit /= 10;
    }
    return value > 1000 ? 0 : value;
}

struct Qualities {
    int gzip = -1;
    int brotli = -1;
    int identity = -1;
    int any = -1;
};

Qualities parse_accept(std::string_view field) {
    Qualities out;
    while (!field.empty()) {
        std::size_t comma = field.find(',');
        std::string_view item = field.substr(0, comma);
        field = comma == std::string_view::npos ? std::string_view() : field.substr(comma + 1);
        std::size_t semicolon = item.find(';');
        std::string_view coding = trim_blanks(item.substr(0, semicolon));
        int quality = 1000;
        if (semicolon != std::string_view::npos) {
            std::string_view weight = trim_blanks(item.substr(semicolon + 1));
            bool is_q = weight.size() > 2 && (weight[0] == 'q' || weight[0] == 'Q') &&
                        weight[1] == '=';
            quality = is_q ? parse_quality(weight.substr(2)) : 0;
        }
        if (equals_fold(coding, "gzip") || equals_fold(coding, "x-gzip")) out.gzip = quality;
        if (equals_fold(coding, "br")) out.brotli = quality;
        if (equals_fold(coding, "identity")) out.identity = quality;
        if (coding == "*") out.any = quality;
    }
    return out;
}

std::string_view strip_weak(std::string_view tag) {
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

// The same file in another coding is another representation: it needs its own tag.
std::string tag_for(std::string_view etag, Encoding encoding) {
    std::string tag(etag);
    if (encoding == Encoding::gzip) tag.insert(tag.size() - 1, "-gz");
    if (encoding == Encoding::brotli) tag.insert(tag.size() - 1, "-br");
    return tag;
}

}  // namespace

Encoding negotiate(std::string_view accept_encoding, bool has_gzip, bool has_brotli) {
    Qualities wanted = parse_accept(accept_encoding);
    auto quality = [&](int own) { return own >= 0 ? own : std::max(wanted.any, 0); };
    int brotli = has_brotli ? quality(wanted.brotli) : 0;
    int gzip = has_gzip ? quality(wanted.gzip) : 0;
    // Identity is welcome unless it, or everything, was refused by q=0.
    int identity = wanted.identity >= 0 ? wanted.identity : wanted.any == 0 ? 0 : 1;
    if (brotli > 0 && brotli >= gzip && brotli >= identity) return Encoding::brotli;
    if (gzip > 0 && gzip >= identity) return Encoding::gzip;
    if (identity > 0) return Encoding::identity;
    return Encoding::none;
}

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        std::size_t comma = if_none_match.find(',');
        std::string_view item = trim_blanks(if_none_match.substr(0, comma));
        if (item == "*" || (!item.empty() && strip_weak(item) == strip_weak(etag))) return true;
        if (comma == std::string_view::npos) break;
        if_none_match.remove_prefix(comma + 1);
    }
    return false;
}

StaticFiles::StaticFiles(std::span<const StaticFile> files) {
    for (const StaticFile& file : files) {
        if (file.etag.size() < 2 || file.etag.back() != '"') {
            throw Error(Code::internal, "error.internal")
                .because("etag without quotes: " + std::string(file.path));
        }
        files_.emplace(file.path, &file);
    }
}

const StaticFile* StaticFiles::find(std::string_view path) const {
    auto found = files_.find(path);
    return found == files_.end() ? nullptr : found->second;
}

std::optional<Response> StaticFiles::serve(const Request& request) const {
    const StaticFile* file = find(request.path);
    if (file == nullptr) {
        std::string_view path = request.path;
        bool is_asset = path.starts_with("/assets/") ||
                        path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
        if (!is_asset) file = find("/index.html");
    }
    if (file == nullptr) return std::nullopt;
    Encoding encoding = negotiate(request.header("accept-encoding").value_or(""),
                                  !file->gz.empty(), !file->br.empty());
    if (encoding == Encoding::none) return make_response(406);
    std::string tag = tag_for(file->etag, encoding);
    Response response;
    response.headers.reserve(256);
    response.headers.add("ETag", tag);
    response.headers.add("Cache-Control", file->immutable
                                              ? "public, max-age=31536000, immutable"
                                              : "no-cache");
    if (!file->gz.empty() || !file->br.empty()) response.headers.add("Vary", "Accept-Encoding");
    auto known = request.header("if-none-match");
    if (known && etag_matches(*known, tag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", file->mime);
    response.blob = file->raw;
    if (encoding == Encoding::gzip) {
        response.headers.add("Content-Encoding", "gzip");
        response.blob = file->gz;
    } else if (encoding == Encoding::brotli) {
        response.headers.add("Content-Encoding", "br");
        response.blob = file->br;
    }
    return response;
}

}  // namespace bihuan::http
