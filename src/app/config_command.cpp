// bihuan config export|diff|apply DIR: objects/*.json and roles/*.json, readable and versioned.
#include "app/commands.h"
#include "base/error.h"
#include "base/json.h"
#include "kernel/access/rights.h"
#include "kernel/design/design.h"
#include "kernel/meta/object_json.h"
#include "kernel/record/write.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bihuan::app {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kConfigFileMax = 4 * 1024 * 1024;  // one object with 500 fields is 0.2

[[noreturn]] void refuse(const char* key, const fs::path& file) {
    throw Error(Code::invalid, key, {{"file", file.string()}});
}

std::string read_file(const fs::path& file) {
    if (fs::file_size(file) > kConfigFileMax) refuse("error.config.too_large", file);
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) refuse("error.config.unreadable", file);
    return text.str();
}

void write_file(const fs::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << text;
    if (!out.flush()) refuse("error.config.unwritable", file);
}

std::vector<fs::path> json_files(const fs::path& folder) {
    std::vector<fs::path> out;
    if (!fs::is_directory(folder)) return out;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

struct Role {
    std::string code, name, description, rights;
};

std::vector<Role> roles_of(const Snapshot& snapshot) {
    std::vector<Role> out;
    snapshot.db().query("SELECT code, name, description, rights FROM role "
                        "WHERE deleted_at IS NULL ORDER BY code",
                        {}, [&](const db::Row& row) {
                            out.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                           std::string(row.text(2)), std::string(row.text(3))});
                            return true;
                        });
    return out;
}

std::string write_role(const Role& role) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("code").string(role.code).key("name").string(role.name);
    json.key("description").string(role.description);
    json.key("rights").raw(Json::parse(role.rights).to_text()).end_object();
    return text + "\n";
}

Role read_role(const fs::path& file) {
    const Json json = Json::parse(read_file(file));
    return {json.text_or("code", ""), json.text_or("name", ""),
            json.text_or("description", ""), json.get("rights").to_text()};
}

void export_config(const Snapshot& snapshot, const fs::path& folder) {
    fs::create_directories(folder / "objects");
    fs::create_directories(folder / "roles");
    for (const meta::Object& object : snapshot.schema().objects()) {
        write_file(folder / "objects" / (object.name + ".json"), meta::write_object(object));
    }
    for (const Role& role : roles_of(snapshot)) {
        write_file(folder / "roles" / (role.code + ".json"), write_role(role));
    }
}

std::vector<meta::Object> read_objects(const fs::path& folder) {
    std::vector<meta::Object> out;
    Issues issues;
    for (const fs::path& file : json_files(folder / "objects")) {
        Issues own;
        try {
            out.push_back(meta::parse_object(Json::parse(read_file(file)), own));
        } catch (const Error& error) {
            own.add("", error.key(), error.args());
        }
        issues.append(std::move(own), file.filename().string() + ": ");
    }
    throw_if_any(std::move(issues));
    return out;
}

std::vector<Role> read_roles(const fs::path& folder) {
    std::vector<Role> out;
    for (const fs::path& file : json_files(folder / "roles")) out.push_back(read_role(file));
    return out;
}

// Roles whose text differs from the company's; new ones included.
std::vector<Role> changed_roles(const Snapshot& snapshot, const std::vector<Role>& next) {
    std::vector<Role> out;
    const auto standing = roles_of(snapshot);
    for (const Role& role : next) {
        const bool same = std::any_of(standing.begin(), standing.end(), [&](const Role& each) {
            return each.code == role.code && write_role(each) == write_role(role);
        });
        if (!same) out.push_back(role);
    }
    return out;
}

void apply_role(Tx& tx, const Role& role) {
    const meta::Object& object = tx.schema().at("role");
    throw_if_any(access::Rights::check(tx.schema(), role.rights));
    record::Changes changes;
    changes.set(object, "name", role.name);
    changes.set(object, "description",
                role.description.empty() ? Value() : Value(role.description));
    changes.set(object, "rights", role.rights);
    record::WriteSettings how;
    how.via = record::Via::verb;
    const auto found = record::load_by_key(tx, object, role.code);
    if (found) {
        record::update(tx, object, found->id, changes, how);
    } else {
        changes.set(object, "code", role.code);
        record::create(tx, object, changes, how);
    }
}

int print_diff(const Snapshot& snapshot, const fs::path& folder, const Output& output) {
    for (const std::string& line : design::diff(snapshot, read_objects(folder))) {
        output.out(line + "\n");
    }
    for (const Role& role : changed_roles(snapshot, read_roles(folder))) {
        output.out(snapshot.say("design.diff.role", {{"role", role.code}}) + "\n");
    }
    return 0;
}

}  // namespace

int run_config(Workspace& workspace, const Settings& settings, const Output& output) {
    const fs::path folder = settings.arguments.at(0);
    const Actor actor = Actor::system("command line");
    if (settings.action == "export") {
        workspace.read(actor, [&](const Snapshot& snapshot) { export_config(snapshot, folder); });
        return 0;
    }
    if (!fs::is_directory(folder)) refuse("error.config.no_folder", folder);
    if (settings.action == "diff") {
        workspace.read(actor, [&](const Snapshot& snapshot) {
            print_diff(snapshot, folder, output);
        });
        return 0;
    }
    const auto objects = read_objects(folder);
    const auto roles = read_roles(folder);
    bool any = false;
    workspace.read(actor, [&](const Snapshot& snapshot) {
        any = !design::diff(snapshot, objects).empty();
    });
    if (any) workspace.write(actor, [&](Tx& tx) { design::apply_objects(tx, objects); });
    workspace.write(actor, [&](Tx& tx) {
        for (const Role& role : changed_roles(tx, roles)) apply_role(tx, role);
    });
    return 0;
}

}  // namespace bihuan::app
