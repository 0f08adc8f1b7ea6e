// The one write path. Forms, imports, automations, verbs and the API all come through here.
//
// Fixed order: before-image, version, rights before, locks, normalise + validate (types), module
// rules, formulas and defaults, required, unique, references exist, write row + history + event +
// search + duplicate keys + roll-ups, rights after. All issues at once as Error(invalid).
// Runs inside a Tx on its thread.
#pragma once

#include "kernel/record/record.h"
#include "kernel/tx.h"

#include <any>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <typeindex>
#include <unordered_map>
#include <vector>

namespace bihuan::record {

// Who asks: a person's form is checked for field rights and read-only fields; a verb has been
// authorised as a whole and may set read-only fields. Rights on the record are checked in both.
enum class Via { form, verb, import };

struct WriteSettings {
    Via via = Via::form;
    std::optional<std::int64_t> version;          // expected; stale is Error(conflict)
    std::string event_kind;                       // "" = created / updated; else "opportunity.won"
    bool allow_duplicates = false;                // else a hit on a hard duplicate key refuses
    RecordId import_id;
    // Imports only: rows that lack a required field are written all the same (but for the field
    // that names the record); the importer marks them.
    bool allow_gaps = false;
};

Record create(Tx& tx, const meta::Object& object, const Changes& changes,
              const WriteSettings& settings = {});
Record update(Tx& tx, const meta::Object& object, RecordId id, const Changes& changes,
              const WriteSettings& settings = {});
void remove(Tx& tx, const meta::Object& object, RecordId id,
            std::optional<std::int64_t> version, Via via = Via::form);
Record restore(Tx& tx, const meta::Object& object, RecordId id);

// Many creates for imports: the same checks, issues per row by value; only sound rows are written.
struct RowResult { RecordId id; Issues issues; };
std::vector<RowResult> create_many(Tx& tx, const meta::Object& object,
                                   const std::vector<Changes>& rows,
                                   const WriteSettings& settings);
// The checks of create/update without writing anything (import's check pass).
Issues check(const Snapshot& snapshot, const meta::Object& object, const Changes& changes,
             std::optional<RecordId> existing, const WriteSettings& settings);

// What create_many would say, without writing and without asking for duplicates.
std::vector<Issues> check_many(const Snapshot& snapshot, const meta::Object& object,
                               const std::vector<Changes>& rows, const WriteSettings& settings);

// What rules remember from one row of a batch to the next: a value per type. Nothing is written
// between the rows.
class RuleMemo {
public:
    template <class T>
    T& get() {
        std::any& held = held_[std::type_index(typeid(T))];
        if (!held.has_value()) held = T();
        return *std::any_cast<T>(&held);
    }

private:
    std::unordered_map<std::type_index, std::any> held_;
};

// Rules a module adds to an object, called inside the order above. May change `after` (defaults,
// computed fields) and add issues. `before` is null on create.
struct RuleContext {
    const Snapshot& snapshot;
    const Record* before;
    Record& after;
    Via via;
    RuleMemo& memo;
    const Record* parent = nullptr;   // lines: the record they hang from, when written with it
};
using Rule = std::function<void(RuleContext&, Issues&)>;

// A record together with all its lines: totals, and rules over all lines. Called once both are
// checked and before anything is written, also when a line is written by itself; may change
// `after`, whose formulas follow.
class Lines {
public:
    virtual ~Lines() = default;
    // Live lines of a lines field as they will stand, in the order of their positions.
    virtual std::vector<const Record*> of(std::string_view field) = 0;
    // As they stood before this write.
    virtual std::vector<const Record*> before(std::string_view field) = 0;
    // True when this write names lines of the field.
    virtual bool is_touched(std::string_view field) const = 0;
};
struct LinesContext {
    const Snapshot& snapshot;
    const Record* before;
    Record& after;
    Via via;
    Lines& lines;
};
using LinesRule = std::function<void(LinesContext&, Issues&)>;
// Called after the row is written, in the same transaction (ledger rows, follow-on writes).
using AfterWrite = std::function<void(Tx&, const Record* before, const Record& after)>;

// A business act.
struct VerbCall {
    Tx& tx;
    const meta::Object& object;
    const meta::Verb& verb;
    Record record;                                 // current, visible, writable
    const Json& body;                              // raw arguments
    std::vector<std::pair<std::string, Value>> arguments;  // normalised by the verb's metadata
    const Value& argument(std::string_view name) const;    // Null when not given
};
// Returns the "result" JSON text ("null" when there is nothing to say).
using VerbFn = std::function<std::string(VerbCall&)>;

// What modules registered; filled once at start by app, then read-only. A Workspace slot.
class Registry {
public:
    void rule(std::string object, Rule rule);
    void lines_rule(std::string object, LinesRule rule);
    void after_write(std::string object, AfterWrite fn);
    void verb(std::string object, std::string verb, VerbFn fn);
    const std::vector<Rule>* rules(std::string_view object) const;
    const std::vector<LinesRule>* lines_rules(std::string_view object) const;
    const std::vector<AfterWrite>* after_writes(std::string_view object) const;
    const VerbFn* find_verb(std::string_view object, std::string_view verb) const;

private:
    std::unordered_map<std::string, std::vector<Rule>> rules_;
    std::unordered_map<std::string, std::vector<LinesRule>> lines_rules_;
    std::unordered_map<std::string, std::vector<AfterWrite>> after_;
    std::unordered_map<std::string, VerbFn> verbs_;
};

// Rights, version, the verb's `when` (else Error(conflict) with the state), arguments (issues),
// then the verb. Returns its result JSON.
std::string run_verb(Tx& tx, const meta::Object& object, RecordId id, std::string_view verb,
                     std::optional<std::int64_t> version, const Json& body);

// Whether a condition over the record holds, as in filters. Error(invalid) when it is no condition.
bool holds(const Snapshot& snapshot, const Record& record, std::string_view condition);

// Links: many-to-many and "regarding anything". Table link(relation, from_id, to_id, role, ...).
void add_link(Tx& tx, std::string_view relation, RecordId from, RecordId to,
              std::string_view role = {});
void remove_link(Tx& tx, std::string_view relation, RecordId from, RecordId to);

// Locks of a running approval: table record_lock(record, reason, fields).
void lock(Tx& tx, RecordId record, std::string_view reason);
void unlock(Tx& tx, RecordId record);

}  // namespace bihuan::record
