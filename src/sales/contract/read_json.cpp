#include "sales/contract/read_json.h"

#include "base/error.h"

namespace bihuan::contract {

namespace {

Error wrong_list(std::string_view argument, std::string_view key, Args args = {}) {
    Issues issues;
    issues.add(std::string(argument), std::string(key), std::move(args));
    return Error(Code::invalid, "error.invalid").with_issues(std::move(issues));
}

}  // namespace

Json read_list(std::string_view text, std::string_view argument, std::size_t max) {
    Json json;
    try {
        json = Json::parse(text);
    } catch (const Error& error) {
        throw wrong_list(argument, error.key(), error.args());
    }
    if (!json.is_array()) throw wrong_list(argument, "issue.list.array");
    if (json.size() == 0) throw wrong_list(argument, "issue.list.empty");
    if (json.size() > max) {
        throw wrong_list(argument, "issue.lines.too_many", {{"max", std::to_string(max)}});
    }
    return json;
}

RecordId read_id(const Json& row, std::string_view name, const std::string& place,
                 Issues& issues) {
    const Json json = row.get(name);
    if (json.is_null()) return RecordId();
    const auto id = json.is_string() ? parse_record_id(json.string()) : std::nullopt;
    if (!id) {
        issues.add(place + std::string(name), "issue.reference.invalid",
                   {{"value", json.to_text()}});
    }
    return id.value_or(RecordId());
}

std::optional<Decimal> read_decimal(const Json& row, std::string_view name,
                                    const std::string& place, Issues& issues) {
    const Json json = row.get(name);
    if (json.is_null()) return std::nullopt;
    std::optional<Decimal> number;
    if (json.is_string()) {
        number = parse_decimal(json.string());
    } else if (json.kind() == Json::Kind::integer || json.kind() == Json::Kind::number) {
        number = parse_decimal(json.number_text());
    }
    if (number) {
        // Amounts are exact to the fen: more digits are a mistake, not something to round away.
        const Decimal fen = number->rescale(2, Round::half_up);
        if (fen == *number) return fen;
        number.reset();
    }
    issues.add(place + std::string(name), "issue.number.fen", {{"value", json.to_text()}});
    return number;
}

}  // namespace bihuan::contract
