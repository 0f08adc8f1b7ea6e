#include "base/issues.h"

namespace bihuan {

void Issues::add(std::string field, std::string key, Args args, std::string hint) {
    list_.push_back(Issue{std::move(field), std::move(key), std::move(args), std::move(hint)});
}

void Issues::append(Issues other, const std::string& prefix) {
    list_.reserve(list_.size() + other.list_.size());
    for (Issue& issue : other.list_) {
        if (!prefix.empty()) issue.field.insert(0, prefix);
        list_.push_back(std::move(issue));
    }
}

}  // namespace bihuan
