#include "api/read_changes.h"

#include <algorithm>

namespace bihuan::api {

record::Changes read_changes(const Snapshot& snapshot, const meta::Object& object,
                             const Json& body, std::optional<RecordId> existing,
                             const record::WriteSettings& settings) {
    Issues issues;
    record::Changes changes = record::parse_changes(snapshot, object, body, issues);
    if (issues.empty()) return changes;  // the write finds the rest by itself
    const Issues rest = record::check(snapshot, object, changes, existing, settings);
    for (const Issue& issue : rest) {
        // A field whose value could not be read looks empty to the checks: say one thing only.
        const bool known = std::any_of(issues.begin(), issues.end(), [&](const Issue& one) {
            return one.field == issue.field;
        });
        if (!known) issues.add(issue);
    }
    throw_if_any(std::move(issues));
    return changes;
}

}  // namespace bihuan::api
