#include "work/exchange/export_rows.h"

#include "base/error.h"
#include "base/text.h"
#include "kernel/access/session.h"
#include "work/exchange/limits.h"

namespace bihuan::exchange {

namespace {

// What a field's values are: of formulas and roll-ups those of their result.
const types::FieldType& held(const meta::Field& field) {
    return types::result_of(*field.type, field.settings);
}

CellKind kind_of(const meta::Field& field) {
    const types::FieldType& type = held(field);
    if (type.name() == "percent") return CellKind::percent;
    switch (type.kind()) {
        case types::Kind::integer:
        case types::Kind::decimal: return CellKind::number;
        case types::Kind::date: return CellKind::date;
        case types::Kind::instant: return CellKind::date_time;
        case types::Kind::boolean:
        case types::Kind::text:
        case types::Kind::month:
        case types::Kind::reference:
        case types::Kind::list:
        case types::Kind::none: return CellKind::text;
    }
    return CellKind::text;
}

// The field at the end of "account.name"; its header is made of all labels on the way.
const meta::Field* walk(const Snapshot& snapshot, const meta::Object& object,
                        std::string_view path, std::string& label) {
    const meta::Object* at = &object;
    const meta::Field* field = nullptr;
    for (const std::string_view step : split(path, '.')) {
        field = at ? at->find(step) : nullptr;
        if (!field) return nullptr;
        if (!label.empty()) label += " · ";
        label += field->label.in(snapshot.language());
        at = snapshot.schema().target(*field);
    }
    return field;
}

std::vector<std::string> readable_fields(const Snapshot& snapshot, const meta::Object& object) {
    const auto rights = access::rights_of(snapshot);
    std::vector<std::string> out;
    for (const meta::Field& field : object.fields) {
        const std::string_view type = field.type->name();
        if (field.hidden || type == "lines" || !rights->can_read(object, field)) continue;
        if (field.name == "import_id") continue;
        out.push_back(field.name);
    }
    return out;
}

// Lists and addresses come as JSON text.
Value parsed(const meta::Field& field, const Value& value) {
    const auto* text = value.get_if<std::string>();
    const types::FieldType& type = held(field);
    const bool is_raw = type.kind() == types::Kind::list || type.name() == "address";
    if (!text || !is_raw) return value;
    return types::from_column(type, field.settings, false, 0, *text);
}

}  // namespace

ExportRows::ExportRows(Workspace& workspace, std::shared_ptr<const Actor> actor,
                       ExportRequest request)
    : workspace_(workspace), actor_(std::move(actor)), request_(std::move(request)) {
    workspace_.read(*actor_, [&](const Snapshot& snapshot) { plan(snapshot); });
    workspace_.write(*actor_, [&](Tx& tx) {
        access::audit(tx, "export", request_.object, RecordId(), request_.where);
    });
}

void ExportRows::plan(const Snapshot& snapshot) {
    const meta::Object& object = snapshot.schema().at(request_.object);
    access::demand(snapshot, object, access::Act::export_);
    title_ = object.label.in(snapshot.language());
    if (request_.fields.empty()) request_.fields = readable_fields(snapshot, object);
    columns_.push_back({request_.labels ? "ID" : "id", CellKind::text, 0});
    std::erase(request_.fields, "id");
    for (const std::string& path : request_.fields) {
        std::string label;
        const meta::Field* field = walk(snapshot, object, path, label);
        ExportColumn column{request_.labels ? label : path, CellKind::text, 0};
        if (field) {
            column.kind = kind_of(*field);
            column.scale = field->settings.scale;
        }
        columns_.push_back(std::move(column));
    }
    // A wrong field, filter or sort is refused now, before the first byte is sent.
    query::ListRequest probe;
    probe.object = request_.object;
    probe.where = request_.where;
    probe.sort = request_.sort;
    probe.fields = request_.fields;
    probe.as_of = request_.as_of;
    probe.limit = 1;
    query::each(snapshot, probe, [](RecordId, const std::vector<Value>&) { return false; });
}

ExportCell ExportRows::cell(const Snapshot& snapshot, const query::Cell& from,
                            CellKind kind) const {
    if (from.value.is_null()) return {kind, ""};
    const auto* masked = from.masked ? from.value.get_if<std::string>() : nullptr;
    if (masked) return {CellKind::text, *masked};
    if (from.value.is<RecordId>()) return {CellKind::text, from.name};
    const meta::Field& field = *from.field;
    if (const auto* decimal = from.value.get_if<Decimal>()) return {kind, decimal->to_text()};
    if (const auto* integer = from.value.get_if<std::int64_t>()) {
        return {kind, std::to_string(*integer)};
    }
    const Value value = parsed(field, from.value);
    const auto* key = value.get_if<std::string>();
    if (!request_.labels && key && held(field).name() == "select") return {kind, *key};
    return {kind, held(field).to_text_in(field.settings, value, snapshot.language(),
                                         snapshot.wall_zone())};
}

bool ExportRows::page(const RowFn& row) {
    query::ListRequest request;
    request.object = request_.object;
    request.where = request_.where;
    request.sort = request_.sort;
    request.fields = request_.fields;
    request.as_of = request_.as_of;
    request.limit = kExportPage;
    request.after = after_;
    std::optional<std::string> next;
    std::vector<ExportCell> cells(columns_.size());
    workspace_.read(*actor_, [&](const Snapshot& snapshot) {
        next = query::each_cell(
            snapshot, request, [&](RecordId id, const std::vector<query::Cell>& from) {
                cells[0] = {CellKind::text, bihuan::to_text(id)};
                for (std::size_t i = 0; i < from.size() && i + 1 < cells.size(); ++i) {
                    cells[i + 1] = cell(snapshot, from[i], columns_[i + 1].kind);
                }
                row(cells);
                ++rows_;
                return true;
            });
    });
    if (!next) return false;
    if (rows_ >= kExportRowsMax) {
        throw Error(Code::limit, "error.export.rows", {{"max", std::to_string(kExportRowsMax)}});
    }
    after_ = *next;
    return true;
}

}  // namespace bihuan::exchange
