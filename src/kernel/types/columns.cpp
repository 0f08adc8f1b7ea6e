// Between stored columns and values.
#include "kernel/types/all.h"

#include "base/text.h"

namespace bihuan::types {
namespace {

[[noreturn]] void broken(const FieldType& type, std::string_view text) {
    throw Error(Code::internal, "error.internal")
        .because("stored " + std::string(type.name()) + " is unreadable: " + std::string(text));
}

Value read_list(const FieldType& type, std::string_view text) {
    const Json json = Json::parse(text);
    if (!json.is_array()) broken(type, text);
    ValueList list;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const std::string_view item = json.at(i).string();
        if (&type != &attachment_type()) {
            list.emplace_back(std::string(item));
            continue;
        }
        const auto id = parse_record_id(item);
        if (!id) broken(type, text);
        list.emplace_back(*id);
    }
    return list;
}

std::string write_list(const ValueList& list) {
    std::string text;
    JsonWriter out(text);
    out.begin_array();
    for (const Value& item : list) {
        if (const auto* id = item.get_if<RecordId>()) {
            out.id(id->value);
        } else if (const auto* key = item.get_if<std::string>()) {
            out.string(*key);
        }
    }
    out.end_array();
    return text;
}

ColumnValue integer_column(std::int64_t integer) { return {false, false, integer, {}}; }
ColumnValue text_column(std::string text) { return {false, true, 0, std::move(text)}; }

}  // namespace

Value from_column(const FieldType& type, const Settings& settings, bool is_null,
                  std::int64_t integer, std::string_view text) {
    if (is_null) return {};
    const FieldType& result = result_of(type, settings);
    switch (result.kind()) {
        case Kind::boolean: return integer != 0;
        case Kind::integer: return integer;
        case Kind::decimal: return Decimal(integer, settings.scale);
        case Kind::text: return std::string(text);
        case Kind::instant: return Instant{integer};
        case Kind::reference: return RecordId(integer);
        case Kind::list: return read_list(result, text);
        case Kind::date:
            if (const auto date = parse_date(text)) return *date;
            broken(result, text);
        case Kind::month:
            if (const auto month = parse_month(text)) return *month;
            broken(result, text);
        case Kind::none: break;
    }
    return {};
}

ColumnValue to_column(const FieldType&, const Settings& settings, const Value& value) {
    if (const auto* v = value.get_if<bool>()) return integer_column(*v ? 1 : 0);
    if (const auto* v = value.get_if<std::int64_t>()) return integer_column(*v);
    if (const auto* v = value.get_if<Decimal>()) {
        return integer_column(v->rescale(settings.scale, Round::half_up).coefficient());
    }
    if (const auto* v = value.get_if<std::string>()) return text_column(*v);
    if (const auto* v = value.get_if<Date>()) return text_column(bihuan::to_text(*v));
    if (const auto* v = value.get_if<Month>()) return text_column(bihuan::to_text(*v));
    if (const auto* v = value.get_if<Instant>()) return integer_column(v->micros);
    if (const auto* v = value.get_if<RecordId>()) return integer_column(v->value);
    if (const auto* v = value.get_if<ValueList>()) {
        return v->empty() ? ColumnValue{} : text_column(write_list(*v));
    }
    return {};
}

}  // namespace bihuan::types
