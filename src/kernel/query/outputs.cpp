#include "kernel/query/outputs.h"

#include "kernel/types/mask.h"

namespace bihuan::query {

namespace {

constexpr int kTitleDepthMax = 3;  // a line's title may be its product's title

Shape shape_for(db::Storage storage, types::Kind kind) {
    switch (storage) {
        case db::Storage::boolean: return Shape::boolean;
        case db::Storage::instant: return Shape::instant;
        case db::Storage::reference: return Shape::reference;
        case db::Storage::date:
        case db::Storage::month: return Shape::text;
        case db::Storage::text: return kind == types::Kind::list ? Shape::raw : Shape::text;
        case db::Storage::integer:
            return kind == types::Kind::decimal ? Shape::scaled : Shape::integer;
    }
    return Shape::text;
}

}  // namespace

Output shape_of(const meta::Field& field) {
    Output out;
    out.field = &field;
    const std::string_view type = field.type->name();
    if (type == "lines") {
        out.shape = Shape::lines;
    } else {
        const types::FieldType& result = types::result_of(*field.type, field.settings);
        out.shape = shape_for(result.storage(), result.kind());
        out.scale = field.settings.scale;
        if (type == "address" || type == "attachment") out.shape = Shape::raw;
    }
    return out;
}

Outputs::Outputs(Sources& sources)
    : sources_(sources), rights_(access::rights_of(sources.snapshot())) {
    select_.add("SELECT " + sources_.root_column("id") + ", " + sources_.root_column("version"));
    columns_ = 2;
}

void Outputs::push(Output output, const expr::Sql& sql) {
    output.raw_key.clear();
    append_json_string(output.raw_key, output.key);
    output.raw_key += ':';
    output.column = columns_++;
    select_.add(", ").add(sql);
    outputs_.push_back(std::move(output));
}

expr::Sql Outputs::title_of(std::vector<const meta::Field*> steps) {
    const meta::Schema& schema = sources_.snapshot().schema();
    const std::size_t named = steps.size();
    for (int depth = 0; depth < kTitleDepthMax; ++depth) {
        const meta::Object& target = *schema.target(*steps.back());
        const meta::Field* title = target.find(target.title_field);
        if (!title) break;
        steps.push_back(title);
        if (title->type->kind() != types::Kind::reference) {
            return sources_.title(expr::Path{steps}, named);
        }
    }
    return {"NULL", {}};
}

void Outputs::add_path(const expr::Path& path, const std::string& key) {
    const meta::Schema& schema = sources_.snapshot().schema();
    const meta::Object* owner = &sources_.object();
    for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) {
        owner = schema.target(*path.steps[i]);
    }
    Output output = shape_of(path.last());
    output.key = key;
    if (output.shape == Shape::lines) {
        if (path.steps.size() > 1) return;
        output.column = -1;
        append_json_string(output.raw_key, output.key);
        output.raw_key += ':';
        outputs_.push_back(std::move(output));
        return;
    }
    if (rights_->field(*owner, path.last()) == access::FieldRight::masked) {
        output.shape = Shape::masked;
        output.mask = path.last().settings.mask;
    }
    const bool reference = output.shape == Shape::reference;
    push(std::move(output), sources_.shown(path));
    if (reference) {
        select_.add(", ").add(title_of(path.steps));
        ++columns_;
    }
}

void Outputs::add(std::string_view path, std::string_view parameter) {
    const std::string text(path);
    if (path == "id" || path == "version") return;  // always there
    for (const Output& output : outputs_) {
        if (output.key == text) return;
    }
    add_path(resolve_path(sources_.snapshot(), sources_.object(), path, parameter), text);
}

void Outputs::add_all(bool with_lines) {
    const meta::Object& object = sources_.object();
    for (const meta::Field& field : object.fields) {
        if (field.hidden || !rights_->can_read(object, field)) continue;
        if (field.type->name() == "lines" && !with_lines) continue;
        add_path(expr::Path{{&field}}, field.name);
    }
}

int Outputs::add_flag(const SqlText& sql) {
    select_.add(", (").add(sql).add(")");
    return columns_++;
}

void Outputs::write_value(const Output& output, const db::Row& row, JsonWriter& out) {
    const int at = output.column;
    if (row.is_null(at)) {
        out.null();
        return;
    }
    switch (output.shape) {
        case Shape::text: out.string(row.text(at)); return;
        case Shape::masked: out.string(types::mask(output.mask, row.text(at))); return;
        case Shape::raw: out.raw(row.text(at)); return;
        case Shape::integer: out.integer(row.integer(at)); return;
        case Shape::scaled: out.scaled(row.integer(at), output.scale); return;
        case Shape::boolean: out.boolean(row.integer(at) != 0); return;
        case Shape::instant: out.string(to_text(Instant{row.integer(at)})); return;
        case Shape::reference:
            out.begin_object().raw_key("\"id\":").id(row.integer(at)).raw_key("\"name\":");
            if (row.is_null(at + 1)) out.string({});
            else out.string(row.text(at + 1));
            out.end_object();
            return;
        case Shape::lines: out.null(); return;
    }
}

void Layout::write_row(const db::Row& row, JsonWriter& out) const {
    out.raw_key("\"id\":").id(row.integer(0)).raw_key("\"version\":").integer(row.integer(1));
    for (const Output& output : outputs) {
        if (output.shape == Shape::lines) continue;
        out.raw_key(output.raw_key);
        Outputs::write_value(output, row, out);
    }
}

Value read_value(const Output& output, const db::Row& row) {
    const int at = output.column;
    if (at < 0 || row.is_null(at)) return Null{};
    switch (output.shape) {
        case Shape::masked: return types::mask(output.mask, row.text(at));
        case Shape::text: {
            const types::Kind kind =
                types::result_of(*output.field->type, output.field->settings).kind();
            if (kind == types::Kind::date) return *parse_date(row.text(at));
            if (kind == types::Kind::month) return *parse_month(row.text(at));
            return std::string(row.text(at));
        }
        case Shape::raw: return std::string(row.text(at));
        case Shape::integer: return row.integer(at);
        case Shape::scaled: return Decimal(row.integer(at), output.scale);
        case Shape::boolean: return row.integer(at) != 0;
        case Shape::instant: return Instant{row.integer(at)};
        case Shape::reference: return RecordId(row.integer(at));
        case Shape::lines: return Null{};
    }
    return Null{};
}

}  // namespace bihuan::query
