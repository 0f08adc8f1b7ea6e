#include "db/sqlite/functions.h"

#include "base/calendar_time.h"
#include "base/text.h"
#include "db/sqlite/exact_functions.h"
#include "db/sqlite/failure.h"

#include <string>
#include <string_view>

namespace bihuan::db::sqlite {

namespace {

std::string_view text_of(sqlite3_value* value) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

void give_text(sqlite3_context* context, std::string_view text) {
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

bool any_null(int count, sqlite3_value** values) {
    for (int i = 0; i < count; ++i) {
        if (sqlite3_value_type(values[i]) == SQLITE_NULL) return true;
    }
    return false;
}

void divide_rounded(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    if (sqlite3_value_type(values[0]) != SQLITE_INTEGER ||
        sqlite3_value_type(values[1]) != SQLITE_INTEGER) {
        sqlite3_result_error(context, "integer overflow", -1);  // a product became REAL
        return;
    }
    using Wide = __int128;
    const Wide dividend = sqlite3_value_int64(values[0]);
    const Wide divisor = sqlite3_value_int64(values[1]);
    if (divisor == 0) return;
    const bool negative = (dividend < 0) != (divisor < 0);
    const Wide top = dividend < 0 ? -dividend : dividend;
    const Wide bottom = divisor < 0 ? -divisor : divisor;
    Wide quotient = (2 * top + bottom) / (2 * bottom);
    if (negative) quotient = -quotient;
    if (quotient > INT64_MAX || quotient < INT64_MIN) {
        sqlite3_result_error(context, "integer overflow", -1);
        return;
    }
    sqlite3_result_int64(context, static_cast<sqlite3_int64>(quotient));
}

void fold_text(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    give_text(context, fold(text_of(values[0])));
}

void add_months_to(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    constexpr std::int64_t kMonthsMax = 12 * 9999;  // more would leave the calendar anyway
    const std::int64_t months = sqlite3_value_int64(values[1]);
    const auto date = parse_date(text_of(values[0]));
    if (!date || months > kMonthsMax || months < -kMonthsMax) return;
    const std::string text = to_text(add_months(*date, static_cast<int>(months)));
    if (parse_date(text)) give_text(context, text);  // outside years 1..9999: null
}

void contains_part(sqlite3_context* context, int count, sqlite3_value** values) {
    if (any_null(count, values)) return;
    const bool found = text_of(values[0]).find(text_of(values[1])) != std::string_view::npos;
    sqlite3_result_int(context, found ? 1 : 0);
}

// The tokenizer keeps nothing, but FTS5 insists on a pointer that is not null.
int create_tokenizer(void*, const char**, int, Fts5Tokenizer** out) {
    *out = static_cast<Fts5Tokenizer*>(sqlite3_malloc(1));
    return *out == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer* tokenizer) { sqlite3_free(tokenizer); }

int split_tokens(Fts5Tokenizer*, void* context, int, const char* text, int size,
                 int (*give)(void*, int, const char*, int, int, int)) {
    int from = 0;
    for (int i = 0; i <= size; ++i) {
        if (i < size && text[i] != ' ') continue;
        if (i > from) {
            const int code = give(context, 0, text + from, i - from, from, i);
            if (code != SQLITE_OK) return code;
        }
        from = i + 1;
    }
    return SQLITE_OK;
}

void register_tokenizer(sqlite3* db) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    fts5_tokenizer tokenizer{create_tokenizer, delete_tokenizer, split_tokens};
    const int code = api == nullptr ? SQLITE_ERROR
                                    : api->xCreateTokenizer(api, "bh_tokens", nullptr, &tokenizer,
                                                            nullptr);
    if (code != SQLITE_OK) throw error_of(db, code, "register tokenizer");
}

}  // namespace

void register_functions(sqlite3* db) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    const struct {
        const char* name;
        int arguments;
        void (*function)(sqlite3_context*, int, sqlite3_value**);
    } functions[] = {{"bh_divide_rounded", 2, divide_rounded},
                     {"bh_fold", 1, fold_text},
                     {"bh_add_months", 2, add_months_to},
                     {"bh_contains", 2, contains_part}};
    for (const auto& entry : functions) {
        const int code =
            sqlite3_create_function_v2(db, entry.name, entry.arguments, kFlags, nullptr,
                                       entry.function, nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) throw error_of(db, code, entry.name);
    }
    register_exact_functions(db);
    register_tokenizer(db);
}

}  // namespace bihuan::db::sqlite
