// Which field a column of a file is for: by label, name, usual words, what was chosen before.
//
// Proposing reads a Snapshot; one thread.
#pragma once

#include "kernel/tx.h"
#include "work/exchange/options.h"

#include <optional>
#include <string>
#include <vector>

namespace bihuan::exchange {

struct Proposal {
    std::string column;
    std::vector<std::string> samples;        // up to three different ones
    std::optional<std::string> field;
    int confidence = 0;                      // 0 to 100
};

// Every column once, each field at most once. What `options` maps is taken as it is (100).
std::vector<Proposal> propose(const Snapshot& snapshot, const meta::Object& object,
                              const Source& source, const ImportOptions& options);

// d/m/y or m/d/y when the samples of the date columns can only be read one way; empty otherwise.
std::string propose_date_format(const meta::Object& object, const Source& source,
                                const std::vector<Proposal>& proposals);

// Options of the last import of a file with these columns; nullopt when there was none.
std::optional<ImportOptions> recall_options(const Snapshot& snapshot, const meta::Object& object,
                                            const std::vector<std::string>& columns);
void remember_options(Tx& tx, const meta::Object& object,
                      const std::vector<std::string>& columns, const ImportOptions& options);

// Whether a column may go into the field at all.
bool is_importable(const meta::Field& field);

}  // namespace bihuan::exchange
