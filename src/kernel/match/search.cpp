// Searching: the index narrows down newest first, the rows themselves decide, with the actor's
// rights on records and fields in the same statement.
#include "base/text.h"
#include "db/search_walk.h"
#include "kernel/access/visible_sql.h"
#include "kernel/match/match.h"
#include "kernel/types/mask.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

namespace bihuan::match {

namespace {

constexpr std::int64_t kFirstBatch = 64;       // candidates; then four times as many
constexpr std::int64_t kBatchMax = 1'024;
constexpr std::size_t kRowsAtOnce = 24;        // ids of one statement: about one page of hits
constexpr std::size_t kCollaborationsMax = 500;  // newest records shared with one person
constexpr int kOtherObjectsHits = 10;          // of objects that newer ones crowd out
constexpr std::size_t kObjectTokensMax = 8;    // beyond that the id alone tells the object
constexpr std::int64_t kNoLimit = INT64_MAX;
// Where the index of words knows no order: rows of search_index looked at newest first before it
// is asked, and at the most while what was found promises a full page.
constexpr std::int64_t kWalkFirst = 256;
constexpr std::int64_t kWalkUnasked = 1'024;
constexpr std::int64_t kWalkStep = 2'048;
constexpr std::int64_t kWalkMax = 8'192;

// An object as this actor may search it.
struct Target {
    const meta::Object* object = nullptr;
    access::Reachable reach;
    std::vector<const meta::Field*> fields;    // searched, and readable in full
    access::FieldRight title_right = access::FieldRight::hidden;
    std::string select;                        // up to the ids
    std::string condition;                     // after the ids
    std::vector<Value> params;                 // of the condition
    bool is_open = false;                      // no owner token narrows it
    bool masks_subtitle = false;
};

const meta::Field* subtitle_field(const Snapshot& snapshot, const meta::Object& object,
                                  const access::Rights& rights) {
    for (const char* name : {"account", "number", "mobile", "phone"}) {
        const meta::Field* field = object.find(name);
        if (field == nullptr || !field->stored || name == object.title_field) continue;
        if (rights.field(object, *field) == access::FieldRight::hidden) continue;
        if (field->type->kind() != types::Kind::reference) return field;
        const meta::Object* to = snapshot.schema().target(*field);
        const meta::Field* title = to == nullptr ? nullptr : to->find(to->title_field);
        if (title == nullptr || !title->stored) continue;
        if (rights.field(*to, *title) < access::FieldRight::read) continue;
        return field;
    }
    return nullptr;
}

std::string subtitle_sql(const Snapshot& snapshot, const meta::Field* field) {
    if (field == nullptr) return "''";
    const db::Dialect& dialect = snapshot.dialect();
    const std::string column = "t." + dialect.quote(field->name);
    if (field->type->kind() != types::Kind::reference) return column;
    const meta::Object* to = snapshot.schema().target(*field);
    return "(SELECT a." + dialect.quote(to->title_field) + " FROM " + dialect.quote(to->name) +
           " a WHERE a.id = " + column + ")";
}

bool is_text(const meta::Field& field) {
    return field.stored && field.type->storage() == db::Storage::text &&
           field.type->kind() == types::Kind::text;
}

std::optional<Target> make_target(const Snapshot& snapshot, const meta::Object& object) {
    const auto rights = access::rights_of(snapshot);
    if (!object.searchable || object.hidden || !rights->may(object, access::Act::read)) {
        return std::nullopt;
    }
    Target target;
    target.object = &object;
    const db::Dialect& dialect = snapshot.dialect();
    const meta::Field* title = object.find(object.title_field);
    const bool has_title = title != nullptr && title->stored;
    if (has_title) target.title_right = rights->field(object, *title);
    std::string columns;
    for (const meta::Field& field : object.fields) {
        const bool is_wanted = field.searchable || &field == title;
        if (!is_wanted || field.hidden || !is_text(field)) continue;
        if (rights->field(object, field) < access::FieldRight::read) continue;
        target.fields.push_back(&field);
        columns += ", t." + dialect.quote(field.name);
    }
    if (target.fields.empty()) return std::nullopt;
    const meta::Field* subtitle = subtitle_field(snapshot, object, *rights);
    target.masks_subtitle = subtitle != nullptr &&
                            rights->field(object, *subtitle) == access::FieldRight::masked;
    target.select = "SELECT t.id, " + (has_title ? "t." + dialect.quote(title->name) : "''") +
                    ", " + subtitle_sql(snapshot, subtitle) + columns + " FROM " +
                    dialect.quote(object.name) + " t WHERE t.deleted_at IS NULL AND t.id IN (";
    target.reach = access::reachable(snapshot, object, access::Purpose::read);
    const expr::Sql visible = access::visible_sql(snapshot, object, access::Purpose::read, "t");
    if (visible.text == "1 = 0") return std::nullopt;
    target.condition = visible.text.empty() ? ")" : ") AND (" + visible.text + ")";
    target.params = visible.params;
    target.is_open = target.reach.everything || !object.scope_parent.empty() ||
                     !target.reach.expressions.empty();
    return target;
}

struct Found {
    Hit hit;
    int rank = 0;
    bool is_kept = false;  // else it matches, and newer ones fill the answer
};

class Searching {
public:
    Searching(const Snapshot& snapshot, Search search, int limit)
        : snapshot_(snapshot), pinyin_(pinyin_of(snapshot.workspace())),
          search_(std::move(search)), limit_(limit) {}

