#include "work/job/undo.h"

#include "kernel/event/event.h"

#include <algorithm>
#include <set>

namespace bihuan::job {

namespace {

// A job writes a record once or twice; far more events than that mean it is not ours alone.
constexpr int kEventsMax = 20;

bool is_text(const meta::Field& field) {
    switch (types::result_of(*field.type, field.settings).storage()) {
        case db::Storage::text:
        case db::Storage::date:
        case db::Storage::month: return true;
        case db::Storage::integer:
        case db::Storage::boolean:
        case db::Storage::instant:
        case db::Storage::reference: return false;
    }
    return false;
}

Value read_column(const meta::Field& field, const db::Row& row, int column) {
    const types::FieldType& type = types::result_of(*field.type, field.settings);
    if (row.is_null(column)) return Null{};
    if (is_text(field)) {
        return types::from_column(type, field.settings, false, 0, row.text(column));
    }
    return types::from_column(type, field.settings, false, row.integer(column), {});
}

bool is_restorable(const meta::Field* field) {
    if (!field || !field->stored) return false;
    const std::string_view type = field->type->name();
    if (type == "formula" || type == "rollup" || type == "lines") return false;
    return field->name != "updated_by" && field->name != "updated_at";
}

// The values that `fields` had in this closed version; nullopt when it is not kept.
std::optional<record::Changes> values_of(const Snapshot& snapshot, const meta::Object& object,
                                         RecordId id, std::int64_t version,
                                         const std::set<std::string>& fields) {
    if (!object.has_history) return std::nullopt;
    std::vector<const meta::Field*> wanted;
    std::string columns = "version";
    for (const std::string& name : fields) {
        const meta::Field* field = object.find(name);
        if (!is_restorable(field)) continue;
        wanted.push_back(field);
        columns += ", " + snapshot.dialect().quote(name);
    }
    std::optional<record::Changes> changes;
    snapshot.db().query("SELECT " + columns + " FROM " +
                            snapshot.dialect().quote(object.history_table()) +
                            " WHERE id = ? AND version = ?",
                        {id.value, version}, [&](const db::Row& row) {
                            changes.emplace();
                            for (std::size_t i = 0; i < wanted.size(); ++i) {
                                changes->values.emplace_back(
                                    wanted[i],
                                    read_column(*wanted[i], row, static_cast<int>(i) + 1));
                            }
                            return false;
                        });
    return changes;
}

bool is_refusal(Code code) {
    switch (code) {
        case Code::forbidden:
        case Code::not_found:
        case Code::conflict:
        case Code::locked:
        case Code::limit:
        case Code::invalid: return true;
        case Code::malformed:
        case Code::unauthenticated:
        case Code::too_many:
        case Code::internal:
        case Code::unavailable: return false;
    }
    return false;
}

bool take_back(Tx& tx, const meta::Object& object, RecordId id, std::string_view cause) {
    const auto events = event::of_record(tx.db(), id, kEventsMax);
    if (events.empty() || events.front().cause != cause) return false;
    std::set<std::string> fields;
    const event::Event* first = &events.front();
    for (const event::Event& each : events) {
        if (each.cause != cause) break;
        first = &each;
        fields.insert(each.fields.begin(), each.fields.end());
    }
    if (first->kind == "deleted") {
        record::restore(tx, object, id);
        return true;
    }
    if (first->version == 1 || first->kind == "restored") {
        record::remove(tx, object, id, std::nullopt, record::Via::verb);
        return true;
    }
    const auto changes = values_of(tx, object, id, first->version - 1, fields);
    if (!changes) return false;
    record::WriteSettings settings;
    settings.via = record::Via::verb;
    record::update(tx, object, id, *changes, settings);
    return true;
}

// What was posted before the failure must be over before the savepoint is taken back.
void settle_quietly(Tx& tx) {
    try {
        tx.db().settle();
    } catch (const Error&) {
        // The first failure is the one to tell.
    }
}

}  // namespace

std::optional<Error> attempt(Tx& tx, const std::function<void()>& fn) {
    tx.db().execute("SAVEPOINT job_row");
    std::optional<Error> failure;
    try {
        fn();
        tx.db().settle();
    } catch (const Error& error) {
        settle_quietly(tx);
        tx.db().execute("ROLLBACK TO SAVEPOINT job_row");
        if (!is_refusal(error.code())) throw;
        failure = error;
    }
    tx.db().execute("RELEASE SAVEPOINT job_row");
    return failure;
}

Undone undo_writes(Tx& tx, RecordId record, std::string_view cause) {
    const meta::Object* object = tx.schema().find(object_of(record));
    if (!object) return Undone::kept;
    bool taken = false;
    const auto failure =
        attempt(tx, [&] { taken = take_back(tx, *object, record, cause); });
    return taken && !failure ? Undone::taken_back : Undone::kept;
}

void note_record(Tx& tx, RecordId job, RecordId record) {
    tx.db().post(tx.dialect().insert_or_ignore() + " INTO job_record (job, record) VALUES "
                 "(?, ?)" + tx.dialect().on_conflict_ignore(),
                 {job.value, record.value});
}

std::vector<RecordId> noted_records(const Snapshot& snapshot, RecordId job, RecordId before,
                                    int limit) {
    std::vector<RecordId> out;
    const std::int64_t below = before ? before.value : INT64_MAX;
    snapshot.db().query("SELECT record FROM job_record WHERE job = ? AND record < ? "
                        "ORDER BY record DESC LIMIT ?",
                        {job.value, below, std::int64_t{limit}}, [&](const db::Row& row) {
                            out.emplace_back(row.integer(0));
                            return true;
                        });
    return out;
}

std::int64_t count_noted(const Snapshot& snapshot, RecordId job) {
    std::int64_t count = 0;
    snapshot.db().query("SELECT COUNT(*) FROM job_record WHERE job = ?", {job.value},
                        [&](const db::Row& row) {
                            count = row.integer(0);
                            return false;
                        });
    return count;
}

}  // namespace bihuan::job
