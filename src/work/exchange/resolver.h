// Names in the cells of many rows become ids of records, looked up in bulk and remembered for the
// pass. One thread. Private to the room.
#pragma once

#include "work/exchange/row_plan.h"

#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace bihuan::exchange {

class Resolver {
public:
    explicit Resolver(std::set<std::string> create_missing)
        : create_missing_(std::move(create_missing)) {}

    // Fills changes from names; what is unknown or ambiguous becomes an issue, or missing where
    // its object may be made by name. Only records the actor may see are found.
    void resolve(const Snapshot& snapshot, std::span<PreparedRow> rows);
    // The records that rows of an update or upsert change, by the plan's match field.
    static void find_existing(const Snapshot& snapshot, const RowPlan& plan,
                              std::span<PreparedRow> rows);

private:
    enum class Outcome { none, one, several };
    struct Found {
        Outcome outcome = Outcome::none;
        RecordId id;
    };
    using Known = std::unordered_map<std::string, Found>;
    struct Place {                           // which records, by which field
        const meta::Object* target;
        std::string by;
        bool operator<(const Place& other) const {
            return target != other.target ? target < other.target : by < other.by;
        }
    };
    void look_up(const Snapshot& snapshot, const Place& place, std::set<std::string> texts);
    void look_up_loosely(const Snapshot& snapshot, const meta::Object& target,
                         std::set<std::string>& texts, Known& known);
    void apply(const NameReference& name, PreparedRow& row) const;

    std::set<std::string> create_missing_;
    std::map<Place, Known> known_;
    // Titles of small objects without case, spaces and marks: "GTXPro" is "GTX Pro".
    std::map<const meta::Object*, std::unordered_map<std::string, Found>> loose_;
};

// Text as a column of this field holds it; nullopt when it cannot stand there.
std::optional<types::ColumnValue> column_text(const meta::Field& field, const std::string& text);

}  // namespace bihuan::exchange
