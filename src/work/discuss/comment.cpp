#include "work/discuss/discuss.h"

#include "base/text.h"
#include "kernel/access/rights.h"
#include "kernel/event/event.h"
#include "work/discuss/store.h"

#include <algorithm>
#include <set>

namespace bihuan::discuss {

namespace {

// Browsers hear of it as of any change; the record keeps its version.
void append_event(Tx& tx, const meta::Object& object, RecordId record) {
    event::Event event;
    event.seq = tx.new_event();
    event.at = tx.now();
    event.actor = tx.actor().user;
    event.kind = kCommented;
    event.object = object.number;
    event.record = record;
    event.recorded_at = tx.recorded_at();
    event::append(tx.db(), event);
}

void check_text(std::string_view text) {
    if (text.empty()) throw Error(Code::invalid, "issue.required").at_field("text");
    if (count_code_points(text) > kTextMax) {
        throw Error(Code::invalid, "issue.text.too_long", {{"max", std::to_string(kTextMax)}})
            .at_field("text");
    }
}

}  // namespace

std::string store_ddl() {
    return "CREATE TABLE IF NOT EXISTS comment (\n"
           "  id BIGINT PRIMARY KEY, object TEXT NOT NULL, record BIGINT NOT NULL,\n"
           "  author BIGINT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS comment_record ON comment (record, id);\n"
           "CREATE TABLE IF NOT EXISTS follower (\n"
           "  record BIGINT NOT NULL, person BIGINT NOT NULL, since BIGINT NOT NULL,\n"
           "  PRIMARY KEY (record, person));\n"
           "CREATE TABLE IF NOT EXISTS notice (\n"
           "  id BIGINT PRIMARY KEY, person BIGINT NOT NULL, kind TEXT NOT NULL,\n"
           "  object TEXT NOT NULL, record BIGINT NOT NULL, actor BIGINT NOT NULL,\n"
           "  body TEXT NOT NULL, at BIGINT NOT NULL, seen_at BIGINT NOT NULL,\n"
           "  due_at BIGINT NOT NULL);\n"
           "CREATE INDEX IF NOT EXISTS notice_person ON notice (person, id);\n"
           "CREATE INDEX IF NOT EXISTS notice_unread ON notice (person, seen_at, due_at);\n";
}

std::vector<Comment> comments(const Snapshot& snapshot, RecordId record) {
    std::vector<Comment> out;
    snapshot.db().query("SELECT id, author, body, at FROM comment WHERE record = ? "
                        "ORDER BY id DESC LIMIT ?",
                        {record.value, std::int64_t{kCommentsMax}}, [&](const db::Row& row) {
                            out.push_back({RecordId(row.integer(0)), UserId(row.integer(1)),
                                           std::string(row.text(2)), Instant{row.integer(3)}});
                            return true;
                        });
    return out;
}

Comment add_comment(Tx& tx, const meta::Object& object, RecordId record, std::string text,
                    const std::vector<UserId>& mentions) {
    Comment made{tx.new_id(kCommentNumber), tx.actor().user, trim(text), tx.now()};
    check_text(made.text);
    if (mentions.size() > kMentionsMax) {
        throw Error(Code::limit, "error.comment.mentions",
                    {{"max", std::to_string(kMentionsMax)}}).at_field("mentions");
    }
    tx.db().post("INSERT INTO comment (id, object, record, author, body, at) "
                 "VALUES (?, ?, ?, ?, ?, ?)",
                 {made.id.value, std::string_view(object.name), record.value, made.author.value,
                  std::string_view(made.text), made.at.micros});
    std::set<std::int64_t> told;
    const auto tell_once = [&](UserId user, std::string_view kind) {
        if (user && told.insert(user.value).second) {
            tell(tx, user, kind, object, record, made.author, made.text);
        }
    };
    for (const UserId user : mentions) tell_once(user, "mentioned");
    for (const UserId user : followers(tx, record)) tell_once(user, "commented");
    tell_once(owner_of(tx, object, record), "commented");
    follow(tx, object, record, true);
    append_event(tx, object, record);
    return made;
}

void remove_comment(Tx& tx, RecordId record, RecordId comment) {
    UserId author;
    tx.db().query("SELECT author FROM comment WHERE id = ? AND record = ?",
                  {comment.value, record.value}, [&](const db::Row& row) {
                      author = UserId(row.integer(0));
                      return false;
                  });
    if (!author) throw Error(Code::not_found, "error.record.not_found");
    if (author != tx.actor().user && !access::rights_of(tx)->is_administrator()) {
        throw Error(Code::forbidden, "error.comment.not_yours");
    }
    tx.db().post("DELETE FROM comment WHERE id = ?", {comment.value});
}

std::vector<UserId> followers(const Snapshot& snapshot, RecordId record) {
    std::vector<UserId> out;
    snapshot.db().query("SELECT person FROM follower WHERE record = ? ORDER BY since, person",
                        {record.value}, [&](const db::Row& row) {
                            out.emplace_back(row.integer(0));
                            return true;
                        });
    return out;
}

bool is_following(const Snapshot& snapshot, RecordId record) {
    const std::vector<UserId> all = followers(snapshot, record);
    return std::find(all.begin(), all.end(), snapshot.actor().user) != all.end();
}

void follow(Tx& tx, const meta::Object& object, RecordId record, bool on) {
    (void)object;
    const std::int64_t me = tx.actor().user.value;
    tx.db().post("DELETE FROM follower WHERE record = ? AND person = ?", {record.value, me});
    if (!on) return;
    tx.db().post("INSERT INTO follower (record, person, since) VALUES (?, ?, ?)",
                 {record.value, me, tx.now().micros});
}

void move_talk(Tx& tx, const meta::Object& object, RecordId from, RecordId to) {
    tx.db().post("UPDATE comment SET record = ?, object = ? WHERE record = ?",
                 {to.value, std::string_view(object.name), from.value});
    tx.db().post("DELETE FROM follower WHERE record = ? AND person IN "
                 "(SELECT person FROM follower WHERE record = ?)", {from.value, to.value});
    tx.db().post("UPDATE follower SET record = ? WHERE record = ?", {to.value, from.value});
}

}  // namespace bihuan::discuss
