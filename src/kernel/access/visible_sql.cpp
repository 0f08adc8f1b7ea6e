#include "kernel/access/visible_sql.h"

namespace bihuan::access {

namespace {

constexpr int kParentDepthMax = 5;

void add_or(expr::Sql& out) {
    if (!out.text.empty()) out.text += " OR ";
}

void add_in(expr::Sql& out, const std::string& column, const std::vector<std::int64_t>& ids) {
    if (ids.empty()) return;
    add_or(out);
    out.text += column + " IN (";
    for (std::size_t i = 0; i < ids.size(); ++i) {
        out.text += i == 0 ? "?" : ",?";
        out.params.emplace_back(ids[i]);
    }
    out.text += ")";
}

void add_sql(expr::Sql& out, const expr::Sql& more) {
    out.text += more.text;
    out.params.insert(out.params.end(), more.params.begin(), more.params.end());
}

void add_expressions(expr::Sql& out, const Snapshot& snapshot, const meta::Object& object,
                     const std::string& alias, const std::vector<std::string>& expressions) {
    const ActorFacts facts(snapshot, snapshot.actor());
    for (const std::string& text : expressions) {
        Issues issues;
        const auto program =
            expr::compile_filter(text, {&snapshot.schema(), &object, {}}, issues);
        if (!program) continue;  // a field it names was removed: nobody sees by it
        RecordColumns columns(snapshot, object, alias);
        add_or(out);
        out.text += "(";
        add_sql(out, expr::to_sql(*program, snapshot.dialect(), columns, facts));
        out.text += ")";
    }
}

expr::Sql over(const Snapshot& snapshot, const meta::Object& object, Purpose purpose,
               const std::string& alias, int depth) {
    expr::Sql out;
    const db::Dialect& dialect = snapshot.dialect();
    if (!rights_of(snapshot)->may(object, Act::read)) return {"1 = 0", {}};
    if (!object.scope_parent.empty()) {
        const meta::Object* parent = snapshot.schema().target(object.at(object.scope_parent));
        if (parent == nullptr || depth >= kParentDepthMax) return {"1 = 0", {}};
        const std::string inner = alias + "p";
        const expr::Sql within = over(snapshot, *parent, purpose, inner, depth + 1);
        if (within.text.empty()) return out;
        out.text = "EXISTS (SELECT 1 FROM " + dialect.quote(parent->name) + " " + inner +
                   " WHERE " + inner + ".id = " + alias + "." +
                   dialect.quote(object.scope_parent) + " AND (";
        add_sql(out, within);
        out.text += "))";
        return out;
    }
    const Reachable reach = reachable(snapshot, object, purpose);
    if (reach.everything) return out;
    add_in(out, alias + "." + dialect.quote("owner"), reach.owners);
    add_in(out, alias + "." + dialect.quote("owner_dept"), reach.depts);
    add_expressions(out, snapshot, object, alias, reach.expressions);
    if (reach.collaborations) {
        add_or(out);
        out.text += "EXISTS (SELECT 1 FROM link l WHERE l.relation = 'collaborator' AND "
                    "l.to_id = ? AND l.from_id = " + alias + ".id";
        out.params.emplace_back(snapshot.actor().user.value);
        if (purpose == Purpose::write) out.text += " AND l.role = 'write'";
        out.text += ")";
    }
    if (out.text.empty()) out.text = "1 = 0";
    return out;
}

}  // namespace

expr::Sql RecordColumns::column(const expr::Path& path) {
    const db::Dialect& dialect = snapshot_.dialect();
    std::string sql;
    const meta::Object* at = &object_;
    for (const meta::Field* field : path.steps) {
        const std::string name = dialect.quote(field->sort_column());
        if (sql.empty()) {
            sql = alias_ + "." + name;
        } else {
            sql = "(SELECT s." + name + " FROM " + dialect.quote(at->name) +
                  " s WHERE s.id = " + sql + ")";
        }
        const meta::Object* next = snapshot_.schema().target(*field);
        if (next != nullptr) at = next;
    }
    return {sql, {}};
}

expr::Sql visible_sql(const Snapshot& snapshot, const meta::Object& object, Purpose purpose,
                      const std::string& alias) {
    return over(snapshot, object, purpose, alias, 0);
}

void add_params(std::vector<db::Param>& params, const std::vector<Value>& values) {
    for (const Value& value : values) {
        if (const auto* text = value.get_if<std::string>()) {
            params.emplace_back(std::string_view(*text));
        } else if (const auto* number = value.get_if<std::int64_t>()) {
            params.emplace_back(*number);
        } else {
            params.emplace_back(nullptr);
        }
    }
}

}  // namespace bihuan::access