    void add_target(Target target) {
        const std::int64_t number = target.object->number.value;
        targets_.emplace(number, std::move(target));
    }

    std::vector<Hit> run() {
        scan_owned();
        const bool is_cut = scan_open();
        look_at_collaborations();
        if (is_cut && targets_.size() > 1) scan_other_objects();
        std::vector<Found> all;
        for (auto& each : found_) {
            if (each.second.is_kept) all.push_back(std::move(each.second));
        }
        std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
            return a.rank != b.rank ? a.rank > b.rank : a.hit.id > b.hit.id;
        });
        std::vector<Hit> hits;
        for (Found& each : all) {
            if (static_cast<int>(hits.size()) < limit_) hits.push_back(std::move(each.hit));
        }
        return hits;
    }

private:
    using Numbers = std::set<std::int64_t>;
    using Ids = std::vector<std::int64_t>;

    // Objects that a person reaches by owner or department: the tokens say so in the index.
    void scan_owned() {
        std::map<std::vector<std::string>, Numbers> by_tokens;
        for (const auto& [number, target] : targets_) {
            if (target.reach.everything || !target.object->scope_parent.empty()) continue;
            std::vector<std::string> tokens;
            for (const std::int64_t owner : target.reach.owners) {
                tokens.push_back(owner_token(RecordId(owner)));
            }
            for (const std::int64_t dept : target.reach.depts) {
                tokens.push_back(dept_token(RecordId(dept)));
            }
            if (!tokens.empty()) by_tokens[tokens].insert(number);
        }
        for (const auto& [tokens, numbers] : by_tokens) {
            scan(numbers, snapshot_.dialect().match_any(tokens), limit_);
        }
    }

    bool scan_open() {
        Numbers open;
        for (const auto& [number, target] : targets_) {
            if (target.is_open) open.insert(number);
        }
        if (open.empty()) return false;
        const bool narrows = is_unordered() ? open.size() < targets_.size()
                                            : open.size() < kObjectTokensMax;
        return narrows ? scan_objects(open, limit_) : scan(open, {}, limit_);
    }

    // The firm itself, though its hundred newer opportunities match as well.
    void scan_other_objects() {
        Numbers represented;
        for (const auto& [id, found] : found_) {
            if (found.is_kept) represented.insert(object_of(RecordId(id)).value);
        }
        Numbers others;
        for (const auto& [number, target] : targets_) {
            if (target.is_open && !represented.contains(number)) others.insert(number);
        }
        if (!others.empty()) scan_objects(others, kOtherObjectsHits);
    }

