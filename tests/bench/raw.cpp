#include "raw.h"

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

namespace bihuan::bench {

namespace {

constexpr const char* kSettings =  // those of the server's readers
    "PRAGMA foreign_keys=OFF; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
    "PRAGMA cache_size=-4096; PRAGMA query_only=ON;";
constexpr const char* kPage =
    "SELECT t.id, t.version, t.name, t.number, t.account, a.name, t.amount, t.currency, t.state, "
    "t.win_rate, t.forecast, t.expected_close, t.next_step, t.type, t.source "
    "FROM opportunity t LEFT JOIN account a ON a.id = t.account "
    "WHERE t.owner = ? AND t.stage = ? AND t.deleted_at IS NULL AND t.owner = ? "
    "ORDER BY t.amount_base DESC NULLS LAST, t.id DESC LIMIT 51";
constexpr int kPageRows = 50;

void append_number(std::string& out, std::int64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

void append_id(std::string& out, std::int64_t number) {
    out += '"';
    append_number(out, number);
    out += '"';
}

void append_text(std::string& out, sqlite3_stmt* stmt, int column) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(stmt, column));
    if (bytes == nullptr) {
        out += "null";
        return;
    }
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(stmt, column));
    const std::string_view text(bytes, length);
    out += '"';
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte >= 0x20 && byte != '"' && byte != '\\') continue;
        out.append(text, from, i - from);
        out += '\\';
        from = i;
    }
    out.append(text, from);
    out += '"';
}

void append_hundredths(std::string& out, sqlite3_stmt* stmt, int column) {
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL) {
        out += "null";
        return;
    }
    const std::int64_t number = sqlite3_column_int64(stmt, column);
    out += '"';
    append_number(out, number / 100);
    out += '.';
    out += static_cast<char>('0' + number % 100 / 10);
    out += static_cast<char>('0' + number % 10);
    out += '"';
}

void append_row(std::string& out, sqlite3_stmt* stmt) {
    constexpr std::string_view kTexts[] = {",\"expected_close\":", ",\"next_step\":", ",\"type\":",
                                           ",\"source\":"};
    out += "{\"id\":";
    append_id(out, sqlite3_column_int64(stmt, 0));
    out += ",\"version\":";
    append_number(out, sqlite3_column_int64(stmt, 1));
    out += ",\"name\":";
    append_text(out, stmt, 2);
    out += ",\"number\":";
    append_text(out, stmt, 3);
    out += ",\"account\":{\"id\":";
    append_id(out, sqlite3_column_int64(stmt, 4));
    out += ",\"name\":";
    append_text(out, stmt, 5);
    out += "},\"amount\":";
    append_hundredths(out, stmt, 6);
    out += ",\"currency\":";
    append_text(out, stmt, 7);
    out += ",\"state\":";
    append_text(out, stmt, 8);
    out += ",\"win_rate\":";
    append_hundredths(out, stmt, 9);
    out += ",\"forecast\":";
    append_text(out, stmt, 10);
    for (int i = 0; i < 4; ++i) {
        out += kTexts[i];
        append_text(out, stmt, 11 + i);
    }
    out += '}';
}

struct Connection {
    explicit Connection(const std::string& file) {
        if (sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                            nullptr) != SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(db));
        }
        sqlite3_exec(db, kSettings, nullptr, nullptr, nullptr);
    }
    ~Connection() { sqlite3_close_v2(db); }
    sqlite3_stmt* prepare(const char* sql) {
        sqlite3_stmt* stmt = nullptr;
        if (sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, nullptr) !=
            SQLITE_OK) {
            throw std::runtime_error(sqlite3_errmsg(db));
        }
        return stmt;
    }
    sqlite3* db = nullptr;
};

struct Wanted {
    std::int64_t owner;
    std::int64_t stage;
};

// Lines of "owner stage".
std::vector<Wanted> read_wanted(const std::string& file) {
    std::ifstream in(file);
    std::vector<Wanted> out;
    for (Wanted each{}; in >> each.owner >> each.stage;) out.push_back(each);
    if (out.empty()) throw std::runtime_error("no lists in " + file);
    return out;
}

double thread_micros() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

}  // namespace

void raw_list(const std::string& folder, int pages, const std::string& file) {
    Connection connection(folder + "/bihuan.db");
    const auto lists = read_wanted(file);
    sqlite3_stmt* begin = connection.prepare("BEGIN");
    sqlite3_stmt* rollback = connection.prepare("ROLLBACK");
    sqlite3_stmt* page = connection.prepare(kPage);
    std::size_t bytes = 0;
    double began = 0;
    const int warm = static_cast<int>(lists.size());  // as often as the server has seen each
    for (int i = -warm; i < pages; ++i) {
        if (i == 0) {
            began = thread_micros();
            bytes = 0;
        }
        const Wanted& list = lists[static_cast<std::size_t>(i + warm) % lists.size()];
        std::string out;
        out.reserve(16'384);
        out += "{\"records\":[";
        sqlite3_step(begin);
        sqlite3_reset(begin);
        sqlite3_bind_int64(page, 1, list.owner);
        sqlite3_bind_int64(page, 2, list.stage);
        sqlite3_bind_int64(page, 3, list.owner);
        int rows = 0;
        while (sqlite3_step(page) == SQLITE_ROW && rows < kPageRows) {
            if (rows++ > 0) out += ',';
            append_row(out, page);
        }
        sqlite3_reset(page);
        sqlite3_step(rollback);
        sqlite3_reset(rollback);
        out += "],\"next\":null}";
        bytes += out.size();
    }
    std::printf("%.1f %zu\n", (thread_micros() - began) / pages,
                bytes / static_cast<std::size_t>(pages));
    sqlite3_finalize(begin);
    sqlite3_finalize(rollback);
    sqlite3_finalize(page);
}

}  // namespace bihuan::bench
