#include "kernel/access/state.h"

#include "base/crypto.h"

#include <utility>

namespace bihuan::access {

std::shared_ptr<const KnownToken> State::find(const std::string& hash) const {
    const std::shared_lock lock(mutex_);
    const auto found = tokens_.find(hash);
    return found == tokens_.end() ? nullptr : found->second;
}

void State::keep(const std::string& hash, std::shared_ptr<const KnownToken> token,
                 std::uint64_t generation) {
    const std::unique_lock lock(mutex_);
    if (generation != generation_.load()) return;
    if (tokens_.size() >= kTokensCachedMax) tokens_.clear();
    tokens_[hash] = std::move(token);
}

void State::forget(const std::string& hash) {
    const std::unique_lock lock(mutex_);
    ++generation_;
    tokens_.erase(hash);
}

void State::forget_user(UserId user) {
    const std::unique_lock lock(mutex_);
    ++generation_;
    std::erase_if(tokens_, [user](const auto& each) { return each.second->actor->user == user; });
}

void State::follow_sessions(std::int64_t ends) {
    const std::unique_lock lock(mutex_);
    if (ends == ends_) return;
    ends_ = ends;
    ++generation_;
    tokens_.clear();
}

std::shared_ptr<const Rights> State::find_rights(const std::string& key) const {
    const std::shared_lock lock(rights_mutex_);
    const auto found = rights_.find(key);
    return found == rights_.end() ? nullptr : found->second;
}

void State::keep_rights(const std::string& key, std::shared_ptr<const Rights> rights) {
    const std::unique_lock lock(rights_mutex_);
    if (rights_.size() >= kRightsCachedMax) rights_.clear();
    rights_[key] = std::move(rights);
}

void State::note_use(TokenUse use) {
    const std::lock_guard lock(uses_mutex_);
    uses_.push_back(std::move(use));
}

std::vector<TokenUse> State::take_uses() {
    const std::lock_guard lock(uses_mutex_);
    return std::exchange(uses_, {});
}

void State::raise_rights_version(std::int64_t version) {
    std::int64_t known = rights_version_.load();
    while (known < version && !rights_version_.compare_exchange_weak(known, version)) {
    }
}

const std::string& State::dummy_hash() {
    std::call_once(dummy_once_,
                   [this] { dummy_hash_ = bihuan::hash_password(random_token()); });
    return dummy_hash_;
}

}  // namespace bihuan::access
