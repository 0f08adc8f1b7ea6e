// The one error of the product: thrown when a request or a job cannot go on.
//
// Problems with input are Issues (base/issues.h), returned by value; an Error may carry them.
// Plain values, no shared state: any thread may make, throw and read them.
#pragma once

#include "base/issues.h"

#include <exception>
#include <string>
#include <string_view>

namespace bihuan {

// The kinds of failure. `api` maps them to HTTP in one switch; nobody else knows status numbers.
enum class Code {
    malformed,        // the request cannot be read at all (400)
    unauthenticated,  // nobody is logged in (401)
    forbidden,        // this actor may not (403)
    not_found,        // absent, or not visible to this actor (404)
    conflict,         // stale version, wrong state, lost race (409)
    locked,           // under approval, or in use (409)
    limit,            // larger than a named limit (413)
    invalid,          // understood, and wrong: see issues (422)
    too_many,         // slow down (429)
    internal,         // our fault (500)
    unavailable,      // try again later: stopping, disk full (503)
};

std::string_view to_text(Code code);

class Error : public std::exception {
public:
    // `key` is a sentence of locale/*.json such as "error.record.stale"; `args` fill its {names}.
    Error(Code code, std::string key, Args args = {});

    Error& at_field(std::string field);         // the field or parameter at fault
    Error& with_hint(std::string hint);         // e.g. the nearest existing name
    Error& because(std::string cause);          // for the log only, never shown
    Error& with_issues(Issues issues);

    Code code() const { return code_; }
    const std::string& key() const { return key_; }
    const Args& args() const { return args_; }
    const std::string& field() const { return field_; }
    const std::string& hint() const { return hint_; }
    const std::string& cause() const { return cause_; }
    const Issues& issues() const { return issues_; }
    const char* what() const noexcept override { return key_.c_str(); }

private:
    Code code_;
    std::string key_;
    Args args_;
    std::string field_;
    std::string hint_;
    std::string cause_;
    Issues issues_;
};

// Throws invalid with these issues when there are any.
void throw_if_any(Issues issues);

}  // namespace bihuan
