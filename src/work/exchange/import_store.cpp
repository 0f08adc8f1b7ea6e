#include "work/exchange/import_store.h"

#include "base/error.h"
#include "kernel/access/rights.h"
#include "work/exchange/limits.h"

namespace bihuan::exchange {

namespace {

constexpr std::string_view kStates[] = {"checking", "checked", "running", "done",
                                        "failed",   "undoing", "undone"};
constexpr std::string_view kColumns =
    "id, object, state, file, options, source, row_count, sound, bad, duplicates, created, "
    "updated, skipped, done, job, error, created_by";

ImportState parse_state(std::string_view text) {
    for (std::size_t i = 0; i < std::size(kStates); ++i) {
        if (kStates[i] == text) return static_cast<ImportState>(i);
    }
    return ImportState::failed;
}

std::string write_options_text(const Import& import) {
    std::string text;
    JsonWriter json(text);
    write_options(import.options, json);
    return text;
}

void write_texts(const std::vector<std::string>& texts, JsonWriter& json) {
    json.begin_array();
    for (const std::string& text : texts) json.string(text);
    json.end_array();
}

void write_columns(const std::vector<Proposal>& columns, JsonWriter& json) {
    json.begin_array();
    for (const Proposal& column : columns) {
        json.begin_object().key("name").string(column.column).key("samples");
        write_texts(column.samples, json);
        json.key("field");
        if (column.field) json.string(*column.field);
        else json.null();
        json.key("confidence").integer(column.confidence).end_object();
    }
    json.end_array();
}

std::string write_source(const Import& import) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("encoding").string(import.source.encoding);
    json.key("separator").string(import.source.separator);
    json.key("sheet").string(import.source.sheet).key("sheets");
    write_texts(import.source.sheets, json);
    json.key("header_row").integer(import.source.header_row).key("columns");
    write_columns(import.columns, json);
    json.end_object();
    return text;
}

std::vector<std::string> read_texts(const Json& json) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < json.size(); ++i) out.emplace_back(json.at(i).string());
    return out;
}

void read_source(std::string_view text, Import& import) {
    const Json json = Json::parse(text);
    import.source.encoding = json.text_or("encoding", "");
    import.source.separator = json.text_or("separator", "");
    import.source.sheet = json.text_or("sheet", "");
    import.source.sheets = read_texts(json.get("sheets"));
    import.source.header_row = json.integer_or("header_row", 0);
    const Json columns = json.get("columns");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Json one = columns.at(i);
        Proposal column;
        column.column = one.text_or("name", "");
        column.samples = read_texts(one.get("samples"));
        if (one.get("field").is_string()) column.field = std::string(one.get("field").string());
        column.confidence = static_cast<int>(one.integer_or("confidence", 0));
        import.source.columns.push_back(column.column);
        import.columns.push_back(std::move(column));
    }
}

Import from_row(const db::Row& row) {
    Import import;
    import.id = RecordId(row.integer(0));
    import.object = row.text(1);
    import.state = parse_state(row.text(2));
    import.file = row.text(3);
    Issues ignored;
    import.options = parse_options(Json::parse(row.text(4)), ignored);
    read_source(row.text(5), import);
    import.counts = {row.integer(6),  row.integer(7),  row.integer(8),  row.integer(9),
                     row.integer(10), row.integer(11), row.integer(12), row.integer(13)};
    import.job = RecordId(row.integer(14));
    import.error = row.text(15);
    import.created_by = UserId(row.integer(16));
    return import;
}

std::string write_issue_row(const IssueRow& row) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("cells");
    write_texts(row.cells, json);
    json.key("issues").begin_array();
    for (const RowIssue& each : row.issues) {
        json.begin_object().key("column").string(each.column);
        json.key("field").string(each.issue.field).key("key").string(each.issue.key);
        json.key("value").string(each.value).key("args").begin_object();
        for (const auto& [name, value] : each.issue.args) json.key(name).string(value);
        json.end_object().end_object();
    }
    json.end_array().end_object();
    return text;
}

