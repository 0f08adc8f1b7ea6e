// The shapes OpenAPI refers to, as JSON Schema text. Pure.
#pragma once

#include <string_view>

namespace bihuan::api {

std::string_view component_schemas();

}  // namespace bihuan::api