    bool is_unordered() const { return db::words_come_unordered(snapshot_.dialect()); }

    bool has_rows(const Target& target) const {
        bool any = false;
        snapshot_.db().query("SELECT id FROM " + snapshot_.dialect().quote(target.object->name) +
                                 " LIMIT 1", {}, [&](const db::Row&) {
                                 any = true;
                                 return false;
                             });
        return any;
    }

    std::string object_tokens(const Numbers& numbers) const {
        std::vector<std::string> tokens;
        for (const std::int64_t number : numbers) {
            tokens.push_back(object_token(ObjectNumber(number)));
        }
        return snapshot_.dialect().match_any(tokens);
    }

    // Records that others shared with this person are few: their rows are looked at directly.
    void look_at_collaborations() {
        if (snapshot_.actor().kind == ActorKind::system) return;
        std::vector<std::int64_t> ids;
        snapshot_.db().query(
            "SELECT from_id FROM link WHERE relation = 'collaborator' AND to_id = ? "
            "ORDER BY from_id DESC LIMIT ?",
            {snapshot_.actor().user.value, static_cast<std::int64_t>(kCollaborationsMax)},
            [&](const db::Row& row) {
                ids.push_back(row.integer(0));
                return true;
            });
        Numbers all;
        for (const auto& [number, target] : targets_) {
            if (!target.reach.everything) all.insert(number);
        }
        Ids hits;
        check(ids, all, limit_, hits);
        keep_newest(hits, limit_);
    }

    // A part of an index: what is read of it, and a condition beside the words; empty: all of it.
    struct Part {
        Numbers numbers;
        std::string narrowed;
    };

    bool scan(const Numbers& numbers, const std::string& narrowed, int limit) {
        return scan_parts({{numbers, narrowed}}, limit);
    }

    bool scan_objects(const Numbers& numbers, int limit) {
        if (!is_unordered()) return scan(numbers, object_tokens(numbers), limit);
        // It meets a word with one object's token quickly, with any of several slowly.
        std::vector<Part> parts;
        for (const std::int64_t number : numbers) {
            if (has_rows(targets_.at(number))) parts.push_back({{number}, object_tokens({number})});
        }
        return scan_parts(parts, limit);
    }

    // The newest `limit` of all parts, through every way of reading the search: what is found does
    // not depend on how an engine cuts its index. True when it stopped at `limit`.
    bool scan_parts(const std::vector<Part>& parts, int limit) {
        const db::Dialect& dialect = snapshot_.dialect();
        for (const std::vector<std::string>& way : search_.ways) {
            Ids hits;
            bool is_cut = false;
            for (const Part& part : parts) {
                std::string match = dialect.match_all(way);
                const bool walks = part.narrowed.empty() && is_unordered();
                if (!part.narrowed.empty()) match = dialect.match_and(match, part.narrowed);
                Ids some;
                is_cut = scan_way(part.numbers, match, walks, limit, some) || is_cut;
                hits.insert(hits.end(), some.begin(), some.end());
            }
            is_cut = is_cut || std::ssize(hits) >= limit;
            keep_newest(hits, limit);
            // The first ways are the literal ones: a page of them needs no pinyin beside it.
            if (is_cut) return true;
        }
        return false;
    }

    void keep_newest(Ids& hits, int limit) {
        std::sort(hits.begin(), hits.end(), std::greater<>());
        if (std::ssize(hits) > limit) hits.resize(static_cast<std::size_t>(limit));
        for (const std::int64_t id : hits) found_.at(id).is_kept = true;
    }

