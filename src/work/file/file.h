// Attachments: bytes in the data folder by their hash, a row in table `file` that names them.
//
// The bytes are on disk and synced before the row is committed; files with the same bytes share
// one place. Any thread; storing opens its own transaction.
#pragma once

#include "kernel/snapshot.h"
#include "kernel/workspace.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bihuan::file {

inline constexpr ObjectNumber kNumber{191};              // of ids; files are no records
inline constexpr std::uint64_t kFileBytesMax = 50ULL * 1024 * 1024;  // a scanned contract fits
inline constexpr std::size_t kNameBytesMax = 200;        // what file systems and mails carry

struct File {
    RecordId id;
    std::string name;
    std::int64_t size = 0;
    std::string type;                                    // MIME, found by looking at the bytes
    std::string sha256;                                  // hex
    UserId created_by;
    Instant at;
};

// Fills the span and returns how many bytes; 0 at the end.
using Reader = std::function<std::size_t(std::span<char>)>;

std::string store_ddl();

// Error(limit) above `bytes_max`, Error(invalid) when empty, Error(unavailable) when the disk is
// full; nothing is left behind then.
File store(Workspace& workspace, const Actor& actor, const Reader& read, std::string_view name,
           std::uint64_t bytes_max = kFileBytesMax);
File store(Workspace& workspace, const Actor& actor, std::string_view bytes,
           std::string_view name);

std::optional<File> find(const Snapshot& snapshot, RecordId id);
// A file the actor uploaded, or that hangs on a record he may see. Error(not_found) otherwise.
File find_visible(const Snapshot& snapshot, RecordId id);
// Where its bytes are.
std::string path_of(const Workspace& workspace, const File& file);
// The bytes in pieces. Error(not_found) when they are gone from the folder.
Reader open(const Workspace& workspace, const File& file);

// Pictures and PDF may be shown in the page; everything else is downloaded. Never HTML, never SVG.
bool may_show_inline(std::string_view type);
// By the first bytes; the name decides only among formats that share them.
std::string sniff_type(std::string_view head, std::string_view name);
// Last path component, without control characters and what file systems refuse.
std::string clean_name(std::string_view name);

}  // namespace bihuan::file
