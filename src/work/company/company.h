// What the company says of itself: names, logo, address, tax number, bank accounts, currency,
// fiscal year, closing day, time zone. Printed on papers; changed by administrators, audited.
//
// Kept in the table company_state, which also holds other small facts of the company (app).
// Functions take a Snapshot or Tx, one thread each.
#pragma once

#include "base/json.h"
#include "kernel/snapshot.h"
#include "kernel/tx.h"
#include "kernel/workspace.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::company {

inline constexpr std::size_t kTextMax = 200;             // characters of a name or number
inline constexpr std::size_t kBanksMax = 20;
inline constexpr std::int64_t kLogoBytesMax = 512 * 1024;  // goes into every paper

struct Bank {
    std::string bank;                    // 招商银行苏州分行
    std::string holder;                  // 户名
    std::string account;
    std::string currency;                // of the account: CNY
    friend bool operator==(const Bank&, const Bank&) = default;
};

struct Settings {
    std::string name;
    std::string short_name;
    RecordId logo;                       // a stored file: PNG; zero: none
    std::string address;
    std::string phone;
    std::string tax_number;              // 统一社会信用代码
    std::vector<Bank> banks;
    std::string base_currency;
    std::int64_t fiscal_year_start = 1;  // month, 1..12
    std::int64_t closing_day = 0;        // day of the month on which it is closed; 0: its last
    std::string zone;                    // IANA name
    std::int64_t version = 0;            // grows with each change
};

std::string store_ddl();

// One of the small facts; empty when it was never set.
std::string fact(const Snapshot& snapshot, std::string_view key);
void set_fact(Tx& tx, std::string_view key, std::string_view value);

Settings load(const Snapshot& snapshot);
// A partial change from an API body; what is not named stays. Error(forbidden) but for
// administrators, Error(invalid) with issues, Error(conflict) for a stale version or a base
// currency in which amounts stand already. The zone is in force once it is committed.
Settings change(Tx& tx, const Json& body, std::optional<std::int64_t> version);
void write(const Settings& settings, JsonWriter& json);

// Puts the kept zone and currency in force: at start, and when another process changed them.
void adopt(const Snapshot& snapshot);

}  // namespace bihuan::company
