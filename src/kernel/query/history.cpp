// Every version of a record: who changed what, when and why.
#include "kernel/event/event.h"
#include "kernel/query/outputs.h"
#include "kernel/query/query.h"
#include "kernel/query/select.h"

#include <map>

namespace bihuan::query {

namespace {

constexpr int kVersionsMax = 2'000;  // of one record; older ones stay in the database

struct Cell {
    std::string json;                // as in an answer; compared to find what changed
    std::string text;                // for people
};

struct Version {
    std::int64_t number = 0;
    Instant at;
    std::optional<Instant> until;
    std::optional<Instant> recorded_at;
    bool deleted = false;
    std::vector<Cell> cells;
};

// What referenced records are called, asked once each.
class Names {
public:
    explicit Names(const Snapshot& snapshot) : snapshot_(snapshot) {}
    const std::string& of(RecordId id) {
        const auto [found, fresh] = names_.try_emplace(id.value);
        if (!fresh) return found->second;
        const meta::Object* object = snapshot_.schema().find(object_of(id));
        const meta::Field* title = object ? object->find(object->title_field) : nullptr;
        if (!title || !title->stored) return found->second;
        const db::Dialect& dialect = snapshot_.dialect();
        snapshot_.db().query("SELECT " + dialect.quote(title->name) + " FROM " +
                                 dialect.quote(object->name) + " WHERE id = ?",
                             {id.value}, [&](const db::Row& row) {
                                 found->second = std::string(row.text(0));
                                 return false;
                             });
        return found->second;
    }

private:
    const Snapshot& snapshot_;
    std::map<std::int64_t, std::string> names_;
};

struct Columns {
    std::vector<const meta::Field*> fields;
    std::vector<bool> masked;
    std::string list;
};

bool is_kept_by_the_system(std::string_view name) {
    return name == "updated_at" || name == "updated_by" || name == "created_at" ||
           name == "created_by" || name == "import_id";
}

Columns readable_columns(const Snapshot& snapshot, const meta::Object& object) {
    const auto rights = access::rights_of(snapshot);
    Columns out;
    for (const meta::Field& field : object.fields) {
        if (!field.stored || field.hidden || !rights->can_read(object, field)) continue;
        if (field.type->name() == "rollup" || is_kept_by_the_system(field.name)) continue;
        out.fields.push_back(&field);
        out.masked.push_back(rights->field(object, field) == access::FieldRight::masked);
        out.list += ", " + snapshot.dialect().quote(field.name);
    }
    return out;
}

Cell read_cell(const Snapshot& snapshot, Names& names, const meta::Field& field, bool masked,
               const db::Row& row, int column) {
    Cell cell;
    JsonWriter json(cell.json);
    const Value value = types::from_column(*field.type, field.settings, row.is_null(column),
                                           row.integer(column), row.text(column));
    if (value.is_null()) {
        json.null();
    } else if (masked) {
        json.string("***");
        cell.text = "***";
    } else if (const auto* id = value.get_if<RecordId>()) {
        cell.text = names.of(*id);
        json.begin_object().key("id").id(id->value).key("name").string(cell.text).end_object();
    } else {
        field.type->write_json(field.settings, value, json);
        cell.text = field.type->to_text_in(field.settings, value, snapshot.language(),
                                          snapshot.wall_zone());
    }
    return cell;
}

std::vector<Version> read_versions(const Snapshot& snapshot, const meta::Object& object,
                                   RecordId id, const Columns& columns) {
    const db::Dialect& dialect = snapshot.dialect();
    const std::string lead = "SELECT version, valid_from, recorded_at, deleted_at, ";
    SqlText sql;
    sql.add(lead + "NULL AS valid_to" + columns.list + " FROM " + dialect.quote(object.name));
    sql.add(" WHERE id = ").bind(Value(id));
    if (object.has_history) {
        sql.add(" UNION ALL " + lead + "valid_to" + columns.list + " FROM ");
        sql.add(dialect.quote(object.history_table())).add(" WHERE id = ").bind(Value(id));
    }
    sql.add(" ORDER BY 1 DESC LIMIT ").bind(Value(std::int64_t{kVersionsMax}));
    std::vector<Version> out;
    Names names(snapshot);
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        Version version;
        version.number = row.integer(0);
        version.at = Instant{row.integer(1)};
        if (!row.is_null(2)) version.recorded_at = Instant{row.integer(2)};
        version.deleted = !row.is_null(3);
        if (!row.is_null(4)) version.until = Instant{row.integer(4)};
        for (std::size_t i = 0; i < columns.fields.size(); ++i) {
            version.cells.push_back(read_cell(snapshot, names, *columns.fields[i],
                                              columns.masked[i], row, 5 + static_cast<int>(i)));
        }
        out.push_back(std::move(version));
        return true;
    });
    return out;
}

void write_changes(const Snapshot& snapshot, const Columns& columns, const Version& now,
                   const Version* before, JsonWriter& out) {
    out.key("changes").begin_array();
    for (std::size_t i = 0; i < columns.fields.size(); ++i) {
        const Cell& cell = now.cells[i];
        const std::string& old_json = before ? before->cells[i].json : "null";
        if (cell.json == old_json) continue;
        const meta::Field& field = *columns.fields[i];
        out.begin_object().key("field").string(field.name);
        out.key("label").string(field.label.in(snapshot.language()));
        out.key("old").raw(old_json).key("new").raw(cell.json);
        out.key("old_text").string(before ? before->cells[i].text : "");
        out.key("new_text").string(cell.text).end_object();
    }
    out.end_array();
}

void write_version(const Snapshot& snapshot, const Columns& columns, const Version& now,
                   const Version* before, const event::Event* event, Names& names,
                   JsonWriter& out) {
    out.begin_object().key("version").integer(now.number);
    out.key("at").string(to_text(now.at)).key("until");
    if (now.until) out.string(to_text(*now.until));
    else out.null();
    out.key("recorded_at");
    if (now.recorded_at) out.string(to_text(*now.recorded_at));
    else out.null();
    out.key("actor");
    if (event && event->actor) {
        out.begin_object().key("id").id(event->actor.value);
        out.key("name").string(names.of(to_record(event->actor))).end_object();
    } else {
        out.null();
    }
    out.key("kind").string(event ? event->kind : now.deleted ? "deleted" : "updated");
    out.key("cause").string(event ? event->cause : "");
    out.key("deleted").boolean(now.deleted);
    write_changes(snapshot, columns, now, before, out);
    out.end_object();
}

}  // namespace

bool history(const Snapshot& snapshot, const meta::Object& object, RecordId id,
             JsonWriter& out) {
    access::demand(snapshot, object, access::Act::read);
    if (!is_visible(snapshot, object, id, access::Purpose::read)) return false;
    const Columns columns = readable_columns(snapshot, object);
    const std::vector<Version> versions = read_versions(snapshot, object, id, columns);
    const auto events = event::of_record(snapshot.db(), id, kVersionsMax);
    Names names(snapshot);
    out.begin_array();
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const event::Event* found = nullptr;
        for (const event::Event& each : events) {
            if (each.version == versions[i].number) found = &each;
        }
        const Version* before = i + 1 < versions.size() ? &versions[i + 1] : nullptr;
        write_version(snapshot, columns, versions[i], before, found, names, out);
    }
    out.end_array();
    return true;
}

}  // namespace bihuan::query
