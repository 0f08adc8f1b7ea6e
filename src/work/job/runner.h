// Advances jobs, one step of one job at a time; no thread of its own.
//
// step() is thread-safe: a server's job thread and a command in the same process may both call it;
// steps never overlap. What is due goes round-robin, so that a long import holds nobody up.
#pragma once

#include "work/job/job.h"

namespace bihuan::job {

// With nothing to do, look again after this long: other processes may add jobs.
inline constexpr std::int64_t kIdleMicros = kMicrosPerSecond;
// The first wait after a failure; it doubles each time.
inline constexpr std::int64_t kBackOffMicros = 10 * kMicrosPerSecond;

// Gives the turn back when this process stops: another one need not wait until it has run out.
void let_go_runner(Workspace& workspace);

class Runner {
public:
    explicit Runner(Workspace& workspace) : workspace_(workspace) {}

    struct Turn {
        bool worked = false;
        Instant next;                            // when to come back
    };
    // Runs one step of the next job that is due at `now`.
    Turn step(Instant now);

private:
    Workspace& workspace_;
};

}  // namespace bihuan::job
