#include "kernel/access/role_json.h"

#include "base/error.h"
#include "base/text.h"

#include <utility>

namespace bihuan::access {

namespace {

template <class T>
using Words = std::vector<std::pair<std::string_view, T>>;

const Words<Act> kActs = {
    {"create", Act::create}, {"read", Act::read},     {"update", Act::update},
    {"remove", Act::remove}, {"import", Act::import}, {"export", Act::export_},
    {"transfer", Act::transfer}};
const Words<Reach> kReaches = {
    {"none", Reach::none}, {"own", Reach::own},         {"subordinates", Reach::subordinates},
    {"dept", Reach::dept}, {"dept_tree", Reach::dept_tree}, {"all", Reach::all}};
const Words<FieldRight> kFieldRights = {{"hidden", FieldRight::hidden},
                                        {"masked", FieldRight::masked},
                                        {"read", FieldRight::read},
                                        {"write", FieldRight::write}};

template <class T>
std::optional<T> find_word(const Words<T>& words, std::string_view text) {
    for (const auto& [word, meaning] : words) {
        if (word == text) return meaning;
    }
    return std::nullopt;
}

template <class T>
std::string near_word(const Words<T>& words, std::string_view text) {
    std::vector<std::string> names;
    for (const auto& each : words) names.emplace_back(each.first);
    return nearest(text, names).value_or("");
}

class Reader {
public:
    explicit Reader(Issues& issues) : issues_(issues) {}

    Role role(const Json& json) {
        Role role;
        if (!json.is_object()) {
            issues_.add("", "issue.role.object");
            return role;
        }
        for (std::size_t i = 0; i < json.size(); ++i) {
            const std::string key(json.key_at(i));
            const Json value = json.at(i);
            if (key == "administrator" && value.kind() == Json::Kind::boolean) {
                role.administrator = value.boolean();
            } else if (key == "share_views" && value.kind() == Json::Kind::boolean) {
                role.share_views = value.boolean();
            } else if (key == "objects" && value.is_object()) {
                for (std::size_t k = 0; k < value.size(); ++k) {
                    const std::string name(value.key_at(k));
                    role.objects[name] = object("objects." + name, value.at(k));
                }
            } else {
                unknown("", key, {"administrator", "share_views", "objects"});
            }
        }
        return role;
    }

private:
    void unknown(const std::string& place, const std::string& word,
                 const std::vector<std::string>& known) {
        issues_.add(place.empty() ? word : place, "issue.role.word", {{"word", word}},
                    nearest(word, known).value_or(""));
    }

    RoleObject object(const std::string& place, const Json& json) {
        RoleObject out;
        if (!json.is_object()) {
            issues_.add(place, "issue.role.object");
            return out;
        }
        for (std::size_t i = 0; i < json.size(); ++i) {
            const std::string key(json.key_at(i));
            const std::string at = place + "." + key;
            if (key == "acts") {
                out.acts = acts(at, json.at(i));
            } else if (key == "verbs") {
                out.verbs = verbs(at, json.at(i));
            } else if (key == "read") {
                out.read = scopes(at, json.at(i));
            } else if (key == "write") {
                out.write = scopes(at, json.at(i));
            } else if (key == "fields") {
                out.fields = fields(at, json.at(i));
            } else {
                unknown(at, key, {"acts", "verbs", "read", "write", "fields"});
            }
        }
        return out;
    }

    // Calls fn with each text of an array.
    template <class Fn>
    void each_text(const std::string& place, const Json& json, const Fn& fn) {
        if (!json.is_array()) {
            issues_.add(place, "issue.role.list");
            return;
        }
        for (std::size_t i = 0; i < json.size(); ++i) {
            const Json item = json.at(i);
            if (item.is_string()) {
                fn(std::string(item.string()));
            } else {
                issues_.add(place, "issue.role.list");
            }
        }
    }

    std::set<Act> acts(const std::string& place, const Json& json) {
        std::set<Act> out;
        each_text(place, json, [&](const std::string& word) {
            if (word == "*") {
                out = all_acts();
            } else if (const auto act = find_word(kActs, word)) {
                out.insert(*act);
            } else {
                issues_.add(place, "issue.role.word", {{"word", word}}, near_word(kActs, word));
            }
        });
        return out;
    }

    std::set<std::string> verbs(const std::string& place, const Json& json) {
        std::set<std::string> out;
        each_text(place, json, [&](const std::string& word) { out.insert(word); });
        return out;
    }

    std::vector<Scope> scopes(const std::string& place, const Json& json) {
        std::vector<Scope> out;
        if (!json.is_array()) {
            issues_.add(place, "issue.role.list");
            return out;
        }
        for (std::size_t i = 0; i < json.size(); ++i) {
            const Json item = json.at(i);
            if (item.is_object() && item.size() == 1 && item.get("where").is_string()) {
                out.push_back({Reach::expression, std::string(item.get("where").string())});
                continue;
            }
            const std::string word = item.is_string() ? std::string(item.string()) : "";
            if (const auto reach = find_word(kReaches, word)) {
                if (*reach != Reach::none) out.push_back({*reach, ""});
            } else {
                issues_.add(place, "issue.role.scope", {{"word", word}},
                            near_word(kReaches, word));
            }
        }
        return out;
    }

    std::map<std::string, FieldRight> fields(const std::string& place, const Json& json) {
        std::map<std::string, FieldRight> out;
        if (!json.is_object()) {
            issues_.add(place, "issue.role.object");
            return out;
        }
        for (std::size_t i = 0; i < json.size(); ++i) {
            const std::string field(json.key_at(i));
            const Json item = json.at(i);
            const std::string word = item.is_string() ? std::string(item.string()) : "";
            if (const auto right = find_word(kFieldRights, word)) {
                out[field] = *right;
            } else {
                issues_.add(place + "." + field, "issue.role.word", {{"word", word}},
                            near_word(kFieldRights, word));
                out[field] = FieldRight::hidden;  // a slip of the pen must not open a field
            }
        }
        return out;
    }

    Issues& issues_;
};

}  // namespace

std::string_view to_text(Act act) {
    for (const auto& [word, meaning] : kActs) {
        if (meaning == act) return word;
    }
    return "";
}

const std::set<Act>& all_acts() {
    static const std::set<Act> kAll = {Act::create, Act::read,    Act::update,  Act::remove,
                                       Act::import, Act::export_, Act::transfer};
    return kAll;
}

Role parse_role(std::string_view json, Issues& issues) {
    if (json.size() > kRoleSizeMax) {
        issues.add("", "issue.role.size");
        return {};
    }
    if (json.empty()) return {};
    try {
        return Reader(issues).role(Json::parse(json));
    } catch (const Error& error) {
        issues.add("", error.key(), error.args());
        return {};
    }
}

}  // namespace bihuan::access
