// "can": what the actor may do with each row, as columns of the same query.
//
// Built by one query on one thread.
#pragma once

#include "kernel/query/outputs.h"

#include <string>
#include <vector>

namespace bihuan::query {

class Abilities {
public:
    // Adds the flags it needs to `outputs`; call before the statement is made.
    Abilities(Sources& sources, Outputs& outputs);
    // "can": {"update", "remove", "verbs": [...]}
    void write(const db::Row& row, JsonWriter& out) const;

private:
    struct Offer {
        std::string verb;
        int column = -1;         // -1: always
    };
    bool may_update_ = false;
    bool may_remove_ = false;
    int writable_ = -1;          // column; -1: no condition
    std::vector<Offer> offers_;
};

}  // namespace bihuan::query