IssueRow read_issue_row(std::int64_t number, std::string_view text) {
    const Json json = Json::parse(text);
    IssueRow row;
    row.number = number;
    row.cells = read_texts(json.get("cells"));
    const Json issues = json.get("issues");
    for (std::size_t i = 0; i < issues.size(); ++i) {
        const Json one = issues.at(i);
        RowIssue issue{one.text_or("column", ""), one.text_or("value", ""), {}};
        issue.issue.field = one.text_or("field", "");
        issue.issue.key = one.text_or("key", "");
        const Json args = one.get("args");
        for (std::size_t a = 0; a < args.size(); ++a) {
            issue.issue.args.emplace_back(args.key_at(a), args.at(a).string());
        }
        row.issues.push_back(std::move(issue));
    }
    return row;
}

}  // namespace

std::string store_ddl() {
    return R"(
CREATE TABLE IF NOT EXISTS import_batch (
    id INTEGER PRIMARY KEY, object TEXT NOT NULL, state TEXT NOT NULL, file TEXT NOT NULL,
    options TEXT NOT NULL, source TEXT NOT NULL, row_count INTEGER NOT NULL,
    sound INTEGER NOT NULL, bad INTEGER NOT NULL, duplicates INTEGER NOT NULL,
    created INTEGER NOT NULL, updated INTEGER NOT NULL, skipped INTEGER NOT NULL,
    done INTEGER NOT NULL, job INTEGER NOT NULL, error TEXT NOT NULL,
    created_by INTEGER NOT NULL, created_at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS import_by_person ON import_batch (created_by, id);
CREATE TABLE IF NOT EXISTS import_issue (
    import INTEGER NOT NULL, line INTEGER NOT NULL, detail TEXT NOT NULL,
    PRIMARY KEY (import, line));
CREATE TABLE IF NOT EXISTS import_mapping (
    object TEXT NOT NULL, header TEXT NOT NULL, options TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (object, header));
)";
}

std::string_view to_text(ImportState state) { return kStates[static_cast<std::size_t>(state)]; }

std::string cause_of(RecordId import) { return "import " + bihuan::to_text(import); }

std::string job_args(RecordId import) {
    std::string text;
    JsonWriter json(text);
    json.begin_object().key("import").id(import.value).end_object();
    return text;
}

RecordId import_of(const job::Job& job) {
    const auto id = parse_record_id(Json::parse(job.args).text_or("import", ""));
    if (!id) throw Error(Code::internal, "error.internal").because("import job without import");
    return *id;
}

std::string upload_path(const Workspace& workspace, RecordId import) {
    return workspace.data_folder() + "/imports/" + bihuan::to_text(import);
}

void insert_import(Tx& tx, const Import& import) {
    const std::string options = write_options_text(import);
    const std::string source = write_source(import);
    tx.db().post("INSERT INTO import_batch (id, object, state, file, options, source, "
                 "row_count, sound, bad, duplicates, created, updated, skipped, done, job, "
                 "error, created_by, created_at) "
                 "VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, ?, '', ?, ?)",
                 {import.id.value, std::string_view(import.object), to_text(import.state),
                  std::string_view(import.file), std::string_view(options),
                  std::string_view(source), import.job.value, import.created_by.value,
                  tx.recorded_at().micros});
}

void save_import(Tx& tx, const Import& import) {
    const std::string options = write_options_text(import);
    const std::string source = write_source(import);
    tx.db().post("UPDATE import_batch SET options = ?, source = ?, job = ?, error = ? "
                 "WHERE id = ?",
                 {std::string_view(options), std::string_view(source), import.job.value,
                  std::string_view(import.error), import.id.value});
    save_progress(tx, import);
}

void save_progress(Tx& tx, const Import& import) {
    const ImportCounts& counts = import.counts;
    tx.db().post("UPDATE import_batch SET state = ?, row_count = ?, sound = ?, bad = ?, "
                 "duplicates = ?, created = ?, updated = ?, skipped = ?, done = ? "
                 "WHERE id = ?",
                 {to_text(import.state), counts.rows, counts.sound, counts.bad,
                  counts.duplicates, counts.created, counts.updated, counts.skipped,
                  counts.done, import.id.value});
}

void add_issue_row(Tx& tx, RecordId import, const IssueRow& row) {
    const std::string detail = write_issue_row(row);
    tx.db().post(tx.dialect().insert_or_ignore() +
                     " INTO import_issue (import, line, detail) VALUES (?, ?, ?)" +
                     tx.dialect().on_conflict_ignore(),
                 {import.value, row.number, std::string_view(detail)});
}

