// The only dynamic type: one value of one field. Field types (kernel/types) give it meaning.
//
// Plain values: any thread.
#pragma once

#include "base/calendar_time.h"
#include "base/decimal.h"
#include "base/ids.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace bihuan {

struct Null {
    friend constexpr bool operator==(const Null&, const Null&) = default;
};

class Value;
using ValueList = std::vector<Value>;

// Alternatives by field type:
//   Null          empty, of any type
//   bool          boolean
//   int64_t       integer, rating, progress
//   Decimal       decimal, percent, money (the record carries currency and rate)
//   std::string   text, select (option key), phone, e-mail, URL, address (canonical JSON text)
//   Date Month Instant
//   RecordId      lookup, user, department, attachment
//   ValueList     multi-select (option keys), attachments, lists in expressions
class Value {
public:
    using Variant = std::variant<Null, bool, std::int64_t, Decimal, std::string, Date, Month,
                                 Instant, RecordId, ValueList>;

    Value() = default;
    Value(Null) {}
    Value(bool v) : v_(v) {}
    Value(std::int64_t v) : v_(v) {}
    Value(int v) : v_(static_cast<std::int64_t>(v)) {}
    Value(Decimal v) : v_(v) {}
    Value(std::string v) : v_(std::move(v)) {}
    Value(const char* v) : v_(std::string(v)) {}
    Value(Date v) : v_(v) {}
    Value(Month v) : v_(v) {}
    Value(Instant v) : v_(v) {}
    Value(RecordId v) : v_(v) {}
    Value(UserId v) : v_(to_record(v)) {}
    Value(ValueList v) : v_(std::move(v)) {}

    bool is_null() const { return std::holds_alternative<Null>(v_); }
    template <class T> bool is() const { return std::holds_alternative<T>(v_); }
    template <class T> const T& as() const { return std::get<T>(v_); }
    template <class T> const T* get_if() const { return std::get_if<T>(&v_); }
    const Variant& variant() const { return v_; }

    // Same alternative and same content; decimals compare by number (1.50 == 1.5).
    friend bool operator==(const Value& a, const Value& b);

private:
    Variant v_;
};

}  // namespace bihuan
