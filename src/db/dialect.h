// What differs between engines, as questions. Immutable; any thread.
#pragma once

#include "base/exact.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::db {

// How a field's values are stored. Decimals and money are scaled integers, dates ISO text,
// instants microseconds, lists text (JSON array of sorted option keys).
enum class Storage { integer, text, boolean, date, month, instant, reference };

class Dialect {
public:
    virtual ~Dialect() = default;
    virtual std::string_view name() const = 0;                       // for logs and /schema only
    virtual std::string_view column_type(Storage storage) const = 0;
    virtual std::string quote(std::string_view identifier) const = 0;  // "name"
    // ORDER BY term with nulls last in either direction.
    virtual std::string order_term(std::string_view expression, bool descending) const = 0;
    // An index on a column, read backwards, gives its order_term(descending); else only without
    // the nulls.
    virtual bool index_gives_descending() const = 0;
    // Case-sensitive (already folded) substring test: expression yielding a boolean.
    virtual std::string contains(std::string_view haystack, std::string_view needle) const = 0;
    // Text-form pieces used by compiled expressions; arguments are SQL.
    virtual std::string fold_text(std::string_view text) const = 0;    // fold() of base/text.h
    virtual std::string substring(std::string_view text, std::string_view start,
                                  std::string_view length) const = 0;  // start from 1
    virtual std::string text_length(std::string_view text) const = 0;  // code points
    // Date arithmetic on ISO text / DATE columns: days is SQL integer.
    virtual std::string add_days(std::string_view date, std::string_view days) const = 0;
    virtual std::string add_months(std::string_view date, std::string_view months) const = 0;
    virtual std::string days_between(std::string_view from, std::string_view to) const = 0;
    virtual std::string date_part(std::string_view part, std::string_view date) const = 0;
    // Start of the period holding `date`: part is day, week (Monday), month, quarter, year.
    virtual std::string date_trunc(std::string_view part, std::string_view date) const = 0;
    // Civil date of an instant column in a zone given as constant offset seconds.
    virtual std::string date_of_instant(std::string_view instant, long offset_seconds) const = 0;
    // Integer division of exact integers, rounded half away from zero, without overflow to REAL.
    virtual std::string divide_rounded(std::string_view dividend,
                                       std::string_view divisor) const = 0;
    // Exact arithmetic of compiled expressions (base/exact.h). NULL when the result is beyond
    // kCoefficientMax, when the divisor is 0, or when an argument is NULL.
    // a * b / divisor, rounded half away from zero once, computed in 128 bits.
    virtual std::string multiply_scaled(std::string_view a, std::string_view b,
                                        std::string_view divisor) const = 0;
    virtual std::string add_exact(std::string_view a, std::string_view b) const = 0;
    virtual std::string scale_down(std::string_view value, std::int64_t divisor,
                                   Whole whole) const = 0;
    // Smallest or largest of several values, NULLs left out; NULL when all are NULL.
    virtual std::string least(const std::vector<std::string>& values) const = 0;
    virtual std::string greatest(const std::vector<std::string>& values) const = 0;
    // Between a date and a month column's form.
    virtual std::string month_of_date(std::string_view date) const = 0;
    virtual std::string first_of_month(std::string_view month) const = 0;
    // Place of `needle` in `text` in code points from 1; 0 when absent.
    virtual std::string text_position(std::string_view text, std::string_view needle) const = 0;
    // Full-text: DDL for the token table, and the statements that keep and ask it. The table is
    // named `search_index`; its row id is the record id; tokens are separated by spaces.
    virtual std::vector<std::string> search_ddl() const = 0;
    // The record's id in `search_index` s.
    virtual std::string search_key() const = 0;
    virtual std::string search_upsert() const = 0;   // parameters: id, tokens
    virtual std::string search_delete() const = 0;   // parameter: id
    // Predicate over `search_index` s for a match text made by match_all()/match_any().
    virtual std::string search_where() const = 0;    // one parameter
    virtual std::string match_all(const std::vector<std::string>& tokens) const = 0;
    virtual std::string match_any(const std::vector<std::string>& tokens) const = 0;
    virtual std::string match_and(const std::string& a, const std::string& b) const = 0;
    // DDL. `if not exists` is allowed in both.
    virtual std::string insert_or_ignore() const = 0;  // prefix: "INSERT OR IGNORE" or "INSERT"
    virtual std::string on_conflict_ignore() const = 0;  // suffix, may be empty
};

}  // namespace bihuan::db