void clear_issue_rows(Tx& tx, RecordId import) {
    tx.db().post("DELETE FROM import_issue WHERE import = ?", {import.value});
}

std::vector<IssueRow> issue_rows(const Snapshot& snapshot, RecordId import, std::int64_t after,
                                 int limit) {
    std::vector<IssueRow> out;
    snapshot.db().query("SELECT line, detail FROM import_issue WHERE import = ? AND line > ? "
                        "ORDER BY line LIMIT ?",
                        {import.value, after, std::int64_t{limit}}, [&](const db::Row& row) {
                            out.push_back(read_issue_row(row.integer(0), row.text(1)));
                            return true;
                        });
    return out;
}

std::optional<Import> find_import(const Snapshot& snapshot, RecordId id) {
    std::optional<Import> import;
    snapshot.db().query("SELECT " + std::string(kColumns) + " FROM import_batch WHERE id = ?",
                        {id.value}, [&](const db::Row& row) {
                            import = from_row(row);
                            return false;
                        });
    return import;
}

Import visible_import(const Snapshot& snapshot, RecordId id) {
    auto import = find_import(snapshot, id);
    const bool mine = import && import->created_by == snapshot.actor().user;
    if (import && (mine || access::rights_of(snapshot)->is_administrator())) {
        return *std::move(import);
    }
    throw Error(Code::not_found, "error.import.not_found");
}

std::vector<Import> list_imports(const Snapshot& snapshot) {
    std::vector<Import> out;
    snapshot.db().query("SELECT " + std::string(kColumns) + " FROM import_batch "
                            "WHERE created_by = ? ORDER BY id DESC LIMIT ?",
                        {snapshot.actor().user.value, std::int64_t{kImportsListed}},
                        [&](const db::Row& row) {
                            out.push_back(from_row(row));
                            return true;
                        });
    return out;
}

namespace {

void write_issues(const Snapshot& snapshot, const Import& import, JsonWriter& json) {
    int left = kIssuesShown;
    json.begin_array();
    for (const IssueRow& row : issue_rows(snapshot, import.id, -1, kIssuesShown)) {
        for (const RowIssue& each : row.issues) {
            if (left-- <= 0) break;
            json.begin_object().key("row").integer(row.number);
            json.key("column").string(each.column).key("field").string(each.issue.field);
            json.key("code").string(each.issue.key);
            json.key("message").string(snapshot.say(each.issue.key, each.issue.args));
            json.key("value").string(each.value).end_object();
        }
    }
    json.end_array();
}

void write_error(const Snapshot& snapshot, const std::string& error, JsonWriter& json) {
    if (error.empty()) {
        json.null();
        return;
    }
    const Json parsed = Json::parse(error);
    const Json given = parsed.get("args");
    Args args;
    for (std::size_t i = 0; i < given.size(); ++i) {
        args.emplace_back(given.key_at(i), given.at(i).string());
    }
    json.string(snapshot.say(parsed.text_or("key", "error.internal"), args));
}

}  // namespace

void write_import(const Snapshot& snapshot, const Import& import, bool with_issues,
                  JsonWriter& json) {
    const ImportCounts& counts = import.counts;
    json.begin_object().key("id").id(import.id.value).key("object").string(import.object);
    json.key("state").string(to_text(import.state)).key("file").string(import.file);
    json.key("encoding").string(import.source.encoding);
    json.key("separator").string(import.source.separator);
    json.key("sheet").string(import.source.sheet).key("sheets");
    write_texts(import.source.sheets, json);
    json.key("header_row").integer(import.source.header_row).key("columns");
    write_columns(import.columns, json);
    json.key("options");
    write_options(import.options, json);
    json.key("rows").integer(counts.rows).key("sound").integer(counts.sound);
    json.key("bad").integer(counts.bad).key("duplicates").integer(counts.duplicates);
    json.key("created").integer(counts.created).key("updated").integer(counts.updated);
    json.key("skipped").integer(counts.skipped).key("done").integer(counts.done);
    if (with_issues) {
        json.key("issues");
        write_issues(snapshot, import, json);
    }
    json.key("error");
    write_error(snapshot, import.error, json);
    json.key("job");
    if (const auto job = job::find(snapshot, import.job)) job::write_json(snapshot, *job, json);
    else json.null();
    json.end_object();
}

}  // namespace bihuan::exchange
