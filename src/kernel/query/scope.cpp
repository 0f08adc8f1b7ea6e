#include "kernel/query/scope.h"

#include "kernel/query/actor_facts.h"

namespace bihuan::query {

namespace {

constexpr int kParentDepthMax = 4;  // line -> quote -> opportunity -> account

void add_in(SqlText& out, const std::string& column, const std::vector<std::int64_t>& ids) {
    out.add(column);
    if (ids.size() == 1) {
        out.add(" = ").bind(Value(ids.front()));
        return;
    }
    out.add(" IN (");
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i) out.add(",");
        out.bind(Value(ids[i]));
    }
    out.add(")");
}

SqlText over_object(const Snapshot& snapshot, const meta::Object& object,
                    const std::string& alias, access::Purpose purpose, int depth);

SqlText over_parent(const Snapshot& snapshot, const meta::Object& object,
                    const std::string& alias, access::Purpose purpose, int depth) {
    SqlText out;
    const meta::Object* parent = snapshot.schema().target(object.at(object.scope_parent));
    if (!parent || depth >= kParentDepthMax) return out.add("1 = 0"), out;
    const std::string inner = alias + "p";
    SqlText within = over_object(snapshot, *parent, inner, purpose, depth + 1);
    if (within.text.empty()) return out;
    out.add("EXISTS (SELECT 1 FROM " + snapshot.dialect().quote(parent->name) + " " + inner);
    out.add(" WHERE " + inner + ".id = " + alias + ".");
    out.add(snapshot.dialect().quote(object.scope_parent)).add(" AND (").add(within).add("))");
    return out;
}

void add_expressions(SqlText& out, const Snapshot& snapshot, const meta::Object& object,
                     const std::string& alias, const std::vector<std::string>& expressions) {
    for (const std::string& text : expressions) {
        if (!out.text.empty()) out.add(" OR ");
        Sources sources(snapshot, object, alias + "x", std::nullopt);
        Issues issues;
        const auto program =
            expr::compile_filter(text, {&snapshot.schema(), &object, {}}, issues);
        if (!program) {  // a field it names was removed: nobody sees by it until it is mended
            out.add("1 = 0");
            continue;
        }
        const ActorFacts facts(snapshot);
        SqlText inside;
        inside.add(expr::to_sql(*program, snapshot.dialect(), sources, facts));
        out.add("EXISTS (SELECT 1 ").add(sources.from()).add(" WHERE " + alias + "x.id = ");
        out.add(alias + ".id AND (").add(inside).add("))");
    }
}

SqlText over_object(const Snapshot& snapshot, const meta::Object& object,
                    const std::string& alias, access::Purpose purpose, int depth) {
    if (!object.scope_parent.empty()) {
        return over_parent(snapshot, object, alias, purpose, depth);
    }
    SqlText out;
    const access::Reachable reach = access::reachable(snapshot, object, purpose);
    if (reach.everything) return out;
    const db::Dialect& dialect = snapshot.dialect();
    if (!reach.owners.empty()) add_in(out, alias + "." + dialect.quote("owner"), reach.owners);
    if (!reach.depts.empty()) {
        if (!out.text.empty()) out.add(" OR ");
        add_in(out, alias + "." + dialect.quote("owner_dept"), reach.depts);
    }
    add_expressions(out, snapshot, object, alias, reach.expressions);
    // Most people collaborate on nothing: then the clause would only spoil the index.
    const Actor& actor = snapshot.actor();
    const bool collaborates = purpose == access::Purpose::read ? actor.collaborates
                                                               : actor.collaborates_to_write;
    if (reach.collaborations && collaborates) {
        if (!out.text.empty()) out.add(" OR ");
        out.add("EXISTS (SELECT 1 FROM link l WHERE l.relation = 'collaborator' AND l.to_id = ");
        out.bind(Value(snapshot.actor().user)).add(" AND l.from_id = " + alias + ".id");
        if (purpose == access::Purpose::write) out.add(" AND l.role = 'write'");
        out.add(")");
    }
    if (out.text.empty()) out.add("1 = 0");
    return out;
}

bool is_masked_for(const access::Rights& rights, const Snapshot& snapshot,
                   const meta::Object& root, const expr::Path& path) {
    const meta::Object* at = &root;
    for (const meta::Field* field : path.steps) {
        if (field->name == "id") continue;  // who may see the record may know it
        if (!at || rights.field(*at, *field) < access::FieldRight::read) return true;
        at = field->type->kind() == types::Kind::reference ? snapshot.schema().target(*field)
                                                           : nullptr;
    }
    return false;
}

}  // namespace

SqlText reach_predicate(const Snapshot& snapshot, const meta::Object& object,
                        const std::string& alias, access::Purpose purpose) {
    return over_object(snapshot, object, alias, purpose, 0);
}

SqlText scope_predicate(Sources& sources, access::Purpose purpose) {
    const Snapshot& snapshot = sources.snapshot();
    const meta::Object& object = sources.object();
    if (!sources.as_of()) return over_object(snapshot, object, sources.alias(), purpose, 0);
    const std::string today = sources.alias() + "c";
    SqlText within = over_object(snapshot, object, today, purpose, 0);
    if (within.text.empty()) return within;
    SqlText out;
    out.add("EXISTS (SELECT 1 FROM " + snapshot.dialect().quote(object.name) + " " + today);
    out.add(" WHERE " + today + ".id = " + sources.root_column("id") + " AND (");
    return out.add(within).add("))"), out;
}

SqlText filter_predicate(Sources& sources, std::string_view where, std::string_view parameter) {
    SqlText out;
    if (where.empty()) return out;
    const Snapshot& snapshot = sources.snapshot();
    Issues issues;
    const auto program = expr::compile_filter(
        where, {&snapshot.schema(), &sources.object(), {}}, issues);
    if (!program) {
        throw Error(Code::invalid, "error.query.filter").at_field(std::string(parameter))
            .with_issues(std::move(issues));
    }
    const auto rights = access::rights_of(snapshot);
    for (const expr::Path& path : program->paths()) {
        if (is_masked_for(*rights, snapshot, sources.object(), path)) {
            issues.add(std::string(parameter), "error.query.unknown_field",
                       {{"field", path.to_text()}, {"object", sources.object().name}});
        }
    }
    throw_if_any(std::move(issues));
    const ActorFacts facts(snapshot);
    out.add(expr::to_sql(*program, snapshot.dialect(), sources, facts));
    return out;
}

}  // namespace bihuan::query
