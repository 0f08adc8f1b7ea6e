#include "api/once.h"

#include "api/upload.h"
#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "kernel/record/idempotency.h"

#include <sodium.h>

#include <mutex>
#include <set>
#include <utility>
#include <vector>

namespace bihuan::api {

namespace {

constexpr std::size_t kPieceBytes = 64 * 1024;

// Keys whose first request is still at work.
class AtWork {
public:
    bool enter(const std::string& key) {
        const std::lock_guard lock(mutex_);
        return keys_.insert(key).second;
    }
    void leave(const std::string& key) {
        const std::lock_guard lock(mutex_);
        keys_.erase(key);
    }

private:
    std::mutex mutex_;
    std::set<std::string> keys_;
};

class Place {
public:
    Place(AtWork& at_work, std::string key) : at_work_(at_work), key_(std::move(key)) {
        if (!at_work_.enter(key_)) throw Error(Code::conflict, "error.idempotency.running");
    }
    ~Place() { at_work_.leave(key_); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

private:
    AtWork& at_work_;
    std::string key_;
};

class Digest {
public:
    Digest() { crypto_hash_sha256_init(&state_); }
    void add(std::string_view bytes) {
        // Its size first, so that no two sequences of parts read alike.
        const std::string size = std::to_string(bytes.size()) + ":";
        update(size);
        update(bytes);
    }
    void update(std::string_view bytes) {
        crypto_hash_sha256_update(
            &state_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    }
    std::string finish() {
        std::string out(crypto_hash_sha256_BYTES, '\0');
        crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(out.data()));
        return to_hex(out);
    }

private:
    crypto_hash_sha256_state state_;
};

}  // namespace

std::string digest_of_upload(Call& call) {
    Digest digest;
    UploadParts parts(call);
    std::vector<char> piece(kPieceBytes);
    while (const auto part = parts.next()) {
        digest.add(part->name);
        digest.add(part->filename.value_or(""));
        const file::Reader read = parts.reader();
        while (const std::size_t got = read(piece)) digest.update({piece.data(), got});
    }
    return digest.finish();
}

http::Response once(Call& call, const std::function<std::string()>& content,
                    const std::function<http::Response()>& act) {
    const auto header = call.request.header("Idempotency-Key");
    if (!header) return act();
    const std::string key(*header);
    const Place place(call.workspace.slot<AtWork>(),
                      to_text(to_record(call.actor->user)) + " " + key);
    const std::string digest =
        to_hex(sha256(std::string(to_text(call.request.method)) + " " + call.request.path + "\n" +
                      content()));
    std::optional<record::Remembered> before;
    call.workspace.write(*call.actor, [&](Tx& tx) { before = record::recall(tx, key, digest); });
    if (before) return json_answer(before->status, before->body);
    http::Response response = act();
    call.workspace.write(*call.actor, [&](Tx& tx) {
        record::remember(tx, key, digest, {response.status, response.body});
    });
    return response;
}

}  // namespace bihuan::api
