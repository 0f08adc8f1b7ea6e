#include "db/engine/scratch.h"

#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"

#include <cstdlib>
#include <filesystem>

#include <stdlib.h>

namespace bihuan::db {

namespace {

constexpr const char* kServerVariable = "BIHUAN_TEST_DATABASE";
constexpr std::size_t kNameLength = 16;

std::string make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bihuan-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw Error(Code::internal, "error.internal");
    return pattern;
}

}  // namespace

ScratchPlace::ScratchPlace(Engine engine) : folder_(make_folder()) {
    place_.durable = false;
    place_.readers = 4;
    place_.file = folder_ + "/company.db";
    const char* server = std::getenv(kServerVariable);
    if (engine == Engine::file || server == nullptr || *server == '\0') return;
    server_ = server;
    schema_ = "t_" + to_hex(sha256(random_token())).substr(0, kNameLength);
    place_.url = server_ + (server_.find('?') == std::string::npos ? "?" : "&") +
                 "options=-csearch_path%3D" + schema_;
}

ScratchPlace::~ScratchPlace() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    if (server_.empty()) return;
    try {
        const auto log = make_quiet_log();
        const auto database = open_database(place_, *log);
        database->write(Lane::interactive, [&](WriteLease& lease) {
            lease.connection().script("DROP SCHEMA " + schema_ + " CASCADE");
        });
    } catch (const Error&) {
        // A test that broke its database leaves a schema behind; the server is scratch too.
    }
}

}  // namespace bihuan::db
