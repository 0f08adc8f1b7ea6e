// The web pages built into the program: negotiated, cached, never read from disk.
//
// Made once from a table in static memory; then read-only: any thread.
#pragma once

#include "http/request.h"
#include "http/response.h"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace bihuan::http {

struct StaticFile {
    std::string_view path;   // "/assets/index-4f3a.js"
    std::string_view mime;
    std::string_view etag;   // with its quotes
    bool immutable = false;  // the name carries a hash of the content
    std::string_view raw;
    std::string_view gz;     // empty: not compressed
    std::string_view br;
};

enum class Encoding { identity, gzip, brotli, none };

// The best of what is there by Accept-Encoding with its q values; none: nothing is acceptable.
Encoding negotiate(std::string_view accept_encoding, bool has_gzip, bool has_brotli);
// If-None-Match by weak comparison, lists and * included.
bool etag_matches(std::string_view if_none_match, std::string_view etag);

class StaticFiles {
public:
    // The table must be static memory; it needs "/index.html".
    explicit StaticFiles(std::span<const StaticFile> files);
    // A file; for an unknown path whose last segment has no dot, index.html (pages of the UI);
    // else nullopt, which is a 404.
    std::optional<Response> serve(const Request& request) const;

private:
    const StaticFile* find(std::string_view path) const;
    std::unordered_map<std::string_view, const StaticFile*> files_;
};

}  // namespace bihuan::http
