#include "work/exchange/row_writer.h"

#include "base/error.h"
#include "work/exchange/resolver.h"
#include "work/job/undo.h"

#include <algorithm>
#include <set>

namespace bihuan::exchange {

namespace {

constexpr std::string_view kDuplicate = "issue.duplicate";
constexpr std::string_view kDuplicateHidden = "issue.duplicate.hidden";

// What identifies the record a row is for, so that two rows for one record follow each other.
std::string match_key(const RowPlan& plan, const PreparedRow& row) {
    if (!row.match) return {};
    if (const auto* id = row.match->get_if<RecordId>()) return bihuan::to_text(*id);
    return plan.match()->type->to_text(plan.match()->settings, *row.match, Language::en);
}

void put(record::Changes& changes, const meta::Field* field, const Value& value) {
    for (auto& [known, held] : changes.values) {
        if (known == field) {
            held = value;
            return;
        }
    }
    changes.values.emplace_back(field, value);
}

}  // namespace

bool is_duplicate_only(const Issues& issues) {
    return !issues.empty() && std::all_of(issues.begin(), issues.end(), [](const Issue& each) {
        return each.key == kDuplicate || each.key == kDuplicateHidden;
    });
}

std::optional<RecordId> duplicate_of(const Issues& issues) {
    for (const Issue& each : issues) {
        if (each.key != kDuplicate) continue;
        for (const auto& [name, value] : each.args) {
            if (name == "id") return parse_record_id(value);
        }
    }
    return std::nullopt;
}

RowWriter::RowWriter(Tx& tx, const RowPlan& plan, RecordId import, RecordId job,
                     const Made& made)
    : tx_(tx), plan_(plan), import_(import), job_(job), made_(made) {}

record::WriteSettings RowWriter::settings() const {
    record::WriteSettings out;
    out.via = record::Via::import;
    out.import_id = import_;
    out.allow_duplicates = plan_.options().duplicates == OnDuplicate::create;
    out.allow_gaps = plan_.options().allow_gaps;
    return out;
}

std::vector<RowIssue> RowWriter::placed(const PreparedRow& row, const Issues& issues) const {
    std::vector<RowIssue> out;
    for (const Issue& issue : issues) {
        RowIssue each;
        each.issue = issue;
        const std::string field = issue.field.substr(0, issue.field.find('['));
        for (const auto& [column, target] : plan_.options().mapping) {
            if (target && *target == field) each.column = column;
        }
        out.push_back(std::move(each));
    }
    if (out.empty()) out = row.issues;
    return out;
}

void RowWriter::refuse(const PreparedRow& row, std::vector<RowIssue> issues, bool is_skipped) {
    ++(is_skipped ? out_.skipped : out_.bad);
    out_.issue_rows.push_back({row.number, row.cells, std::move(issues)});
}

void RowWriter::refuse(const PreparedRow& row, const Error& error) {
    Issues issues = error.issues();
    if (issues.empty()) issues.add(error.field(), error.key(), error.args());
    refuse(row, placed(row, issues), false);
}

RecordId RowWriter::make(const NameReference& name) {
    const std::pair key{name.target, name.text};
    if (const auto known = made_.find(key); known != made_.end()) return known->second;
    if (const auto known = out_.made.find(key); known != out_.made.end()) return known->second;
    record::Changes changes;
    const meta::Field& title = name.target->at(name.target->title_field);
    Issues issues;
    Value value = title.type->parse_text(title.settings, name.text, issues);
    throw_if_any(std::move(issues));
    changes.values.emplace_back(&title, std::move(value));
    record::WriteSettings how = settings();
    how.allow_duplicates = true;         // nobody is called so: that was asked before
    how.allow_gaps = true;
    return out_.made[key] = record::create(tx_, *name.target, changes, how).id;
}

// A record that an earlier row needed and that was made by its name alone: this row is that one.
RecordId RowWriter::made_by_name(const PreparedRow& row) const {
    const meta::Field* title = plan_.object().find(plan_.object().title_field);
    for (const auto& [field, value] : row.changes.values) {
        const auto* name = value.get_if<std::string>();
        if (field != title || !name) continue;
        const std::pair key{&plan_.object(), *name};
        if (const auto known = made_.find(key); known != made_.end()) return known->second;
        if (const auto known = out_.made.find(key); known != out_.made.end()) {
            return known->second;
        }
    }
    return RecordId();
}

bool RowWriter::make_missing(PreparedRow& row, record::Changes& changes) {
    for (const NameReference& name : row.missing) {
        RecordId id;
        const auto failure = job::attempt(tx_, [&] { id = make(name); });
        if (failure) {
            out_.made.erase({name.target, name.text});
            refuse(row, *failure);
            return false;
        }
        put(changes, name.field, Value(id));
    }
    return true;
}

void RowWriter::update(PreparedRow& row, RecordId id, const record::Changes& changes) {
    const auto failure = job::attempt(
        tx_, [&] { record::update(tx_, plan_.object(), id, changes, settings()); });
    if (failure) return refuse(row, *failure);
    job::note_record(tx_, job_, id);
    ++out_.updated;
}

// The second version: what the row says, as of its own date.
void RowWriter::close(Draft& draft, RecordId id) {
    if (!draft.row->closing_at) return;
    Tx at = tx_.dated(*draft.row->closing_at);
    record::update(at, plan_.object(), id, draft.row->changes, settings());
}

void RowWriter::take(Draft& draft, const record::RowResult& result) {
    if (result.issues.empty()) {
        ++out_.created;
        return;
    }
    if (!is_duplicate_only(result.issues)) {
        return refuse(*draft.row, placed(*draft.row, result.issues), false);
    }
    const auto twin = duplicate_of(result.issues);
    if (plan_.options().duplicates == OnDuplicate::update && twin) {
        return update(*draft.row, *twin, draft.row->changes);
    }
    refuse(*draft.row, placed(*draft.row, result.issues), true);
}

void RowWriter::create_singly(Tx& at, Draft& draft) {
    record::RowResult result;
    const auto failure = job::attempt(at, [&] {
        result = record::create_many(at, plan_.object(), {draft.changes}, settings()).front();
        if (result.issues.empty()) close(draft, result.id);
    });
    if (failure) refuse(*draft.row, *failure);
    else take(draft, result);
}

void RowWriter::create_at(Tx& at, std::span<Draft* const> drafts) {
    std::vector<record::Changes> rows;
    rows.reserve(drafts.size());
    for (Draft* draft : drafts) rows.push_back(std::move(draft->changes));
    std::vector<record::RowResult> results;
    const auto failure = job::attempt(
        at, [&] { results = record::create_many(at, plan_.object(), rows, settings()); });
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        drafts[i]->changes = std::move(rows[i]);
        // One row that may not be written at all ended all of them: each by itself then.
        if (failure) create_singly(at, *drafts[i]);
        else take(*drafts[i], results[i]);
    }
}

