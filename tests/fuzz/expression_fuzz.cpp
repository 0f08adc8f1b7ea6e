// Any bytes as an expression: an issue or a program, never a crash, never endless.
// libFuzzer target; the corpus is the expressions of tests/expr.
#include "base/error.h"
#include "kernel/expr/expression.h"
#include "kernel/meta/object_json.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

constexpr std::string_view kObject = R"({
  "object": "deal", "number": 1, "module": "deal", "label": {"en": "Deal"},
  "title_field": "name", "has_owner": false,
  "fields": [
    {"name": "name", "type": "text"}, {"name": "amount", "type": "money"},
    {"name": "rate", "type": "percent"}, {"name": "won", "type": "boolean"},
    {"name": "close_date", "type": "date"}, {"name": "period", "type": "month"},
    {"name": "seen_at", "type": "datetime"},
    {"name": "parent", "type": "lookup", "settings": {"target": "deal"}}]})";

std::shared_ptr<const bihuan::meta::Schema> make_schema() {
    bihuan::Issues issues;
    std::vector<bihuan::meta::Object> objects{
        bihuan::meta::parse_object(bihuan::Json::parse(kObject), issues)};
    auto schema = bihuan::meta::Schema::build(1, std::move(objects), issues);
    if (!schema) {
        std::abort();
    }
    return schema;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto schema = make_schema();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const bihuan::expr::Env env{schema.get(), schema->find("deal"), {}};
    bihuan::Issues issues;
    const auto program = bihuan::expr::compile(text, env, issues);
    if (program.has_value() != issues.empty()) {
        std::abort();  // refused without a reason, or accepted with one
    }
    return 0;
}
