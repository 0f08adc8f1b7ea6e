#include "db/sqlite/exact_functions.h"

#include "base/exact.h"
#include "db/sqlite/failure.h"

namespace bihuan::db::sqlite {

namespace {

bool all_integers(int count, sqlite3_value** values) {
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) != SQLITE_INTEGER) return false;
    }
    return true;
}

void give(sqlite3_context* context, std::optional<std::int64_t> result) {
    if (result) sqlite3_result_int64(context, *result);
}

void multiply(sqlite3_context* context, int count, sqlite3_value** values) {
    if (!all_integers(count, values)) return;
    give(context, exact::multiply_scaled(sqlite3_value_int64(values[0]),
                                         sqlite3_value_int64(values[1]),
                                         sqlite3_value_int64(values[2])));
}

void add(sqlite3_context* context, int count, sqlite3_value** values) {
    if (!all_integers(count, values)) return;
    give(context, exact::add(sqlite3_value_int64(values[0]), sqlite3_value_int64(values[1])));
}

void scale_down(sqlite3_context* context, int count, sqlite3_value** values) {
    if (!all_integers(count, values)) return;
    const std::int64_t divisor = sqlite3_value_int64(values[1]);
    if (divisor <= 0) return;
    give(context, exact::scale_down(sqlite3_value_int64(values[0]), divisor,
                                    static_cast<Whole>(sqlite3_value_int(values[2]))));
}

template <bool kLargest>
void extreme(sqlite3_context* context, int count, sqlite3_value** values) {
    std::optional<std::int64_t> best;
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) != SQLITE_INTEGER) continue;
        const std::int64_t value = sqlite3_value_int64(values[i]);
        if (!best || (kLargest ? value > *best : value < *best)) best = value;
    }
    give(context, best);
}

}  // namespace

void register_exact_functions(sqlite3* db) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    constexpr int kAnyNumber = -1;
    const struct {
        const char* name;
        int arguments;
        void (*function)(sqlite3_context*, int, sqlite3_value**);
    } functions[] = {{"bh_multiply", 3, multiply},
                     {"bh_add", 2, add},
                     {"bh_scale_down", 3, scale_down},
                     {"bh_least", kAnyNumber, extreme<false>},
                     {"bh_greatest", kAnyNumber, extreme<true>}};
    for (const auto& entry : functions) {
        const int code =
            sqlite3_create_function_v2(db, entry.name, entry.arguments, kFlags, nullptr,
                                       entry.function, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) throw error_of(db, code, entry.name);
    }
}

}  // namespace bihuan::db::sqlite
