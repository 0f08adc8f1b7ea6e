#include "base/zone_rules.h"

#include <algorithm>

namespace bihuan {

namespace {

constexpr std::int64_t kDay = 86'400;

int year_of(std::int64_t local_seconds) {
    const std::int64_t days = local_seconds >= 0 ? local_seconds / kDay
                                                 : -((-local_seconds + kDay - 1) / kDay);
    return to_civil(Date{static_cast<std::int32_t>(days)}).year;
}

// A reader of POSIX TZ text; every step says whether it could be taken.
class TailReader {
public:
    explicit TailReader(std::string_view text) : text_(text) {}

    bool at_end() const { return pos_ == text_.size(); }
    bool take(char c) {
        if (at_end() || text_[pos_] != c) return false;
        ++pos_;
        return true;
    }
    bool name() {
        if (take('<')) {
            const std::size_t end = text_.find('>', pos_);
            if (end == std::string_view::npos) return false;
            pos_ = end + 1;
            return true;
        }
        const std::size_t from = pos_;
        while (!at_end() && ((text_[pos_] | 0x20) >= 'a' && (text_[pos_] | 0x20) <= 'z')) ++pos_;
        return pos_ > from;
    }
    bool number(int& value) {
        const std::size_t from = pos_;
        value = 0;
        while (!at_end() && text_[pos_] >= '0' && text_[pos_] <= '9' && pos_ - from < 4) {
            value = value * 10 + (text_[pos_++] - '0');
        }
        return pos_ > from;
    }
    bool seconds(std::int64_t& value) {  // [+-]hh[:mm[:ss]]
        const bool negative = take('-');
        if (!negative) take('+');
        int part = 0;
        if (!number(part)) return false;
        value = std::int64_t{part} * 3600;
        for (const int unit : {60, 1}) {
            if (!take(':')) break;
            if (!number(part)) return false;
            value += std::int64_t{part} * unit;
        }
        if (negative) value = -value;
        return true;
    }
    bool change(ZoneChange& change) {
        if (!take(',')) return false;
        if (take('M')) {
            change.kind = 'M';
            if (!number(change.month) || !take('.') || !number(change.week) || !take('.') ||
                !number(change.day)) {
                return false;
            }
            if (change.month < 1 || change.month > 12 || change.week < 1 || change.week > 5 ||
                change.day > 6) {
                return false;
            }
        } else {
            change.kind = take('J') ? 'J' : '0';
            if (!number(change.day) || change.day > 366) return false;
        }
        change.second = 7200;
        return !take('/') || seconds(change.second);
    }

private:
    std::string_view text_;
    std::size_t pos_ = 0;
};

class BytesReader {
public:
    explicit BytesReader(std::string_view bytes) : bytes_(bytes) {}

