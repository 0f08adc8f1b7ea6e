#include "kernel/query/sources.h"

#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/query/actor_facts.h"
#include "kernel/query/scope.h"

namespace bihuan::query {

namespace {

constexpr int kFormulaDepthMax = 8;  // formulas in formulas; design refuses circles before

std::string quoted(const Snapshot& snapshot, std::string_view name) {
    return snapshot.dialect().quote(name);
}

bool is_virtual(const meta::Field& field) {
    return field.type->name() == "formula" && !field.stored;
}

std::string_view aggregate_name(types::RollupFn fn) {
    switch (fn) {
        case types::RollupFn::count: return "COUNT";
        case types::RollupFn::sum: return "SUM";
        case types::RollupFn::min: return "MIN";
        case types::RollupFn::max: return "MAX";
        case types::RollupFn::latest: return "";  // the newest child's value as it stands
    }
    return "COUNT";
}

}  // namespace

db::Params SqlText::borrowed() const {
    db::Params out;
    out.reserve(params.size());
    for (const Value& value : params) {
        if (const auto* words = value.get_if<std::string>()) {
            out.emplace_back(std::string_view(*words));
        } else if (const auto* number = value.get_if<std::int64_t>()) {
            out.emplace_back(*number);
        } else if (const auto* id = value.get_if<RecordId>()) {
            out.emplace_back(id->value);
        } else if (const auto* instant = value.get_if<Instant>()) {
            out.emplace_back(instant->micros);
        } else {
            out.emplace_back(nullptr);
        }
    }
    return out;
}

// Lets a formula of a joined object name its own fields: paths get the way to it in front.
class Sources::Below final : public expr::Columns {
public:
    Below(Sources& sources, std::vector<const meta::Field*> lookups)
        : sources_(sources), lookups_(std::move(lookups)) {}
    expr::Sql column(const expr::Path& path) override {
        std::vector<const meta::Field*> steps = lookups_;
        steps.insert(steps.end(), path.steps.begin(), path.steps.end());
        return sources_.resolve(steps, true);
    }

private:
    Sources& sources_;
    std::vector<const meta::Field*> lookups_;
};

Sources::Sources(const Snapshot& snapshot, const meta::Object& object, std::string root_alias,
                 std::optional<Instant> as_of)
    : snapshot_(snapshot), object_(object), alias_(std::move(root_alias)), as_of_(as_of) {}

expr::Sql Sources::column(const expr::Path& path) {
    return guarded(resolve(path.steps, true), path, lookups_to_guard(path));
}

expr::Sql Sources::shown(const expr::Path& path) {
    return guarded(resolve(path.steps, false), path, lookups_to_guard(path));
}

expr::Sql Sources::title(const expr::Path& path, std::size_t steps) {
    return guarded(resolve(path.steps, false), path, steps - 1);
}

std::size_t Sources::lookups_to_guard(const expr::Path& path) const {
    const std::size_t lookups = path.steps.size() - 1;
    if (lookups == 0) return 0;
    const meta::Object* target = snapshot_.schema().target(*path.steps[lookups - 1]);
    return target && path.last().name == target->title_field ? lookups - 1 : lookups;
}

expr::Sql Sources::guarded(expr::Sql sql, const expr::Path& path, std::size_t lookups) {
    if (!is_guarded_) return sql;
    for (std::size_t count = 1; count <= lookups; ++count) {
        const std::vector<const meta::Field*> way(
            path.steps.begin(), path.steps.begin() + static_cast<std::ptrdiff_t>(count));
        const meta::Object& target = object_after(way);
        SqlText within = reach_predicate(snapshot_, target, join(way), access::Purpose::read);
        if (within.text.empty()) continue;
        sql.text = "CASE WHEN " + within.text + " THEN " + sql.text + " END";
        sql.params.insert(sql.params.begin(), within.params.begin(), within.params.end());
    }
    return sql;
}

std::string Sources::root_column(std::string_view name) const {
    return alias_ + "." + quoted(snapshot_, name);
}

const meta::Object& Sources::object_after(
    const std::vector<const meta::Field*>& lookups) const {
    if (lookups.empty()) return object_;
    return *snapshot_.schema().target(*lookups.back());
}

expr::Sql Sources::resolve(const std::vector<const meta::Field*>& steps, bool base) {
    const meta::Field& last = *steps.back();
    const std::vector<const meta::Field*> lookups(steps.begin(), steps.end() - 1);
    if (is_virtual(last)) return formula(steps);
    if (as_of_ && lookups.empty() && last.type->name() == "rollup") return past_rollup(steps);
    return physical(lookups, base ? last.sort_column() : last.name);
}

expr::Sql Sources::physical(const std::vector<const meta::Field*>& lookups,
                            const std::string& name) {
    if (lookups.empty()) return {alias_ + "." + quoted(snapshot_, name), {}};
    const std::string& alias = join(lookups);
    const std::string column = quoted(snapshot_, name);
    const meta::Object& target = object_after(lookups);
    if (!as_of_ || !target.has_history) return {alias + "." + column, {}};
    // The version of that day when there is one, else the current row if it is that old.
    return {"CASE WHEN h" + alias + ".id IS NOT NULL THEN h" + alias + "." + column + " WHEN " +
                alias + ".valid_from <= ? THEN " + alias + "." + column + " END",
            {Value(as_of_->micros)}};
}

const std::string& Sources::join(const std::vector<const meta::Field*>& lookups) {
    if (const auto found = by_path_.find(lookups); found != by_path_.end()) {
        return joins_[found->second].alias;
    }
    const std::vector<const meta::Field*> before(lookups.begin(), lookups.end() - 1);
    expr::Sql on = physical(before, lookups.back()->name);
    for (const Value& value : on.params) {  // only as-of instants: constants of this query
        const auto at = on.text.find('?');
        on.text.replace(at, 1, std::to_string(value.as<std::int64_t>()));
    }
    Join made{alias_ + "j" + std::to_string(joins_.size() + 1), &object_after(lookups), on.text};
    joins_.push_back(std::move(made));
    by_path_.emplace(lookups, joins_.size() - 1);
    return joins_.back().alias;
}

expr::Sql Sources::formula(const std::vector<const meta::Field*>& steps) {
    const std::vector<const meta::Field*> lookups(steps.begin(), steps.end() - 1);
    const meta::Object& owner = object_after(lookups);
    if (++depth_ > kFormulaDepthMax) {
        throw Error(Code::invalid, "error.expression.too_deep").at_field(steps.back()->name);
    }
    Issues issues;
    const auto program = expr::compile(steps.back()->settings.formula,
                                       {&snapshot_.schema(), &owner, {}}, issues);
    if (!program) {
        throw Error(Code::invalid, "error.query.formula", {{"field", steps.back()->name}})
            .with_issues(std::move(issues));
    }
    Below columns(*this, lookups);
    const ActorFacts facts(snapshot_);
    expr::Sql sql =
        expr::to_field_sql(*program, *steps.back(), snapshot_.dialect(), columns, facts);
    --depth_;
    sql.text = "(" + sql.text + ")";
    return sql;
}

expr::Sql Sources::past_rollup(const std::vector<const meta::Field*>& steps) {
    const types::Settings& settings = steps.back()->settings;
    const meta::Object& child = snapshot_.schema().at(settings.rollup_object);
    Sources inner(snapshot_, child, alias_ + "r", as_of_);
    SqlText sql;
    const bool counts = settings.rollup_fn == types::RollupFn::count;
    expr::Sql what{"*", {}};
    if (!counts) what = inner.resolve({&child.at(settings.rollup_field)}, true);
    const bool zero = counts || settings.rollup_fn == types::RollupFn::sum;  // of no rows
    sql.add("(SELECT ").add(zero ? "COALESCE(" : "");
    sql.add(aggregate_name(settings.rollup_fn)).add("(").add(what).add(zero ? "), 0)" : ")");
    SqlText where;
    where.add(" WHERE ").add(inner.root_column(settings.rollup_by)).add(" = ");
    where.add(root_column("id")).add(" AND ").add(inner.root_column("deleted_at"));
    where.add(" IS NULL");
    if (!settings.rollup_where.empty()) {
        Issues issues;
        const auto program = expr::compile_filter(
            settings.rollup_where, {&snapshot_.schema(), &child, {}}, issues);
        if (!program) throw Error(Code::invalid, "error.query.formula").with_issues(issues);
        const ActorFacts facts(snapshot_);
        where.add(" AND (").add(expr::to_sql(*program, snapshot_.dialect(), inner, facts));
        where.add(")");
    }
    sql.add(" ").add(inner.from()).add(where);
    if (settings.rollup_fn == types::RollupFn::latest) {
        sql.add(" ORDER BY " + inner.root_column("created_at") + " DESC, ");
        sql.add(inner.root_column("id") + " DESC LIMIT 1");
    }
    sql.add(")");
    return {sql.text, sql.params};
}

SqlText Sources::root_source() const {
    SqlText out;
    const std::string table = quoted(snapshot_, object_.name);
    if (!as_of_ || !object_.has_history) return out.add(table), out;
    std::string columns = "id, version, valid_from, deleted_at";
    for (const meta::Field& field : object_.fields) {
        if (!field.stored) continue;
        columns += ", " + quoted(snapshot_, field.name);
        if (field.has_base) columns += ", " + quoted(snapshot_, field.sort_column());
    }
    out.add("(SELECT " + columns + " FROM " + table + " WHERE valid_from <= ");
    out.bind(Value(as_of_->micros)).add(" UNION ALL SELECT " + columns + " FROM ");
    out.add(quoted(snapshot_, object_.history_table())).add(" WHERE valid_from <= ");
    out.bind(Value(as_of_->micros)).add(" AND valid_to > ").bind(Value(as_of_->micros)).add(")");
    return out;
}

SqlText Sources::from() const {
    SqlText out;
    out.add("FROM ").add(root_source()).add(" ").add(alias_);
    for (const Join& join : joins_) {
        out.add(" LEFT JOIN " + quoted(snapshot_, join.target->name) + " " + join.alias);
        out.add(" ON " + join.alias + ".id = " + join.on);
        if (!as_of_ || !join.target->has_history) continue;
        const std::string past = "h" + join.alias;
        out.add(" LEFT JOIN " + quoted(snapshot_, join.target->history_table()) + " " + past);
        out.add(" ON " + past + ".id = " + join.on + " AND " + past + ".valid_from <= ");
        out.bind(Value(as_of_->micros)).add(" AND " + past + ".valid_to > ");
        out.bind(Value(as_of_->micros));
    }
    return out;
}

namespace {

[[noreturn]] void refuse_field(const access::Rights& rights, const meta::Object& object,
                               std::string_view name, std::string_view text,
                               std::string_view parameter) {
    std::vector<std::string> names;
    for (const meta::Field& field : object.fields) {
        if (!field.hidden && rights.can_read(object, field)) names.push_back(field.name);
    }
    Error error(Code::invalid, "error.query.unknown_field",
                {{"field", std::string(text)}, {"object", object.name}});
    error.at_field(std::string(parameter));
    if (auto hint = nearest(name, names)) error.with_hint(*hint);
    throw error;
}

}  // namespace

expr::Path resolve_path(const Snapshot& snapshot, const meta::Object& object,
                        std::string_view text, std::string_view parameter) {
    const auto rights = access::rights_of(snapshot);
    const auto parts = split(text, '.');
    expr::Path path;
    const meta::Object* at = &object;
    if (parts.size() > static_cast<std::size_t>(expr::kPathMax)) {
        throw Error(Code::invalid, "error.query.path_too_long", {{"field", std::string(text)}})
            .at_field(std::string(parameter));
    }
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const meta::Field* field = at ? at->find(parts[i]) : nullptr;
        if (!field || !rights->can_read(*at, *field)) {
            refuse_field(*rights, at ? *at : object, parts[i], text, parameter);
        }
        path.steps.push_back(field);
        if (i + 1 == parts.size()) break;
        const bool crosses = field->type->storage() == db::Storage::reference &&
                             field->type->kind() == types::Kind::reference;
        at = crosses ? snapshot.schema().target(*field) : nullptr;
        if (!at) refuse_field(*rights, object, parts[i + 1], text, parameter);
    }
    return path;
}

}  // namespace bihuan::query
