// Who acts: a plain value, resolved once per request by kernel/access.
//
// Any thread. There is no "ignore permissions": the system is an actor with its own scope.
#pragma once

#include "base/calendar_time.h"
#include "base/ids.h"
#include "base/sentences.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bihuan {

enum class ActorKind { person, api_token, system };

struct Actor {
    ActorKind kind = ActorKind::system;
    UserId user;                              // zero for the system
    std::string name;                         // for sentences and the log
    RecordId dept;                            // main department; zero: none
    std::vector<std::int64_t> depts;          // sorted: my departments and all below them
    std::vector<std::int64_t> own_depts;      // sorted: my departments without those below
    std::vector<std::int64_t> team;           // sorted: me and everyone below me in the line
    std::vector<std::int64_t> roles;          // sorted
    std::vector<std::string> token_scopes;    // api_token: "read", "write:account", ...
    bool collaborates = false;                // on any record; else SQL leaves that clause out
    bool collaborates_to_write = false;
    std::int64_t rights_version = 0;          // of all the above when this was resolved
    Language language = Language::zh;
    std::optional<Zone> zone;                 // of the person's wall times; none: the company's
    std::string source_kind = "manual";       // manual import form api automation
    EventSeq cause;                           // system acting because of this event

    static Actor system(std::string name = "system");
};

}  // namespace bihuan
