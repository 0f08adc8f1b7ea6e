#include "base/error.h"

#include <utility>

namespace bihuan {

std::string_view to_text(Code code) {
    switch (code) {
        case Code::malformed: return "malformed";
        case Code::unauthenticated: return "unauthenticated";
        case Code::forbidden: return "forbidden";
        case Code::not_found: return "not_found";
        case Code::conflict: return "conflict";
        case Code::locked: return "locked";
        case Code::limit: return "limit";
        case Code::invalid: return "invalid";
        case Code::too_many: return "too_many";
        case Code::internal: return "internal";
        case Code::unavailable: return "unavailable";
    }
    return "internal";
}

Error::Error(Code code, std::string key, Args args)
    : code_(code), key_(std::move(key)), args_(std::move(args)) {}

Error& Error::at_field(std::string field) {
    field_ = std::move(field);
    return *this;
}

Error& Error::with_hint(std::string hint) {
    hint_ = std::move(hint);
    return *this;
}

Error& Error::because(std::string cause) {
    cause_ = std::move(cause);
    return *this;
}

Error& Error::with_issues(Issues issues) {
    issues_ = std::move(issues);
    return *this;
}

void throw_if_any(Issues issues) {
    if (issues.empty()) return;
    throw Error(Code::invalid, "error.invalid").with_issues(std::move(issues));
}

}  // namespace bihuan