    // Newest first. True when it stopped at `limit`.
    bool scan_way(const Numbers& numbers, const std::string& match, bool walks, int limit,
                  Ids& hits) {
        std::int64_t before = kNoLimit;
        if (walks && walk(numbers, match, limit, hits, before)) return true;
        if (before == 0) return false;  // the walk has seen everything
        const std::string sql = newest_sql();
        std::int64_t batch = is_unordered() ? kBatchMax : kFirstBatch;
        while (candidates_ < kCandidatesMax) {
            std::vector<std::int64_t> ids;
            std::int64_t seen = 0;
            snapshot_.db().query(sql, {std::string_view(match), before, batch},
                                 [&](const db::Row& row) {
                                     const std::int64_t id = row.integer(0);
                                     before = id;
                                     ++seen;
                                     if (numbers.contains(object_of(RecordId(id)).value)) {
                                         ids.push_back(id);
                                     }
                                     return true;
                                 });
            check(ids, numbers, limit, hits);
            if (std::ssize(hits) >= limit) return true;
            if (seen < batch) return false;
            batch = std::min(batch * 4, kBatchMax);
        }
        return true;
    }

    // The newest `batch` of a match. OFFSET 0 keeps an unordered index from being left aside for
    // a walk that may never end.
    std::string newest_sql() const {
        const std::string key = snapshot_.dialect().search_key();
        const std::string where = snapshot_.dialect().search_where();
        if (!is_unordered()) {
            return "SELECT " + key + " FROM search_index s WHERE " + where + " AND " + key +
                   " < ? ORDER BY " + key + " DESC LIMIT ?";
        }
        return "SELECT f.id FROM (SELECT " + key + " AS id FROM search_index s WHERE " + where +
               " OFFSET 0) f WHERE f.id < ? ORDER BY f.id DESC LIMIT ?";
    }

    // Looks at the newest rows themselves, as long as that promises enough. True when it found
    // `limit`; else goes on below `before`, which is 0 when there is nothing more.
    bool walk(const Numbers& numbers, const std::string& match, int limit, Ids& hits,
              std::int64_t& before) {
        const std::string window =
            " FROM search_index s WHERE s.id < ? ORDER BY s.id DESC LIMIT ?) s";
        const std::string sql = "SELECT s.id FROM (SELECT s.id, CASE WHEN " +
                                snapshot_.dialect().search_where() +
                                " THEN 1 ELSE 0 END AS found" + window + " WHERE s.found = 1"
                                " UNION ALL SELECT -COALESCE(min(s.id), 0) FROM (SELECT s.id" +
                                window;
        std::int64_t walked = 0;
        std::int64_t step = kWalkFirst;
        while (before > 0 && walked < kWalkMax) {
            std::vector<std::int64_t> ids;
            std::int64_t lowest = 0;
            snapshot_.db().query(sql, {std::string_view(match), before, step, before, step},
                                 [&](const db::Row& row) {
                                     const std::int64_t id = row.integer(0);
                                     if (id <= 0) {
                                         lowest = -id;
                                     } else if (numbers.contains(
                                                    object_of(RecordId(id)).value)) {
                                         ids.push_back(id);
                                     }
                                     return true;
                                 });
            before = lowest;
            walked += step;
            std::sort(ids.begin(), ids.end(), std::greater<>());
            check(ids, numbers, limit, hits);
            if (std::ssize(hits) >= limit) return true;
            const std::int64_t promised =
                hits.empty() ? INT64_MAX : walked * limit / std::ssize(hits);
            if (walked >= kWalkUnasked && promised > kWalkMax) return false;
            step = walked < kWalkUnasked ? kWalkUnasked - walked : kWalkStep;
        }
        return false;
    }

    // Loads the rows in order and collects those that match; at `limit` it loads no further.
    void check(const std::vector<std::int64_t>& ids, const Numbers& numbers, int limit,
               Ids& hits) {
        for (std::size_t begin = 0; begin < ids.size() && std::ssize(hits) < limit;
             begin += kRowsAtOnce) {
            std::unordered_map<std::int64_t, std::vector<std::int64_t>> by_object;
            const std::size_t end = std::min(begin + kRowsAtOnce, ids.size());
            for (std::size_t i = begin; i < end; ++i) {
                const std::int64_t number = object_of(RecordId(ids[i])).value;
                if (!numbers.contains(number)) continue;
                if (found_.contains(ids[i])) {
                    hits.push_back(ids[i]);
                } else {
                    by_object[number].push_back(ids[i]);
                }
            }
            for (const auto& [number, some] : by_object) {
                const auto target = targets_.find(number);
                if (target != targets_.end()) load(target->second, some, hits);
            }
        }
    }

