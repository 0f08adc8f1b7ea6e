// Strong identifiers. Mixing them does not compile.
//
// A RecordId is a time-ordered positive 63-bit integer made by the application:
//   41 bits milliseconds since 2020-01-01 UTC
//   10 bits object number | 2 bits node | 10 bits counter
// so an id alone tells its object. In JSON it is an opaque decimal string.
// IdMaker is thread-safe and takes no lock.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace bihuan {

template <class Tag>
struct Id {
    std::int64_t value = 0;

    constexpr Id() = default;
    constexpr explicit Id(std::int64_t v) : value(v) {}
    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

using RecordId = Id<struct RecordTag>;
using UserId = Id<struct UserTag>;      // the RecordId of a row of object `user`
using FieldId = Id<struct FieldTag>;
using EventSeq = Id<struct EventTag>;
using ObjectNumber = Id<struct ObjectTag>;  // 1..1023, fixed for ever per object

inline constexpr std::int64_t kIdEpochMs = 1577836800000;  // 2020-01-01T00:00:00Z
inline constexpr int kIdCounterBits = 10;
inline constexpr int kIdNodeBits = 2;
inline constexpr int kIdObjectBits = 10;
inline constexpr int kObjectNumberMax = (1 << kIdObjectBits) - 1;

inline RecordId to_record(UserId user) { return RecordId(user.value); }
inline UserId to_user(RecordId record) { return UserId(record.value); }

ObjectNumber object_of(RecordId id);
std::string to_text(RecordId id);
std::optional<RecordId> parse_record_id(std::string_view text);

// Makes ids that grow strictly per object, and across objects by millisecond. Milliseconds come
// from the caller's clock; when the clock stands still or steps back, the maker borrows from
// the future rather than repeat. Throws std::out_of_range for an impossible object number.
class IdMaker {
public:
    explicit IdMaker(int node = 0);
    ~IdMaker();
    IdMaker(const IdMaker&) = delete;
    IdMaker& operator=(const IdMaker&) = delete;
    RecordId next(ObjectNumber object, std::int64_t unix_ms);
    // From now on ids are those of this node. Throws std::out_of_range.
    void use_node(int node);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bihuan

template <class Tag>
struct std::hash<bihuan::Id<Tag>> {
    std::size_t operator()(const bihuan::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
