// The DDL of one object: its table, its history table, their indexes, and what is missing in
// tables that exist.
#include "kernel/meta/store.h"

#include <fmt/core.h>

#include <algorithm>

namespace bihuan::meta {
namespace {

constexpr std::size_t kIndexNameMax = 60;  // PostgreSQL cuts names at 63 bytes, silently

struct Column { std::string name; db::Storage storage; };

// Columns that are no fields, of both tables.
std::vector<Column> system_columns() {
    return {{"version", db::Storage::integer},     {"valid_from", db::Storage::instant},
            {"recorded_at", db::Storage::instant}, {"deleted_at", db::Storage::instant},
            {"deleted_by", db::Storage::reference}};
}

std::vector<Column> columns_of(const Field& field) {
    if (!field.stored || !field.type) return {};
    const db::Storage storage = types::result_of(*field.type, field.settings).storage();
    std::vector<Column> columns = {{field.name, storage}};
    if (field.has_base) columns.push_back({field.sort_column(), storage});
    return columns;
}

class Planner {
public:
    Planner(const db::Dialect& dialect, const Object& object)
        : dialect_(dialect), object_(object) {}

    void create_tables() {
        statements_.push_back(table(object_.name, false));
        if (object_.has_history) statements_.push_back(table(object_.history_table(), true));
    }

    void add_columns(const Object& before) {
        if (object_.has_history && !before.has_history) {
            statements_.push_back(table(object_.history_table(), true));
        }
        for (const Field& field : object_.fields) {
            const auto there = std::find_if(
                before.fields.begin(), before.fields.end(),
                [&](const Field& old) { return old.name == field.name; });
            std::vector<Column> old_columns;
            if (there != before.fields.end()) old_columns = columns_of(*there);
            for (const Column& column : columns_of(field)) {
                const bool known = std::any_of(
                    old_columns.begin(), old_columns.end(),
                    [&](const Column& old) { return old.name == column.name; });
                if (known) continue;
                add_column(object_.name, column);
                if (object_.has_history && before.has_history) {
                    add_column(object_.history_table(), column);
                }
            }
        }
    }

    void create_indexes() {
        for (const Field& field : object_.fields) {
            if (!field.stored) continue;
            if (field.unique) {
                index("ux", {field.sort_column()}, " WHERE " + quote("deleted_at") + " IS NULL");
            } else if (is_provenance(field) || is_seldom(field)) {
                // Most rows have none: the index holds only those that do.
                index("ix", {field.name}, " WHERE " + quote(field.name) + " IS NOT NULL");
            } else if (field.indexed || field.name == object_.parent_field) {
                index("ix", {field.sort_column(), "id"}, "");
            }
        }
        for (const Index& wanted : object_.indexes) file_index(wanted);
        index_bin();
        if (!object_.has_history) return;
        const std::string history = object_.history_table();
        plain_index(history, "ix_" + history + "_valid_from", "id", "valid_from");
        plain_index(history, "ix_" + history + "_valid_to", "valid_to", "");
    }

    // Those of the object's file that are no longer in it.
    void drop_indexes(const Object& before) {
        for (const Index& old : before.indexes) {
            const std::string name = file_index_name(before, old);
            const bool stays = std::any_of(
                object_.indexes.begin(), object_.indexes.end(),
                [&](const Index& kept) { return file_index_name(object_, kept) == name; });
            if (!stays) statements_.push_back("DROP INDEX IF EXISTS " + quote(name));
        }
    }

    // Live rows in the order of their ids, which counts and jumps in long lists go along without
    // reading rows; and the recycle bin, which the other indexes leave out.
    void index_bin() {
        const std::string deleted = quote("deleted_at");
        if (object_.parent_field.empty()) {
            create(false, "ix_" + object_.name + "_live", object_.name, quote("id"),
                   " WHERE " + deleted + " IS NULL");
        }
        create(false, "ix_" + object_.name + "_deleted", object_.name, deleted,
               " WHERE " + deleted + " IS NOT NULL");
    }

    // Indexes that other objects' fields ask for: roll-ups and lines search children by parent.
    void index_reference(const std::string& column) { index("ix", {column, "id"}, ""); }

    std::vector<std::string> take() { return std::move(statements_); }

private:
    std::string quote(std::string_view name) const { return dialect_.quote(name); }

    static bool is_provenance(const Field& field) {
        return field.name == "external_id" || field.name == "import_id";
    }

    // References are sorted by what they are called, so nobody goes along the rows without one.
    bool is_seldom(const Field& field) const {
        return field.indexed && !field.required && field.name != object_.parent_field &&
               field.type && field.type->kind() == types::Kind::reference &&
               field.name != "owner" && field.name != "owner_dept";
    }

    std::string definition(const Column& column) const {
        return quote(column.name) + " " + std::string(dialect_.column_type(column.storage));
    }