    void load(const Target& target, const std::vector<std::int64_t>& ids, Ids& hits) {
        // Two lengths of the list only, so that statements are prepared once.
        const std::size_t places = ids.size() <= 8 ? 8 : kRowsAtOnce;
        std::string sql = target.select;
        std::vector<db::Param> params;
        for (std::size_t i = 0; i < places; ++i) {
            sql += i == 0 ? "?" : ",?";
            params.emplace_back(i < ids.size() ? ids[i] : std::int64_t{0});
        }
        sql += target.condition;
        access::add_params(params, target.params);
        candidates_ += static_cast<int>(ids.size());
        snapshot_.db().query(sql, params, [&](const db::Row& row) {
            const int rank = rank_of(target, row);
            if (rank > 0) {
                hits.push_back(row.integer(0));
                collect(target, row, rank);
            }
            return true;
        });
    }

    // 0: some term is in no field that the actor reads. Titles count more than other fields.
    int rank_of(const Target& target, const db::Row& row) const {
        int rank = INT32_MAX;
        for (const Term& term : search_.terms) {
            int best = 0;
            for (std::size_t i = 0; i < target.fields.size(); ++i) {
                const meta::Field& field = *target.fields[i];
                const std::string_view text = row.text(static_cast<int>(i) + 3);
                if (text.empty()) continue;
                const Quality found = field.type->name() == "phone"
                                          ? phone_quality(term, text)
                                          : quality(pinyin_, term, text);
                if (found == Quality::none) continue;
                const bool is_title = field.name == target.object->title_field;
                best = std::max(best, 2 * static_cast<int>(found) + (is_title ? 1 : 0));
            }
            rank = std::min(rank, best);
        }
        return rank;
    }

    void collect(const Target& target, const db::Row& row, int rank) {
        Found found;
        found.rank = rank;
        found.hit.id = RecordId(row.integer(0));
        found.hit.object = target.object;
        if (target.title_right >= access::FieldRight::read) {
            found.hit.title = row.text(1);
        } else if (target.title_right == access::FieldRight::masked) {
            found.hit.title = types::mask("name", row.text(1));
        }
        found.hit.subtitle = row.text(2);
        if (target.masks_subtitle) found.hit.subtitle = types::mask("phone", row.text(2));
        found_.emplace(found.hit.id.value, std::move(found));
    }

    const Snapshot& snapshot_;
    const Pinyin& pinyin_;
    Search search_;
    int limit_;
    int candidates_ = 0;
    std::map<std::int64_t, Target> targets_;
    std::unordered_map<std::int64_t, Found> found_;  // every match that was loaded
};

}  // namespace

std::vector<Hit> search(const Snapshot& snapshot, std::string_view query,
                        const meta::Object* object, int limit) {
    if (!is_valid_utf8(query)) throw Error(Code::malformed, "error.text.utf8").at_field("q");
    if (count_code_points(query) > kQueryMax) {
        throw Error(Code::invalid, "error.search.long", {{"max", std::to_string(kQueryMax)}})
            .at_field("q");
    }
    if (object != nullptr) access::demand(snapshot, *object, access::Act::read);
    Search asked = parse_search(pinyin_of(snapshot.workspace()), query);
    if (asked.ways.empty()) return {};
    Searching searching(snapshot, std::move(asked), std::clamp(limit, 1, kHitsMax));
    if (object != nullptr) {
        if (auto target = make_target(snapshot, *object)) searching.add_target(std::move(*target));
    } else {
        for (const meta::Object& each : snapshot.schema().objects()) {
            if (auto target = make_target(snapshot, each)) searching.add_target(std::move(*target));
        }
    }
    return searching.run();
}

}  // namespace bihuan::match