void RowWriter::create(std::vector<Draft>& drafts) {
    std::map<std::optional<Instant>, std::vector<Draft*>> by_date;
    for (Draft& draft : drafts) {
        // Also one that a later row of this batch needed.
        if (const RecordId made = made_by_name(*draft.row)) {
            update(*draft.row, made, draft.changes);
        } else if (!draft.row->closing_at) {
            by_date[draft.row->as_at].push_back(&draft);
        } else {
            Tx at = tx_.dated(draft.row->as_at.value_or(*draft.row->closing_at));
            create_singly(at, draft);      // both versions or none
        }
    }
    for (const auto& [date, group] : by_date) {
        if (date) {
            Tx at = tx_.dated(*date);
            create_at(at, group);
        } else {
            create_at(tx_, group);
        }
    }
}

void RowWriter::write_segment(std::span<PreparedRow> rows) {
    Resolver::find_existing(tx_, plan_, rows);
    std::vector<Draft> drafts;
    for (PreparedRow& row : rows) {
        if (!row.issues.empty()) {
            refuse(row, row.issues, false);
            continue;
        }
        Draft draft{&row, row.changes};
        if (!make_missing(row, draft.changes)) continue;
        if (row.has_several) {
            refuse(row, placed(row, [] {
                       Issues issues;
                       issues.add("", "issue.import.several_records");
                       return issues;
                   }()), false);
        } else if (row.existing) {
            update(row, row.existing, draft.changes);
        } else if (plan_.options().mode == Mode::update) {
            Issues issues;
            issues.add(plan_.matches_by_id() ? "id" : plan_.match()->name,
                       "issue.import.no_record");
            refuse(row, placed(row, issues), false);
        } else {
            if (row.closing_at) {
                for (const auto& [field, value] : plan_.before().changes.values) {
                    put(draft.changes, field, value);
                }
            }
            drafts.push_back(std::move(draft));
        }
    }
    create(drafts);
}

Written RowWriter::write(std::span<PreparedRow> rows) {
    out_ = Written();
    std::size_t begin = 0;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string key = match_key(plan_, rows[i]);
        if (!key.empty() && !seen.insert(key).second) {
            write_segment(rows.subspan(begin, i - begin));
            begin = i;
            seen = {key};
        }
    }
    write_segment(rows.subspan(begin));
    return std::move(out_);
}

}  // namespace bihuan::exchange
