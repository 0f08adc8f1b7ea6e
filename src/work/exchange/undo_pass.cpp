// The undo: what the run changed gets its old values, what it made goes to the recycle bin; records
// that somebody changed since stay as they are.
#include "base/error.h"
#include "work/exchange/import_store.h"
#include "work/exchange/passes.h"
#include "work/job/chunk.h"
#include "work/job/undo.h"

#include <algorithm>

namespace bihuan::exchange {

namespace {

// Where the undo stands: changed records first, then those made, object by object.
struct Standing {
    std::int64_t phase = 0;
    RecordId before;
    std::int64_t taken_back = 0;
    std::int64_t kept = 0;
};

Standing parse(const std::string& text) {
    Standing out;
    if (text.empty()) return out;
    const Json json = Json::parse(text);
    out.phase = json.integer_or("phase", 0);
    out.before = parse_record_id(json.text_or("before", "")).value_or(RecordId());
    out.taken_back = json.integer_or("taken_back", 0);
    out.kept = json.integer_or("kept", 0);
    return out;
}

std::string write(const Standing& standing) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("phase").integer(standing.phase);
    json.key("before").id(standing.before.value);
    json.key("taken_back").integer(standing.taken_back);
    json.key("kept").integer(standing.kept).end_object();
    return text;
}

// The import's own object, then those whose records it made by name.
std::vector<std::string> objects_of(const Import& import) {
    std::vector<std::string> out{import.object};
    for (const std::string& object : import.options.create_missing) {
        if (object != import.object) out.push_back(object);
    }
    return out;
}

std::vector<RecordId> made_records(const Snapshot& snapshot, const std::string& object,
                                   RecordId import, RecordId before, int limit) {
    std::vector<RecordId> out;
    const meta::Object* known = snapshot.schema().find(object);
    if (!known || !known->find("import_id")) return out;
    const std::string text = bihuan::to_text(import);
    const std::int64_t below = before ? before.value : INT64_MAX;
    snapshot.db().query("SELECT id FROM " + snapshot.dialect().quote(object) +
                            " WHERE import_id = ? AND deleted_at IS NULL AND id < ? "
                            "ORDER BY id DESC LIMIT ?",
                        {std::string_view(text), below, std::int64_t{limit}},
                        [&](const db::Row& row) {
                            out.emplace_back(row.integer(0));
                            return true;
                        });
    return out;
}

struct Undoing {
    Workspace& workspace;
    const Actor& actor;
    const Import import;
    const std::vector<std::string> objects;
    job::Chunk chunk;
};

// One transaction; false when all is done.
bool undo_chunk(Undoing& undoing, job::Job& job) {
    WriteOptions options;
    options.lane = db::Lane::bulk;
    options.cause = "undo " + cause_of(undoing.import.id);
    job::Job after;
    bool more = true;
    undoing.workspace.write(undoing.actor, options, [&](Tx& tx) {
        undoing.chunk.begin();
        after = job;
        Standing standing = parse(job.checkpoint);
        const int limit = static_cast<int>(undoing.chunk.size());
        std::vector<RecordId> ids;
        if (standing.phase == 0) {
            ids = job::noted_records(tx, job.id, standing.before, limit);
        } else {
            const auto place = static_cast<std::size_t>(standing.phase - 1);
            ids = made_records(tx, undoing.objects.at(place), undoing.import.id, standing.before,
                               limit);
        }
        for (const RecordId id : ids) {
            const bool taken = job::undo_writes(tx, id, cause_of(undoing.import.id)) ==
                               job::Undone::taken_back;
            ++(taken ? standing.taken_back : standing.kept);
            standing.before = id;
        }
        if (ids.empty()) {
            ++standing.phase;
            standing.before = RecordId();
        }
        more = standing.phase <= static_cast<std::int64_t>(undoing.objects.size());
        after.done += static_cast<std::int64_t>(ids.size());
        after.total = std::max({after.done, undoing.import.counts.created +
                                                undoing.import.counts.updated});
        after.checkpoint = write(standing);
        after.result = after.checkpoint;
        job::save(tx, after);
        undoing.chunk.end(ids.size());
    });
    job = std::move(after);
    return more;
}

}  // namespace

job::Progress undo_step(Workspace& workspace, job::Job& job) {
    std::optional<Import> import;
    workspace.read(Actor::system("import"), [&](const Snapshot& snapshot) {
        import = find_import(snapshot, import_of(job));
    });
    if (!import) throw Error(Code::not_found, "error.import.not_found");
    const auto actor = job::actor_of(workspace, job);
    Undoing undoing{workspace, *actor, *import, objects_of(*import), {}};
    const job::StepTime time;
    while (undo_chunk(undoing, job)) {
        if (time.is_over()) return {};
    }
    return {true, std::nullopt};
}

}  // namespace bihuan::exchange
