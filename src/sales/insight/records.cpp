// The records behind a number: a filter in words, mended until a list with it shows those counted.
#include "sales/insight/drill.h"

#include "kernel/query/query.h"
#include "kernel/query/scope.h"
#include "sales/insight/record_sums.h"

#include <algorithm>

namespace bihuan::insight {

namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

void add_and(std::string& out, const std::string& condition) {
    if (condition.empty()) return;
    out += (out.empty() ? "" : " and ") + condition;
}

std::string period_filter(const meta::Object& object, const Source& source,
                          const Question& question) {
    if (source.date_field.empty()) return {};
    const std::string& field = source.date_field;
    if (object.at(field).type->name() == "datetime") {
        const std::string after = to_text(add_days(question.to, 1));
        return field + " >= datetime(" + quoted(to_text(question.from) + " 00:00") + ") and " +
               field + " < datetime(" + quoted(after + " 00:00") + ")";
    }
    return field + " >= " + quoted(to_text(question.from)) + " and " + field +
           " <= " + quoted(to_text(question.to));
}

// Filters speak of today; a past day is named.
std::string on_day(std::string where, Date day) {
    const std::string word = "today()";
    const std::string date = quoted(to_text(day));
    for (auto at = where.find(word); at != std::string::npos; at = where.find(word, at)) {
        where.replace(at, word.size(), date);
    }
    return where;
}

// The filter in words: by the record's own dates, today's owner and department.
std::string in_words(const Snapshot& snapshot, const Question& question, const Source& source) {
    const meta::Object& object = snapshot.schema().at(source.object);
    std::string out = question.as_of ? on_day(source.where, question.day) : source.where;
    add_and(out, period_filter(object, source, question));
    // An allocation is its contract's.
    const std::string of = !object.find("owner") && object.find("contract") ? "contract." : "";
    const bool has_owner = object.find("owner") || !of.empty();
    if (question.owner && has_owner) {
        add_and(out, of + "owner == " + quoted(to_text(to_record(question.owner))));
    }
    if (question.dept && has_owner) {
        std::string any;
        for (const std::int64_t id : question.depts) {
            any += any.empty() ? "(" : " or ";
            any += of + "owner_dept == " + quoted(std::to_string(id));
        }
        add_and(out, any + ")");
    }
    if (question.account && object.find("account")) {
        add_and(out, "account == " + quoted(to_text(question.account)));
    }
    return out;
}

// "SELECT id ..." of what was counted; empty when the filter is what was counted.
SqlText counted(const Snapshot& snapshot, const Question& question, const Metric& metric,
                const Source& source) {
    if (source.counted) return source.counted(snapshot, question, metric, source);
    if (metric.nature == Nature::balance || metric.ledger.empty()) return {};
    return counted_rows(snapshot, question, metric, source);
}

// Records that the actor's lists hold on the day asked, with `condition`.
std::vector<std::int64_t> ids_of(RecordSums& listed, const Snapshot& snapshot) {
    SqlText sql = listed.select(text(listed.sources().root_column("id")));
    sql.add(" LIMIT ").bind(Value(static_cast<std::int64_t>(kNamedMax) + 1));
    std::vector<std::int64_t> out;
    snapshot.db().query(sql.text, sql.borrowed(), [&](const db::Row& row) {
        out.push_back(row.integer(0));
        return true;
    });
    return out;
}

class Mender {
public:
    Mender(const Snapshot& snapshot, const Question& question, const Source& source,
           const std::string& filter, const SqlText& counted)
        : snapshot_(snapshot), source_(source), filter_(filter), counted_(counted) {
        whole_.from = question.from;
        whole_.to = question.to;
        whole_.day = question.day;
        whole_.as_of = question.as_of;
    }

    // Counted, listed, and not in the filter.
    std::vector<std::int64_t> missing() const {
        RecordSums inside = listed("x");
        inside.where(filter_);
        const SqlText found = inside.select(text(inside.sources().root_column("id")));
        RecordSums all = listed("t");
        all.where_sql(among(all, " IN (", counted_)).where_sql(among(all, " NOT IN (", found));
        return ids_of(all, snapshot_);
    }

    // In the filter and not counted.
    std::vector<std::int64_t> extra() const {
        RecordSums inside = listed("t");
        inside.where(filter_).where_sql(among(inside, " NOT IN (", counted_));
        return ids_of(inside, snapshot_);
    }

private:
    RecordSums listed(const char* alias) const {
        RecordSums sums(snapshot_, whole_, source_.object, alias);
        sums.sources().guard();   // as in a list
        return sums;
    }
    static SqlText among(RecordSums& sums, std::string_view word, const SqlText& ids) {
        SqlText out;
        return out.add(sums.sources().root_column("id")).add(word).add(ids).add(")"), out;
    }

    const Snapshot& snapshot_;
    const Source& source_;
    const std::string& filter_;
    const SqlText& counted_;
    Question whole_;              // without owner, department and account
};

std::string named(const std::vector<std::int64_t>& ids) {
    std::string out = "id in [";
    for (std::size_t i = 0; i < ids.size(); ++i) {
        out += (i ? "," : "") + quoted(std::to_string(ids[i]));
    }
    return out + "]";
}

Records behind(const Snapshot& snapshot, const Question& question, const Metric& metric,
               const Source& source) {
    Records out;
    out.object = source.object;
    out.where = in_words(snapshot, question, source);
    out.date_field = source.date_field;
    out.sum = source.sum;
    if (question.as_of) out.as_of = question.day;
    const SqlText ids = counted(snapshot, question, metric, source);
    if (!ids.text.empty()) {
        const Mender mender(snapshot, question, source, out.where, ids);
        const auto extra = mender.extra();
        const auto missing = mender.missing();
        out.is_exact = extra.size() + missing.size() <= kNamedMax;
        if (out.is_exact && !extra.empty()) {
            const std::string others = "not (" + named(extra) + ")";
            out.where = out.where.empty() ? others : "(" + out.where + ") and " + others;
        }
        if (out.is_exact && !missing.empty()) {
            out.where = "(" + out.where + ") or " + named(missing);
        }
    }
    query::ListRequest list;
    list.object = out.object;
    list.where = out.where;
    list.as_of = question.as_of;
    out.count = query::count(snapshot, list);
    return out;
}

}  // namespace

std::vector<Records> records_behind(const Snapshot& snapshot, const Question& question,
                                    const Metric& metric) {
    std::vector<Source> sources{
        {metric.object, metric.where, metric.date_field, metric.sum, metric.counted}};
    sources.insert(sources.end(), metric.more.begin(), metric.more.end());
    if (metric.sources) sources = metric.sources(snapshot, question);
    std::vector<Records> out;
    for (const Source& source : sources) {
        const meta::Object& object = snapshot.schema().at(source.object);
        if (!access::rights_of(snapshot)->may(object, access::Act::read)) continue;
        out.push_back(behind(snapshot, question, metric, source));
    }
    return out;
}

}  // namespace bihuan::insight
