// The rows of an import's file, converted and with their names resolved. One thread.
// Private to the room.
#pragma once

#include "work/exchange/import.h"
#include "work/exchange/resolver.h"

#include <memory>
#include <span>
#include <vector>

namespace bihuan::exchange {

class RowFeed {
public:
    // Leaves out the first `skip` rows of data. Error(invalid) with the issues of the options.
    RowFeed(Workspace& workspace, const Actor& actor, const Import& import, std::int64_t skip);

    // The next rows, at most `limit`; empty at the end. Error(limit) beyond kRowsMax rows.
    std::vector<PreparedRow> next(std::size_t limit);
    void resolve(const Snapshot& snapshot, std::span<PreparedRow> rows);
    const RowPlan& plan() const { return *plan_; }

private:
    Workspace& workspace_;
    Source source_;
    std::unique_ptr<RowPlan> plan_;
    Resolver resolver_;
    std::int64_t rows_ = 0;
    bool knows_before_ = false;
};

// Options as they apply: what the person chose, over what was proposed for the other columns.
ImportOptions effective_options(const Import& import);

}  // namespace bihuan::exchange
