// Civil dates and months (no zone), instants (UTC microseconds), zones, and the clock.
//
// "Today" needs a zone: it is always asked of a Clock with the workspace's Zone.
// Plain values: any thread. Clock implementations are thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan {

struct Date {                    // days since 1970-01-01
    std::int32_t days = 0;
    friend constexpr auto operator<=>(const Date&, const Date&) = default;
};

struct Month {                   // months since 1970-01
    std::int32_t months = 0;
    friend constexpr auto operator<=>(const Month&, const Month&) = default;
};

struct Instant {                 // microseconds since 1970-01-01T00:00:00Z
    std::int64_t micros = 0;
    friend constexpr auto operator<=>(const Instant&, const Instant&) = default;
};

inline constexpr Instant kForever{INT64_MAX};
inline constexpr std::int64_t kMicrosPerSecond = 1'000'000;
inline constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

struct CivilDate { int year; int month; int day; };

CivilDate to_civil(Date date);
std::optional<Date> to_date(int year, int month, int day);  // nullopt: 2026-02-30
Date add_days(Date date, int days);
Date add_months(Date date, int months);          // 31 January + 1 month = 28/29 February
int weekday(Date date);                          // 1 Monday .. 7 Sunday
Month month_of(Date date);
Date first_day(Month month);
Date last_day(Month month);

std::string to_text(Date date);                  // 2026-11-23
std::string to_text(Month month);                // 2026-11
std::optional<Date> parse_date(std::string_view text);    // strict ISO, years 0001..9999
std::optional<Month> parse_month(std::string_view text);  // strict ISO
// What people and spreadsheets write: 2026/1/5, 2026-1-5, 20260105, 2026年1月5日, 5.1.2026 is
// refused as ambiguous unless `format` (d/m/y, m/d/y, y/m/d) says the order.
std::optional<Date> parse_date_loose(std::string_view text, std::string_view format = {});

// A zone of the IANA database on this machine, or a fixed offset "+08:00". Asia/Shanghai is
// answered without any file so that a bare machine works.
class Zone {
public:
    static std::optional<Zone> find(std::string_view name);
    static Zone shanghai();
    static Zone utc();
    const std::string& name() const;
    std::int64_t offset_seconds(Instant instant) const;
    Date date_of(Instant instant) const;
    Instant start_of(Date date) const;           // local midnight
    Instant end_of(Date date) const;             // last microsecond of the local day
    std::string to_text(Instant instant) const;  // 2026-11-23T14:30:00.000000+08:00, shortest form
    // Local wall time of an instant: seconds since local midnight.
    std::int64_t second_of_day(Instant instant) const;

private:
    struct Rules;
    explicit Zone(std::shared_ptr<const Rules> rules);
    std::shared_ptr<const Rules> rules_;
};

std::string to_text(Instant instant);            // RFC 3339 in UTC, "2026-11-23T06:30:00Z"
// RFC 3339; without an offset the zone's wall time is meant.
std::optional<Instant> parse_instant(std::string_view text, const Zone& zone);

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

// The machine's clock; the only place that reads it.
std::unique_ptr<Clock> make_system_clock();
// Starts at `start` and runs on from there with the machine's speed (BIHUAN_NOW).
std::unique_ptr<Clock> make_shifted_clock(Instant start);

// For tests and for loading back-dated demo data: stands still until told.
class ManualClock final : public Clock {
public:
    explicit ManualClock(Instant start);
    ~ManualClock() override;
    Instant now() const override;
    void set(Instant instant);
    void advance(std::int64_t micros);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bihuan
