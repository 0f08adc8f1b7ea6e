#include "app/company.h"

#include "api/present.h"
#include "app/modules.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "db/engine/open.h"
#include "embedded/files.h"
#include "kernel/access/session.h"
#include "kernel/design/design.h"
#include "kernel/design/install.h"
#include "kernel/meta/object_json.h"
#include "kernel/record/write.h"
#include "work/company/company.h"

#include <filesystem>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace bihuan::app {

namespace {

constexpr std::string_view kAdministrator = "admin";
constexpr std::size_t kGeneratedPasswordLength = 16;

std::string_view embedded(std::string_view path) {
    for (const EmbeddedFile& file : embedded_locale()) {
        if (file.path.ends_with(path)) return file.bytes;
    }
    for (const EmbeddedFile& file : embedded_data()) {
        if (file.path.ends_with(path)) return file.bytes;
    }
    throw Error(Code::internal, "error.internal").because("not embedded: " + std::string(path));
}

std::unique_ptr<Clock> make_clock(const Settings& settings) {
    if (settings.now.empty()) return make_system_clock();
    const auto start = parse_instant(settings.now, Zone::shanghai());
    if (!start) throw Error(Code::invalid, "error.settings.now", {{"value", settings.now}});
    return make_shifted_clock(*start);
}

Workspace::Parts make_parts(const Settings& settings, const Sentences& sentences, Log& log) {
    std::error_code failed;
    std::filesystem::create_directories(settings.data, failed);
    if (failed) {
        throw Error(Code::unavailable, "error.settings.data", {{"folder", settings.data}})
            .because(failed.message());
    }
    Workspace::Parts parts;
    parts.database = db::open_database(place_of(settings), log);
    parts.clock = make_clock(settings);
    parts.log = &log;
    parts.sentences = &sentences;
    parts.calendar = Calendar::parse(embedded("calendar/cn.txt"));
    parts.data_folder = settings.data;
    parts.ddl = design::kernel_ddl();
    for (std::string& ddl : room_ddl()) parts.ddl.push_back(std::move(ddl));
    return parts;
}

std::string digest_of_objects() {
    std::string all;
    for (const EmbeddedFile& file : embedded_objects()) all += file.bytes;
    return to_hex(sha256(all));
}

// A clock that was set forward or back once would make nonsense of real records.
void check_clock(Tx& tx, const Settings& settings) {
    const std::string clock = company_fact(tx, "clock");
    if (!settings.now.empty() && clock == "real") {
        throw Error(Code::invalid, "error.settings.now_on_real_company");
    }
    // A command beside the server of a test company is no run on real time.
    const bool is_run = settings.command == Command::serve || clock.empty();
    if (settings.now.empty() && clock != "real" && is_run) set_company_fact(tx, "clock", "real");
    if (!settings.now.empty() && clock.empty()) set_company_fact(tx, "clock", "test");
}

std::string make_password() { return random_token().substr(0, kGeneratedPasswordLength); }

RecordId role_id(const Snapshot& snapshot, std::string_view code) {
    const auto role = record::load_by_key(snapshot, snapshot.schema().at("role"), code);
    if (!role) throw Error(Code::internal, "error.internal").because("no role");
    return role->id;
}

void add_administrator(Tx& tx, const std::string& hash) {
    const meta::Object& user = tx.schema().at("user");
    record::Changes changes;
    changes.set(user, "name", tx.say("company.administrator"));
    changes.set(user, "login", std::string(kAdministrator));
    record::WriteSettings settings;
    settings.via = record::Via::verb;
    const record::Record made = record::create(tx, user, changes, settings);
    record::add_link(tx, access::kUserRole, made.id, role_id(tx, "administrator"));
    access::store_password_hash(tx, to_user(made.id), hash);
    access::touch_rights(tx);
}

bool has_nobody(const Snapshot& snapshot) {
    bool nobody = true;
    snapshot.db().query("SELECT 1 FROM \"user\" LIMIT 1", {}, [&](const db::Row&) {
        nobody = false;
        return false;
    });
    return nobody;
}

void install(Company& company, const Settings& settings) {
    Workspace& workspace = *company.workspace;
    const Actor system = Actor::system();
    const std::string digest = digest_of_objects();
    bool current = false;
    bool is_empty = true;
    workspace.read(system, [&](const Snapshot& snapshot) {
        current = company_fact(snapshot, "standard_objects") == digest;
    });
    workspace.write(system, [&](Tx& tx) { check_clock(tx, settings); });
    if (!current) {
        const auto objects = standard_objects();
        workspace.write(system, [&](Tx& tx) {
            // Another process may have opened the same database a moment ago.
            if (company_fact(tx, "standard_objects") == digest) return;
            design::apply_objects(tx, objects);
            set_company_fact(tx, "standard_objects", digest);
        });
    }
    workspace.read(system, [&](const Snapshot& snapshot) { is_empty = has_nobody(snapshot); });
    if (!is_empty) return;
    std::string password = settings.admin_password;
    if (password.empty()) company.administrator_password = password = make_password();
    const std::string hash = access::hash_password(password);
    workspace.write(system, [&](Tx& tx) {
        company.is_new = has_nobody(tx);
        if (!company.is_new) return;
        install_modules(tx);
        add_administrator(tx, hash);
    });
    if (!company.is_new) company.administrator_password.clear();
}

}  // namespace

db::Place place_of(const Settings& settings) {
    db::Place place;
    place.file = settings.data + "/" + kDatabaseFile;
    place.url = settings.database;
    place.durable = settings.durable;
    return place;
}

std::optional<FolderLock> FolderLock::take(const std::string& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    const std::string file = folder + "/" + kLockFile;
    const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) throw Error(Code::unavailable, "error.settings.data", {{"folder", folder}});
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd);
        return std::nullopt;
    }
    return FolderLock(fd);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }

FolderLock::~FolderLock() {
    if (fd_ >= 0) ::close(fd_);
}

std::unique_ptr<Sentences> load_sentences() {
    return std::make_unique<Sentences>(embedded("zh-CN.json"), embedded("en.json"));
}

std::unique_ptr<Company> open_company(const Settings& settings, Log& log) {
    auto company = std::make_unique<Company>();
    company->sentences = load_sentences();
    company->workspace =
        std::make_unique<Workspace>(make_parts(settings, *company->sentences, log));
    register_modules(*company->workspace);
    access::follow_others(*company->workspace);
    install(*company, settings);
    company->workspace->read(Actor::system(),
                             [](const Snapshot& snapshot) { company::adopt(snapshot); });
    company->workspace->follow([](const Snapshot& snapshot) { company::adopt(snapshot); });
    return company;
}

std::string company_fact(const Snapshot& snapshot, std::string_view key) {
    return company::fact(snapshot, key);
}

void set_company_fact(Tx& tx, std::string_view key, std::string_view value) {
    company::set_fact(tx, key, value);
}

}  // namespace bihuan::app
