// Zones and the text form of instants.
#include "base/calendar_time.h"
#include "base/zone_rules.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace bihuan {

struct Zone::Rules {
    std::string name;
    ZoneRules rules;
};

namespace {

constexpr std::int64_t kDaySeconds = 86'400;
constexpr std::int64_t kOffsetMax = 18 * 3600;  // no zone was ever further from UTC
constexpr std::string_view kZoneFolder = "/usr/share/zoneinfo/";

std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    return a >= 0 ? a / b : -((-(a + 1)) / b) - 1;
}

int two_digits(std::string_view text, std::size_t pos) {
    if (pos + 2 > text.size()) return -1;
    const auto digit = [&](std::size_t i) {
        return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : -100;
    };
    return digit(pos) * 10 + digit(pos + 1);
}

// "+08:00", "-0530", "Z"; nullopt when it is none of these.
std::optional<std::int64_t> parse_offset(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const int hours = two_digits(text, 1);
    const int minutes = two_digits(text, 4);
    if (hours < 0 || minutes < 0 || minutes > 59) return std::nullopt;
    const std::int64_t seconds = hours * 3600 + minutes * 60;
    if (seconds > kOffsetMax) return std::nullopt;
    return text[0] == '-' ? -seconds : seconds;
}

bool is_zone_name(std::string_view name) {
    if (name.empty() || name.size() > 64 || name.front() == '/') return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '/' || c == '_' || c == '-' || c == '+';
    });
}

void append_two(std::string& out, std::int64_t value) {
    out += static_cast<char>('0' + value / 10);
    out += static_cast<char>('0' + value % 10);
}

// Wall time without offset, shortest fraction.
std::string wall_text(std::int64_t local_micros) {
    const std::int64_t days = floor_divide(local_micros, kMicrosPerDay);
    const std::int64_t in_day = local_micros - days * kMicrosPerDay;
    const std::int64_t second = in_day / kMicrosPerSecond;
    std::string text = to_text(Date{static_cast<std::int32_t>(days)});
    text += 'T';
    append_two(text, second / 3600);
    text += ':';
    append_two(text, second / 60 % 60);
    text += ':';
    append_two(text, second % 60);
    if (const std::int64_t micros = in_day % kMicrosPerSecond; micros != 0) {
        std::string fraction = std::to_string(micros + kMicrosPerSecond);
        fraction[0] = '.';
        fraction.erase(fraction.find_last_not_of('0') + 1);
        text += fraction;
    }
    return text;
}

// The instant of a local wall time. Where it happens twice, the first; where it is skipped, the
// instant that the offset before the gap gives.
std::int64_t resolve_local(const Zone& zone, std::int64_t local_seconds) {
    const auto offset_at = [&](std::int64_t utc_seconds) {
        return zone.offset_seconds(Instant{utc_seconds * kMicrosPerSecond});
    };
    const std::int64_t before = offset_at(local_seconds - kDaySeconds);
    const std::int64_t after = offset_at(local_seconds + kDaySeconds);
    for (const std::int64_t offset : {std::max(before, after), std::min(before, after)}) {
        if (offset_at(local_seconds - offset) == offset) return local_seconds - offset;
    }
    return local_seconds - before;
}

}  // namespace

Zone::Zone(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

std::optional<Zone> Zone::find(std::string_view name) {
    if (name == "Asia/Shanghai") return shanghai();
    if (name == "UTC") return utc();
    auto rules = std::make_shared<Rules>();
    rules->name = name;
    if (const auto offset = parse_offset(name)) {
        rules->rules.first_offset = *offset;
        return Zone(std::move(rules));
    }
    if (!is_zone_name(name)) return std::nullopt;
    std::ifstream file(std::string(kZoneFolder) + std::string(name), std::ios::binary);
    if (!file) return std::nullopt;
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    auto parsed = parse_zone_file(bytes);
    if (!parsed) return std::nullopt;
    rules->rules = std::move(*parsed);
    return Zone(std::move(rules));
}

Zone Zone::shanghai() {
    auto rules = std::make_shared<Rules>();
    rules->name = "Asia/Shanghai";
    rules->rules.first_offset = 8 * 3600;
    return Zone(std::move(rules));
}

Zone Zone::utc() {
    auto rules = std::make_shared<Rules>();
    rules->name = "UTC";
    return Zone(std::move(rules));
}

const std::string& Zone::name() const { return rules_->name; }

std::int64_t Zone::offset_seconds(Instant instant) const {
    return rules_->rules.offset_at(floor_divide(instant.micros, kMicrosPerSecond));
}

Date Zone::date_of(Instant instant) const {
    const std::int64_t local = instant.micros + offset_seconds(instant) * kMicrosPerSecond;
    return Date{static_cast<std::int32_t>(floor_divide(local, kMicrosPerDay))};
}

Instant Zone::start_of(Date date) const {
    return Instant{resolve_local(*this, date.days * kDaySeconds) * kMicrosPerSecond};
}

Instant Zone::end_of(Date date) const { return Instant{start_of(add_days(date, 1)).micros - 1}; }

std::int64_t Zone::second_of_day(Instant instant) const {
    const std::int64_t local = instant.micros + offset_seconds(instant) * kMicrosPerSecond;
    const std::int64_t in_day = local - floor_divide(local, kMicrosPerDay) * kMicrosPerDay;
    return in_day / kMicrosPerSecond;
}

std::string Zone::to_text(Instant instant) const {
    const std::int64_t offset = offset_seconds(instant);
    std::string text = wall_text(instant.micros + offset * kMicrosPerSecond);
    text += offset < 0 ? '-' : '+';
    const std::int64_t minutes = (offset < 0 ? -offset : offset) / 60;
    append_two(text, minutes / 60);
    text += ':';
    append_two(text, minutes % 60);
    return text;
}

std::string to_text(Instant instant) { return wall_text(instant.micros) + "Z"; }

std::optional<Instant> parse_instant(std::string_view text, const Zone& zone) {
    if (text.size() < 16 || std::string_view("Tt ").find(text[10]) == std::string_view::npos ||
        text[13] != ':') {
        return std::nullopt;
    }
    const auto date = parse_date(text.substr(0, 10));
    const int hour = two_digits(text, 11);
    const int minute = two_digits(text, 14);
    int second = 0;
    std::int64_t micros = 0;
    std::size_t pos = 16;
    if (pos < text.size() && text[pos] == ':') {
        second = two_digits(text, pos + 1);
        pos += 3;
        if (pos < text.size() && text[pos] == '.') {
            std::int64_t unit = kMicrosPerSecond / 10;
            const std::size_t from = ++pos;
            for (; pos < text.size() && text[pos] >= '0' && text[pos] <= '9'; ++pos, unit /= 10) {
                micros += (text[pos] - '0') * unit;
            }
            if (pos == from || pos - from > 9) return std::nullopt;
        }
    }
    if (!date || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return std::nullopt;
    }
    const std::int64_t local = date->days * kDaySeconds + hour * 3600 + minute * 60 + second;
    if (pos >= text.size()) {
        return Instant{resolve_local(zone, local) * kMicrosPerSecond + micros};
    }
    const auto offset = parse_offset(text.substr(pos));
    if (!offset) return std::nullopt;
    return Instant{(local - *offset) * kMicrosPerSecond + micros};
}

}  // namespace bihuan
