#include "base/error.h"
#include "base/text.h"
#include "work/file/file.h"

#include <sodium.h>

#include <filesystem>
#include <memory>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace bihuan::file {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::size_t kSniffBytes = 4 * 1024;
constexpr const char* kFolder = "/files";

Error disk_failure(std::string_view what) {
    return Error(Code::unavailable, "error.file.disk").because(std::string(what));
}

// A file that vanishes unless it is given its name.
class Draft {
public:
    explicit Draft(const std::string& folder) {
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        path_ = folder + "/new-XXXXXX";
        fd_ = ::mkstemp(path_.data());
        if (fd_ < 0) throw disk_failure("mkstemp");
    }
    ~Draft() {
        if (fd_ >= 0) ::close(fd_);
        if (!path_.empty()) ::unlink(path_.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(std::string_view bytes) const {
        while (!bytes.empty()) {
            const auto written = ::write(fd_, bytes.data(), bytes.size());
            if (written <= 0) throw disk_failure("write");
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
    }

    // Synced under its name, and the name synced in its folder.
    void keep_as(const std::string& path) {
        if (::fsync(fd_) != 0) throw disk_failure("fsync");
        const std::string folder = std::filesystem::path(path).parent_path().string();
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        std::filesystem::rename(path_, path, failed);
        if (failed) throw disk_failure("rename");
        path_.clear();
        for (const std::string& each : {folder, folder + "/.."}) {
            const int fd = ::open(each.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (fd < 0 || ::fsync(fd) != 0) {
                if (fd >= 0) ::close(fd);
                throw disk_failure("fsync of the folder");
            }
            ::close(fd);
        }
    }

private:
    std::string path_;
    int fd_ = -1;
};

std::string place_of(const Workspace& workspace, const std::string& hash) {
    return workspace.data_folder() + kFolder + "/" + hash.substr(0, 2) + "/" + hash;
}

File from_row(const db::Row& row) {
    File file;
    file.id = RecordId(row.integer(0));
    file.name = row.text(1);
    file.size = row.integer(2);
    file.type = row.text(3);
    file.sha256 = row.text(4);
    file.created_by = UserId(row.integer(5));
    file.at = Instant{row.integer(6)};
    return file;
}

// The bytes into the draft; size, type and hash into the file.
void take_in(const Draft& draft, const Reader& read, std::uint64_t bytes_max, File& file) {
    crypto_hash_sha256_state hash;
    crypto_hash_sha256_init(&hash);
    std::vector<char> piece(kPieceBytes);
    std::string head;
    std::uint64_t size = 0;
    while (const std::size_t got = read(piece)) {
        size += got;
        if (size > bytes_max) {
            throw Error(Code::limit, "error.file.too_large",
                        {{"max", std::to_string(bytes_max / 1024 / 1024)}});
        }
        const std::string_view bytes(piece.data(), got);
        if (head.size() < kSniffBytes) head.append(bytes.substr(0, kSniffBytes - head.size()));
        crypto_hash_sha256_update(&hash, reinterpret_cast<const unsigned char*>(piece.data()),
                                  got);
        draft.write(bytes);
    }
    if (size == 0) throw Error(Code::invalid, "error.file.empty");
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&hash, reinterpret_cast<unsigned char*>(digest.data()));
    file.size = static_cast<std::int64_t>(size);
    file.sha256 = to_hex(digest);
    file.type = sniff_type(head, file.name);
}

}  // namespace

std::string store_ddl() {
    return R"(
CREATE TABLE IF NOT EXISTS file (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, type TEXT NOT NULL,
    sha256 TEXT NOT NULL, created_by INTEGER NOT NULL, at INTEGER NOT NULL);
)";
}

File store(Workspace& workspace, const Actor& actor, const Reader& read, std::string_view name,
           std::uint64_t bytes_max) {
    File file;
    file.name = clean_name(name);
    Draft draft(workspace.data_folder() + kFolder);
    take_in(draft, read, bytes_max, file);
    const std::string place = place_of(workspace, file.sha256);
    if (!std::filesystem::exists(place)) draft.keep_as(place);
    workspace.write(actor, [&](Tx& tx) {
        file.id = tx.new_id(kNumber);
        file.created_by = actor.user;
        file.at = tx.recorded_at();
        tx.db().post("INSERT INTO file (id, name, size, type, sha256, created_by, at) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?)",
                     {file.id.value, std::string_view(file.name), file.size,
                      std::string_view(file.type), std::string_view(file.sha256),
                      file.created_by.value, file.at.micros});
    });
    return file;
}

File store(Workspace& workspace, const Actor& actor, std::string_view bytes,
           std::string_view name) {
    return store(
        workspace, actor,
        [&](std::span<char> out) {
            const std::size_t count = std::min(out.size(), bytes.size());
            bytes.copy(out.data(), count);
            bytes.remove_prefix(count);
            return count;
        },
        name);
}

std::optional<File> find(const Snapshot& snapshot, RecordId id) {
    std::optional<File> file;
    snapshot.db().query("SELECT id, name, size, type, sha256, created_by, at FROM file "
                        "WHERE id = ?",
                        {id.value}, [&](const db::Row& row) {
                            file = from_row(row);
                            return false;
                        });
    return file;
}

std::string path_of(const Workspace& workspace, const File& file) {
    return place_of(workspace, file.sha256);
}

Reader open(const Workspace& workspace, const File& file) {
    const int fd = ::open(path_of(workspace, file).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        throw Error(Code::not_found, "error.file.not_found")
            .because("no bytes of " + file.sha256);
    }
    const std::shared_ptr<const int> held(new int(fd), [](const int* each) {
        ::close(*each);
        delete each;
    });
    return [held](std::span<char> out) {
        const auto got = ::read(*held, out.data(), out.size());
        if (got < 0) throw disk_failure("read");
        return static_cast<std::size_t>(got);
    };
}

}  // namespace bihuan::file
