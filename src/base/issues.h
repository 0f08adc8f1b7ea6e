// Problems with input, collected and returned by value: all at once, never thrown one by one.
//
// Plain values: any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bihuan {

// Named values that fill the {names} of a sentence.
using Args = std::vector<std::pair<std::string, std::string>>;

struct Issue {
    std::string field;  // API name, for child lines "lines[2].quantity"; empty: the record
    std::string key;    // sentence in locale/*.json, e.g. "issue.required"
    Args args;
    std::string hint;   // e.g. the nearest existing name; may be empty

    friend bool operator==(const Issue&, const Issue&) = default;
};

class Issues {
public:
    void add(std::string field, std::string key, Args args = {}, std::string hint = {});
    void add(Issue issue) { list_.push_back(std::move(issue)); }
    // Takes over all of `other`, putting `prefix` before each field ("lines[2].").
    void append(Issues other, const std::string& prefix = {});

    bool empty() const { return list_.empty(); }
    std::size_t size() const { return list_.size(); }
    const std::vector<Issue>& list() const { return list_; }
    auto begin() const { return list_.begin(); }
    auto end() const { return list_.end(); }

private:
    std::vector<Issue> list_;
};

}  // namespace bihuan
