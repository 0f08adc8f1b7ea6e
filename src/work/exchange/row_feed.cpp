#include "work/exchange/row_feed.h"

#include "base/error.h"
#include "work/exchange/import_store.h"
#include "work/exchange/limits.h"

namespace bihuan::exchange {

ImportOptions effective_options(const Import& import) {
    ImportOptions options = import.options;
    for (const Proposal& column : import.columns) {
        options.mapping.emplace(column.column, column.field);
    }
    return options;
}

RowFeed::RowFeed(Workspace& workspace, const Actor& actor, const Import& import,
                 std::int64_t skip)
    : workspace_(workspace), resolver_(import.options.create_missing) {
    SourceOptions how = import.options.source;
    if (how.encoding.empty()) how.encoding = import.source.encoding;
    if (how.separator.empty()) how.separator = import.source.separator;
    if (how.sheet.empty()) how.sheet = import.source.sheet;
    if (!how.header_row) how.header_row = import.source.header_row;
    source_ = open_source(upload_path(workspace, import.id), how);
    Issues issues;
    workspace.read(actor, [&](const Snapshot& snapshot) {
        plan_ = std::make_unique<RowPlan>(snapshot, snapshot.schema().at(import.object),
                                          source_.columns, effective_options(import),
                                          source_.rows->may_be_short(), issues);
    });
    throw_if_any(std::move(issues));
    Row row;
    while (rows_ < skip && source_.rows->next(row)) ++rows_;
}

std::vector<PreparedRow> RowFeed::next(std::size_t limit) {
    std::vector<PreparedRow> out;
    out.reserve(limit);
    const Instant now = workspace_.clock().now();
    Row row;
    while (out.size() < limit && source_.rows->next(row)) {
        if (++rows_ > kRowsMax) {
            throw Error(Code::limit, "error.import.rows", {{"max", std::to_string(kRowsMax)}});
        }
        out.push_back(plan_->convert(std::move(row), now));
    }
    return out;
}

void RowFeed::resolve(const Snapshot& snapshot, std::span<PreparedRow> rows) {
    if (!knows_before_) {
        PreparedRow& before = plan_->before();
        resolver_.resolve(snapshot, {&before, 1});
        Issues issues;
        for (const RowIssue& each : before.issues) {
            issues.add("closing.before." + each.issue.field, each.issue.key, each.issue.args);
        }
        throw_if_any(std::move(issues));
        knows_before_ = true;
    }
    resolver_.resolve(snapshot, rows);
}

}  // namespace bihuan::exchange
