// bihuan user add|passwd|list
#include "app/commands.h"
#include "base/crypto.h"
#include "base/error.h"
#include "kernel/access/session.h"
#include "kernel/query/query.h"
#include "kernel/record/write.h"

namespace bihuan::app {

namespace {

constexpr std::size_t kGeneratedPasswordLength = 16;
constexpr int kUsersShown = 1'000;

struct Password {
    std::string text;
    std::string hash;
    bool was_made = false;
};

Password choose_password(const Settings& settings) {
    Password out{settings.password, {}, settings.password.empty()};
    if (out.was_made) out.text = random_token().substr(0, kGeneratedPasswordLength);
    out.hash = access::hash_password(out.text);
    return out;
}

record::Record find_user(const Snapshot& snapshot, const std::string& login) {
    auto found = record::load_by_key(snapshot, snapshot.schema().at("user"), login);
    if (!found || found->deleted_at) {
        throw Error(Code::not_found, "error.user.login", {{"login", login}});
    }
    return *found;
}

void add_user(Workspace& workspace, const Settings& settings, const Password& password) {
    const std::string& login = settings.arguments.at(0);
    workspace.write(Actor::system("command line"), [&](Tx& tx) {
        const meta::Object& user = tx.schema().at("user");
        const auto role =
            record::load_by_key(tx, tx.schema().at("role"), settings.role);
        if (!role) throw Error(Code::invalid, "error.user.role", {{"role", settings.role}});
        record::Changes changes;
        changes.set(user, "login", login);
        changes.set(user, "name", settings.name.empty() ? login : settings.name);
        record::WriteSettings how;
        how.via = record::Via::verb;
        const record::Record made = record::create(tx, user, changes, how);
        record::add_link(tx, access::kUserRole, made.id, role->id);
        access::store_password_hash(tx, to_user(made.id), password.hash);
        access::touch_rights(tx);
    });
}

void set_password(Workspace& workspace, const Settings& settings, const Password& password) {
    workspace.write(Actor::system("command line"), [&](Tx& tx) {
        const record::Record user = find_user(tx, settings.arguments.at(0));
        access::store_password_hash(tx, to_user(user.id), password.hash);
        access::end_sessions(tx, to_user(user.id));
        access::audit(tx, "password.set", "user", user.id, "command line");
    });
}

void list_users(Workspace& workspace, const Output& output) {
    query::ListRequest request;
    request.object = "user";
    request.sort = "login";
    request.fields = {"login", "name", "status"};
    request.limit = kUsersShown;
    workspace.read(Actor::system("command line"), [&](const Snapshot& snapshot) {
        query::each(snapshot, request, [&](RecordId, const std::vector<Value>& values) {
            std::string line;
            for (const Value& value : values) {
                const auto* text = value.get_if<std::string>();
                line += (line.empty() ? "" : "\t") + (text ? *text : std::string("-"));
            }
            output.out(line + "\n");
            return true;
        });
    });
}

}  // namespace

int run_user(Workspace& workspace, const Settings& settings, const Output& output) {
    if (settings.action == "list") {
        list_users(workspace, output);
        return 0;
    }
    const Password password = choose_password(settings);
    if (settings.action == "add") add_user(workspace, settings, password);
    else set_password(workspace, settings, password);
    if (password.was_made) output.out(password.text + "\n");
    return 0;
}

}  // namespace bihuan::app
