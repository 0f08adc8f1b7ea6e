// Talking about records, and being told: comments, followers, notices.
//
// A comment hangs from any record and is seen by who may see the record. Whoever is named in it,
// follows the record or owns it gets a notice; so does who is given a record. Tables: comment,
// follower, notice. Functions take a Snapshot or Tx, one thread; advance() opens its own.
#pragma once

#include "kernel/tx.h"
#include "kernel/workspace.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::discuss {

inline constexpr ObjectNumber kCommentNumber{195};  // of ids; neither is a record
inline constexpr ObjectNumber kNoticeNumber{196};
inline constexpr std::size_t kTextMax = 4'000;      // characters of one comment
inline constexpr std::size_t kMentionsMax = 50;     // people named in one comment
inline constexpr int kCommentsMax = 500;            // the newest of a record
inline constexpr int kNoticesMax = 200;             // of one answer
inline constexpr int kEventsPerTurn = 500;          // read by one advance(): short transactions
inline constexpr int kFirstEvents = 2'000;          // looked at when the reader starts
inline constexpr std::string_view kReader = "notice";
inline constexpr std::string_view kCommented = "commented";  // event kind

struct Comment {
    RecordId id;
    UserId author;
    std::string text;
    Instant at;
};

struct Notice {
    RecordId id;
    std::string kind;                    // assigned, assigned_many, mentioned, commented
    std::string object;
    RecordId record;
    UserId actor;                        // who caused it
    std::string text;                    // of a comment
    Instant at;
    bool read = false;
    std::int64_t count = 1;              // records handed over by one act; `record` is the first
};

std::string store_ddl();

// Newest first. The caller has asked whether the actor sees the record.
std::vector<Comment> comments(const Snapshot& snapshot, RecordId record);
// Writes it, tells who is named, follows or owns; the author follows from now on.
// Error(invalid) when the text is blank or too long.
Comment add_comment(Tx& tx, const meta::Object& object, RecordId record, std::string text,
                    const std::vector<UserId>& mentions);
// By its author or an administrator; Error(not_found), Error(forbidden).
void remove_comment(Tx& tx, RecordId record, RecordId comment);

std::vector<UserId> followers(const Snapshot& snapshot, RecordId record);
bool is_following(const Snapshot& snapshot, RecordId record);
void follow(Tx& tx, const meta::Object& object, RecordId record, bool on);

// One record took the place of another: its comments and followers go over.
void move_talk(Tx& tx, const meta::Object& object, RecordId from, RecordId to);

// Mine that are due (not put off), newest first; records I may not see any more are left out.
std::vector<Notice> notices(const Snapshot& snapshot, bool only_unread, int limit);
std::int64_t unread(const Snapshot& snapshot);
void mark_read(Tx& tx, const std::vector<RecordId>& ids);   // empty: all of mine
void put_off(Tx& tx, RecordId notice, Instant until);       // Error(not_found)

// Reads events since the last turn and tells people about records they were given. True when
// there may be more. Called by the server's job thread.
bool advance(Workspace& workspace);

}  // namespace bihuan::discuss
