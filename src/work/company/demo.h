// Whether the company holds the invented records of the demo company, and what people wrote since.
//
// What loads and removes them are jobs of the program (app); here is what everybody may know.
// Functions take a Snapshot or Tx, one thread each.
#pragma once

#include "kernel/snapshot.h"
#include "kernel/tx.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace bihuan::company {

// Kinds of jobs.
inline constexpr std::string_view kDemoLoadJob = "demo_load";      // args {"hash"}
inline constexpr std::string_view kDemoRemoveJob = "demo_remove";  // args {"backup"}

// What stays when the demo company is removed: who is in the company and how it works.
inline constexpr std::array<std::string_view, 5> kSetupObjects = {"user", "department", "role",
                                                                  "pipeline", "stage"};

enum class DemoState {
    none,      // no records at all: the demo company may come in
    half,      // coming in, or was cut short while it did
    whole,
    leaving,   // going out, or was cut short while it did
    own,       // records of its own
};
std::string_view to_text(DemoState state);

struct Demo {
    DemoState state = DemoState::own;
    std::int64_t since = 0;              // records that people made or changed since it came in
};

Demo demo_of(const Snapshot& snapshot);
// The demo company begins to come in, stands, begins to go out, is gone.
void mark_demo(Tx& tx, DemoState state);

}  // namespace bihuan::company