    bool has(std::size_t count) const { return bytes_.size() - pos_ >= count; }
    void skip(std::size_t count) { pos_ += count; }
    std::string_view rest() const { return bytes_.substr(pos_); }
    std::int64_t big_endian(std::size_t count) {
        std::uint64_t value = (bytes_[pos_] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = (value << 8) | static_cast<unsigned char>(bytes_[pos_++]);
        }
        return static_cast<std::int64_t>(value);
    }

private:
    std::string_view bytes_;
    std::size_t pos_ = 0;
};

struct ZoneFileHead {
    std::size_t utc_flags, std_flags, leaps, transitions, kinds, chars;
    std::size_t body_size(std::size_t time_size) const {
        return transitions * (time_size + 1) + kinds * 6 + chars + leaps * (time_size + 4) +
               std_flags + utc_flags;
    }
};

constexpr std::size_t kHeadSize = 44;

std::optional<ZoneFileHead> read_head(BytesReader& in) {
    if (!in.has(kHeadSize) || in.rest().substr(0, 4) != "TZif" || in.rest()[4] < '2') {
        return std::nullopt;
    }
    in.skip(20);
    const auto next = [&] { return static_cast<std::size_t>(in.big_endian(4)); };
    ZoneFileHead head{};
    head.utc_flags = next();
    head.std_flags = next();
    head.leaps = next();
    head.transitions = next();
    head.kinds = next();
    head.chars = next();
    constexpr std::size_t kSane = 10'000;  // a damaged file must not make us allocate at will
    if (head.transitions > kSane || head.kinds > kSane || head.chars > kSane ||
        head.leaps > kSane || head.std_flags > kSane || head.utc_flags > kSane) {
        return std::nullopt;
    }
    return head;
}

}  // namespace

std::int64_t ZoneChange::in_year(int year) const {
    const Date first = *to_date(year, 1, 1);
    std::int64_t days = 0;
    if (kind == 'M') {
        const Month in{month_of(first).months + month - 1};
        const Date start = first_day(in);
        const int wanted = day == 0 ? 7 : day;
        int ahead = (wanted - weekday(start) + 7) % 7 + (week - 1) * 7;
        while (add_days(start, ahead) > last_day(in)) ahead -= 7;
        days = add_days(start, ahead).days;
    } else if (kind == 'J') {  // 29 February is never counted
        const bool leap = to_date(year, 2, 29).has_value();
        days = first.days + day - 1 + (leap && day >= 60 ? 1 : 0);
    } else {
        days = first.days + day;
    }
    return days * kDay + second;
}

std::int64_t ZoneTail::offset_at(std::int64_t unix_seconds) const {
    if (!has_summer) return standard;
    const int year = year_of(unix_seconds + standard);
    if (year < 1 || year > 9999) return standard;
    const std::int64_t from = begins.in_year(year) - standard;
    const std::int64_t to = ends.in_year(year) - summer;
    const bool is_summer = from < to ? unix_seconds >= from && unix_seconds < to
                                     : unix_seconds >= from || unix_seconds < to;
    return is_summer ? summer : standard;
}

std::optional<ZoneTail> parse_zone_tail(std::string_view text) {
    TailReader in(text);
    ZoneTail tail;
    if (!in.name() || !in.seconds(tail.standard)) return std::nullopt;
    tail.standard = -tail.standard;  // POSIX counts west as positive
    if (in.at_end()) return tail;
    if (!in.name()) return std::nullopt;
    tail.has_summer = true;
    tail.summer = tail.standard + 3600;
    TailReader ahead = in;
    std::int64_t west = 0;
    if (ahead.seconds(west)) {
        tail.summer = -west;
        in = ahead;
    }
    if (!in.change(tail.begins) || !in.change(tail.ends) || !in.at_end()) return std::nullopt;
    return tail;
}

std::int64_t ZoneRules::offset_at(std::int64_t unix_seconds) const {
    const auto after = std::upper_bound(at.begin(), at.end(), unix_seconds);
    if (after == at.end() && tail) return tail->offset_at(unix_seconds);
    if (after == at.begin()) return first_offset;
    return offset[static_cast<std::size_t>(after - at.begin()) - 1];
}

std::optional<ZoneRules> parse_zone_file(std::string_view bytes) {
    BytesReader in(bytes);
    const auto old_head = read_head(in);  // the first block has 32-bit times: skipped
    if (!old_head || !in.has(old_head->body_size(4))) return std::nullopt;
    in.skip(old_head->body_size(4));
    const auto head = read_head(in);
    if (!head || !in.has(head->body_size(8)) || head->kinds == 0) return std::nullopt;
    ZoneRules rules;
    for (std::size_t i = 0; i < head->transitions; ++i) rules.at.push_back(in.big_endian(8));
    std::vector<std::size_t> kinds;
    for (std::size_t i = 0; i < head->transitions; ++i) {
        kinds.push_back(static_cast<std::size_t>(in.big_endian(1) & 0xff));
    }
    std::vector<std::int64_t> offsets;
    for (std::size_t i = 0; i < head->kinds; ++i) {
        offsets.push_back(in.big_endian(4));
        in.skip(2);
    }
    rules.first_offset = offsets[0];
    for (const std::size_t kind : kinds) {
        if (kind >= offsets.size()) return std::nullopt;
        rules.offset.push_back(offsets[kind]);
    }
    if (!std::is_sorted(rules.at.begin(), rules.at.end())) return std::nullopt;
    in.skip(head->chars + head->leaps * 12 + head->std_flags + head->utc_flags);
    const std::string_view foot = in.rest();
    const std::size_t end = foot.find('\n', 1);
    if (foot.size() > 2 && foot[0] == '\n' && end != std::string_view::npos) {
        rules.tail = parse_zone_tail(foot.substr(1, end - 1));
    }
    return rules;
}

}  // namespace bihuan