    std::string table(const std::string& name, bool history) const {
        const std::string id = definition({"id", db::Storage::reference});
        std::string sql = "CREATE TABLE IF NOT EXISTS " + quote(name) + " (\n  " + id;
        sql += history ? " NOT NULL" : " PRIMARY KEY";
        for (const Column& column : system_columns()) {
            sql += ",\n  " + definition(column);
            if (column.name == "version" || column.name == "valid_from") sql += " NOT NULL";
        }
        for (const Field& field : object_.fields) {
            for (const Column& column : columns_of(field)) sql += ",\n  " + definition(column);
        }
        if (history) {
            sql += ",\n  " + definition({"valid_to", db::Storage::instant}) + " NOT NULL";
            sql += ",\n  " + definition({"closed_by", db::Storage::reference});
            sql += ",\n  " + definition({"cause", db::Storage::text});
            sql += ",\n  PRIMARY KEY (" + quote("id") + ", " + quote("version") + ")";
        }
        return sql + "\n)";
    }

    void add_column(const std::string& table_name, const Column& column) {
        statements_.push_back("ALTER TABLE " + quote(table_name) + " ADD COLUMN " +
                              definition(column));
    }

    // Too long a name keeps its beginning and ends with a hash of the whole (FNV-1a).
    static std::string short_name(const std::string& name) {
        if (name.size() <= kIndexNameMax) return name;
        std::uint32_t hash = 2166136261U;
        for (const char c : name) {
            hash ^= static_cast<unsigned char>(c);
            hash *= 16777619U;
        }
        const std::string suffix = fmt::format("_{:08x}", hash);
        return name.substr(0, kIndexNameMax - suffix.size()) + suffix;
    }

    void create(bool unique, const std::string& name, const std::string& table_name,
                const std::string& terms, const std::string& where) {
        const std::string sql = std::string(unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX") +
                                " IF NOT EXISTS " + quote(short_name(name)) + " ON " +
                                quote(table_name) + " (" + terms + ")" + where;
        const bool there = std::find(statements_.begin(), statements_.end(), sql) !=
                           statements_.end();
        if (!there) statements_.push_back(sql);
    }

    void plain_index(const std::string& table_name, const std::string& name,
                     const std::string& first, const std::string& second) {
        const std::string terms = second.empty() ? quote(first)
                                                 : quote(first) + ", " + quote(second);
        create(false, name, table_name, terms, "");
    }

    // `columns` as they stand in the table; the last may be id and is not part of the name.
    void index(const std::string& prefix, const std::vector<std::string>& columns,
               const std::string& where) {
        std::string name = prefix + "_" + object_.name;
        std::string terms;
        for (const std::string& column : columns) {
            if (column != "id") name += "_" + column;
            terms += (terms.empty() ? "" : ", ") + quote(column);
        }
        create(prefix == "ux", name, object_.name, terms, where);
    }

    // Money means its sort column, "-x" is descending.
    static std::string stored_column(const Object& object, const std::string& column) {
        const std::string field_name = column.starts_with("-") ? column.substr(1) : column;
        const auto it = object.by_name.find(field_name);
        if (it == object.by_name.end()) return field_name;
        return object.fields[it->second].sort_column();
    }

    static std::string file_index_name(const Object& object, const Index& wanted) {
        std::string name = (wanted.unique ? "ux_" : "ix_") + object.name;
        for (const std::string& column : wanted.columns) {
            name += "_" + stored_column(object, column);
            if (column.starts_with("-")) name += "_desc";
        }
        return short_name(name);
    }

    // An index of the object file. The id at the end makes every position in it unique, so that
    // keyset paging can stand on it. Lists are of live rows: without the others an index alone
    // tells which rows a page skips.
    void file_index(const Index& wanted) {
        std::string terms;
        bool descending = false;
        for (const std::string& column : wanted.columns) {
            descending = column.starts_with("-");
            terms += (terms.empty() ? "" : ", ") + quote(stored_column(object_, column)) +
                     (descending ? " DESC" : "");
        }
        const std::string where = " WHERE " + quote("deleted_at") + " IS NULL";
        if (!wanted.unique) {
            terms += ", " + quote("id") + (descending ? " DESC" : "");
        }
        create(wanted.unique, file_index_name(object_, wanted), object_.name, terms, where);
    }

    const db::Dialect& dialect_;
    const Object& object_;
    std::vector<std::string> statements_;
};

}  // namespace

std::vector<std::string> plan_ddl(const db::Dialect& dialect, const Object* before,
                                  const Object& after) {
    Planner planner(dialect, after);
    if (before) {
        planner.add_columns(*before);
        planner.drop_indexes(*before);
    } else {
        planner.create_tables();
    }
    planner.create_indexes();
    return planner.take();
}

std::vector<std::string> plan_child_indexes(const db::Dialect& dialect, const Schema& schema,
                                            const Object& object) {
    Planner planner(dialect, object);
    for (const Schema::Feed& feed : schema.feeds_of(object)) {
        if (!feed.by->indexed) planner.index_reference(feed.by->name);
    }
    for (const Object& parent : schema.objects()) {
        for (const Field& field : parent.fields) {
            if (!field.type || field.type->name() != "lines") continue;
            if (field.settings.target != object.name) continue;
            const Field& by = object.at(field.settings.parent_field);
            if (!by.indexed) planner.index_reference(by.name);
        }
    }
    return planner.take();
}

}  // namespace bihuan::meta
