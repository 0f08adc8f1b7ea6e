// Who may read a file: who uploaded it, and whoever sees a record that holds it.
#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/query/query.h"
#include "work/file/file.h"

#include <map>
#include <mutex>

namespace bihuan::file {

namespace {

constexpr int kHoldersMax = 100;       // records looked at for one file
constexpr std::size_t kKnownMax = 10'000;

// Which record was found to hold a file, so that the next reader need not search for it.
class Holders {
public:
    std::optional<RecordId> find(RecordId file) {
        const std::lock_guard lock(mutex_);
        const auto known = known_.find(file.value);
        if (known == known_.end()) return std::nullopt;
        return known->second;
    }
    void keep(RecordId file, RecordId record) {
        const std::lock_guard lock(mutex_);
        if (known_.size() >= kKnownMax) known_.clear();
        known_[file.value] = record;
    }

private:
    std::mutex mutex_;
    std::map<std::int64_t, RecordId> known_;
};

bool holds_files(const meta::Field& field) {
    return field.stored && !field.hidden && field.type->name() == "attachment";
}

// Live records of the object that hold the file in a field the actor may read.
std::vector<RecordId> holders_in(const Snapshot& snapshot, const meta::Object& object,
                                 RecordId file, RecordId only) {
    const auto rights = access::rights_of(snapshot);
    if (object.hidden || !rights->may(object, access::Act::read)) return {};
    const db::Dialect& dialect = snapshot.dialect();
    const std::string needle = "\"" + to_text(file) + "\"";
    std::string where;
    db::Params params;
    for (const meta::Field& field : object.fields) {
        if (!holds_files(field) ||
            rights->field(object, field) == access::FieldRight::hidden) {
            continue;
        }
        where += (where.empty() ? "" : " OR ") + dialect.contains(dialect.quote(field.name), "?");
        params.emplace_back(std::string_view(needle));
    }
    std::vector<RecordId> out;
    if (where.empty()) return out;
    std::string sql = "SELECT id FROM " + dialect.quote(object.name) +
                      " WHERE deleted_at IS NULL AND (" + where + ")";
    if (only) {
        sql += " AND id = ?";
        params.emplace_back(only.value);
    }
    snapshot.db().query(sql + " ORDER BY id DESC LIMIT " + std::to_string(kHoldersMax), params,
                        [&](const db::Row& row) {
                            out.emplace_back(row.integer(0));
                            return true;
                        });
    return out;
}

bool sees_holder(const Snapshot& snapshot, const meta::Object& object, RecordId file,
                 RecordId only) {
    for (const RecordId record : holders_in(snapshot, object, file, only)) {
        if (!query::is_visible(snapshot, object, record, access::Purpose::read)) continue;
        snapshot.workspace().slot<Holders>().keep(file, record);
        return true;
    }
    return false;
}

bool hangs_on_visible(const Snapshot& snapshot, RecordId file) {
    if (const auto known = snapshot.workspace().slot<Holders>().find(file)) {
        const meta::Object* object = snapshot.schema().find(object_of(*known));
        if (object && sees_holder(snapshot, *object, file, *known)) return true;
    }
    for (const meta::Object& object : snapshot.schema().objects()) {
        if (sees_holder(snapshot, object, file, RecordId())) return true;
    }
    return false;
}

}  // namespace

File find_visible(const Snapshot& snapshot, RecordId id) {
    auto file = find(snapshot, id);
    if (file) {
        const UserId user = snapshot.actor().user;
        if ((user && file->created_by == user) || access::rights_of(snapshot)->is_everything() ||
            hangs_on_visible(snapshot, id)) {
            return *std::move(file);
        }
    }
    throw Error(Code::not_found, "error.file.not_found");
}

}  // namespace bihuan::file
