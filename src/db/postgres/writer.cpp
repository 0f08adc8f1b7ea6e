#include "db/postgres/writer.h"

#include <algorithm>
#include <exception>
#include <random>
#include <utility>

namespace bihuan::db::postgres {

namespace {

constexpr std::string_view kTake =
    "SELECT holder, turn FROM writing_turn WHERE id = 1 FOR UPDATE";

std::int64_t random_number() {
    std::random_device device;
    return static_cast<std::int64_t>((std::uint64_t{device()} << 31) | device());
}

void back_off(int attempt) {
    const int longest = std::min(kBackOffMs << std::min(attempt, 10), kBackOffMaxMs);
    // Those who collided must not come back together.
    const auto part = static_cast<int>(random_number() % longest);
    std::this_thread::sleep_for(std::chrono::milliseconds(longest / 2 + part / 2));
}

// Each caller gets an Error of its own: they catch and change it on their own threads.
std::exception_ptr copy_of(const std::exception_ptr& trouble) {
    try {
        if (trouble) std::rethrow_exception(trouble);
    } catch (const Error& error) {
        return std::make_exception_ptr(Error(error));
    } catch (...) {
        return trouble;
    }
    return std::make_exception_ptr(Error(Code::unavailable, "error.db.busy"));
}

}  // namespace

struct Writer::Call final : public WriteLease {
    Call(const WriteFn& function, Lane in) : fn(&function), lane(in) {}

    Connection& connection() override { return *open; }
    void after_commit(std::function<void()> effect) override {
        effects.push_back(std::move(effect));
    }
    bool others_wrote() const override { return stale; }
    void wait() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return done; });
    }
    void wake() {
        {
            const std::lock_guard lock(mutex);
            done = true;
        }
        changed.notify_one();  // the shared_ptr keeps this alive when the caller is gone already
    }

    const WriteFn* fn;  // lives on the stack of the caller, who waits
    Lane lane;
    PostgresConnection* open = nullptr;
    bool stale = false;
    std::vector<std::function<void()>> effects;
    std::exception_ptr failure;
    int attempts = 0;
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
};

Writer::Writer(std::shared_ptr<const Libpq> pq, std::string url, bool durable, Log& log)
    : pq_(std::move(pq)), url_(std::move(url)), durable_(durable), log_(log),
      self_(random_number()) {
    thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() { stop(); }

void Writer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    arrived_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Writer::write(Lane lane, const WriteFn& fn) {
    if (std::this_thread::get_id() == thread_.get_id()) {
        throw Error(Code::internal, "error.internal").because("write() inside write()");
    }
    const auto call = std::make_shared<Call>(fn, lane);
    {
        const std::lock_guard lock(mutex_);
        if (stopping_) throw Error(Code::unavailable, "error.stopping");
        (lane == Lane::interactive ? interactive_ : bulk_).push_back(call);
    }
    arrived_.notify_one();
    call->wait();
    // Taken along, so that the writer's thread does not let go of what is still being read here.
    if (call->failure) std::rethrow_exception(std::exchange(call->failure, nullptr));
    for (const auto& effect : call->effects) effect();
}

void Writer::loop() {
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            arrived_.wait(lock, [&] {
                return stopping_ || !interactive_.empty() || !bulk_.empty();
            });
            if (interactive_.empty() && bulk_.empty()) return;
        }
        run_group();
    }
}

// The next call of this group: interactive ones first, then one bulk chunk at the most, which a
// stream of interactive ones may not starve.
Writer::CallPtr Writer::take(bool& took_bulk, bool group_is_full) {
    const std::lock_guard lock(mutex_);
    if (took_bulk) return nullptr;
    std::deque<CallPtr>& lane = !group_is_full && !interactive_.empty() ? interactive_ : bulk_;
    if (lane.empty()) return nullptr;
    took_bulk = &lane == &bulk_;
    CallPtr call = std::move(lane.front());
    lane.pop_front();
    return call;
}

void Writer::run_group() {
    Group group;
    bool took_bulk = false;
    group.push_back(take(took_bulk, false));
    for (int attempt = 0; !group.empty(); ++attempt) {
        trouble_ = nullptr;
        Outcome outcome = Outcome::again;
        try {
            outcome = try_group(group, took_bulk);
        } catch (const Error& error) {  // the turn was not got, or the server is away
            trouble_ = std::make_exception_ptr(error);
            for (const CallPtr& call : group) ++call->attempts;
        }
        if (outcome == Outcome::done) return;
        rollback();
        prune(group);
        if (!group.empty()) back_off(attempt);
    }
}

// Runs what is in `group` and takes more while there is time. Who fails by himself leaves it.
Writer::Outcome Writer::try_group(Group& group, bool& took_bulk) {
    begin();
    const auto began = std::chrono::steady_clock::now();
    const auto is_full = [&] {
        return group.size() >= kGroupCallsMax ||
               std::chrono::steady_clock::now() - began >=
                   std::chrono::microseconds(kGroupMicrosMax);
    };
    for (std::size_t i = 0;;) {
        if (i == group.size()) {
            CallPtr next = take(took_bulk, is_full());
            if (!next) break;
            group.push_back(std::move(next));
        }
        const Ran ran = run_one(*group[i]);
        if (ran == Ran::again) return Outcome::again;
        if (ran == Ran::well) {
            others_wrote_ = false;  // this one brought the process's memory up to date
            ++i;
            continue;
        }
        Group one{group[i]};
        group.erase(group.begin() + static_cast<std::ptrdiff_t>(i));
        finish(one);
        // It ended the transaction itself: what the others did is gone with it.
        if (!connection_->in_transaction()) return Outcome::again;
    }
    if (group.empty()) {
        rollback();
        return Outcome::done;
    }
    return commit(group);
}

void Writer::begin() {
    if (connection_ && connection_->is_lost()) connection_.reset();
    if (!connection_) connection_ = std::make_unique<PostgresConnection>(pq_, url_);
    connection_->take_remedy();
    // Each statement sees all that was committed before the turn, and nobody commits during it.
    connection_->post("BEGIN ISOLATION LEVEL READ COMMITTED", {});
    if (!durable_) connection_->post("SET LOCAL synchronous_commit = off", {});
    bool is_there = false;
    connection_->query(kTake, {}, [&](const Row& row) {
        is_there = true;
        others_wrote_ = row.integer(0) != self_;
        turn_ = row.integer(1) + 1;
        return false;
    });
    if (!is_there) throw Error(Code::internal, "error.internal").because("no row writing_turn");
}

Writer::Ran Writer::run_one(Call& call) {
    call.open = connection_.get();
    call.stale = others_wrote_;
    call.effects.clear();
    call.failure = nullptr;
    ++call.attempts;
    try {
        connection_->post("SAVEPOINT call", {});
        (*call.fn)(call);
        connection_->settle();
        if (connection_->is_broken() || !connection_->in_transaction()) {
            throw Error(Code::internal, "error.internal")
                .because("went on after a failed statement, or ended the transaction itself");
        }
        connection_->post("RELEASE SAVEPOINT call", {});
        if (connection_->take_remedy() == Remedy::none) return Ran::well;
    } catch (...) {
        call.failure = std::current_exception();
    }
    if (connection_->is_lost() || connection_->take_remedy() != Remedy::none) {
        trouble_ = std::exchange(call.failure, nullptr);
        return Ran::again;
    }
    return undo_one() ? Ran::badly : Ran::again;
}

// True when nothing is left of the call and the transaction may go on, or was ended by the call.
bool Writer::undo_one() {
    connection_->try_settle();
    if (connection_->is_lost()) return false;
    if (!connection_->in_transaction()) return true;
    connection_->post("ROLLBACK TO SAVEPOINT call", {});
    connection_->post("RELEASE SAVEPOINT call", {});
    const auto failure = connection_->try_settle();
    if (!failure && !connection_->is_broken()) return true;
    if (failure) trouble_ = std::make_exception_ptr(*failure);
    return false;
}

Writer::Outcome Writer::commit(Group& group) {
    connection_->post("UPDATE writing_turn SET holder = ?, turn = ? WHERE id = 1",
                      {self_, turn_});
    connection_->post("COMMIT", {});
    const auto failure = connection_->try_settle();
    if (!failure) {
        writes_.fetch_add(static_cast<std::int64_t>(group.size()), std::memory_order_relaxed);
        groups_.fetch_add(1, std::memory_order_relaxed);
        finish(group);
        return Outcome::done;
    }
    log_.error("commit failed", {{"cause", failure->cause()}});
    if (connection_->is_lost()) return resolve(group, *failure);
    if (connection_->take_remedy() != Remedy::none) {
        trouble_ = std::make_exception_ptr(*failure);
        return Outcome::again;
    }
    rollback();
    fail(group, *failure);
    return Outcome::done;
}

// The connection broke while the commit was under way: the turn's row tells whether it happened.
Writer::Outcome Writer::resolve(Group& group, const Error& lost) {
    const std::int64_t mine = turn_;
    for (int attempt = 0; attempt < kAttemptsMax; ++attempt) {
        back_off(attempt + 4);  // a server that restarts needs a moment
        try {
            connection_.reset();
            begin();  // waits until a commit still under way has ended
            const bool is_mine = !others_wrote_ && turn_ == mine + 1;
            const bool is_undone = turn_ == mine;
            rollback();
            if (is_mine) {
                finish(group);
                return Outcome::done;
            }
            if (!is_undone) break;  // others went on: nobody can tell any more
            trouble_ = std::make_exception_ptr(lost);
            return Outcome::again;
        } catch (const Error& error) {
            log_.warn("server away", {{"cause", error.cause()}});
        }
    }
    fail(group, Error(Code::unavailable, "error.db.unknown").because(lost.cause()));
    return Outcome::done;
}

void Writer::rollback() {
    if (!connection_) return;
    connection_->try_settle();
    if (!connection_->is_lost() && connection_->in_transaction()) {
        connection_->post("ROLLBACK", {});
        connection_->try_settle();
    }
    if (connection_->is_lost() || connection_->in_transaction()) connection_.reset();
}

// Who ran often enough hears why it did not work.
void Writer::prune(Group& group) {
    Group tired;
    Group rest;
    for (CallPtr& call : group) {
        (call->attempts >= kAttemptsMax ? tired : rest).push_back(std::move(call));
    }
    group = std::move(rest);
    for (const CallPtr& call : tired) call->failure = copy_of(trouble_);
    finish(tired);
}

void Writer::fail(Group& calls, const Error& why) {
    for (const CallPtr& call : calls) call->failure = std::make_exception_ptr(why);
    finish(calls);
}

void Writer::finish(Group& calls) {
    for (const CallPtr& call : calls) call->wake();
    calls.clear();
}

Stats Writer::stats() const {
    Stats stats;
    stats.writes = writes_.load(std::memory_order_relaxed);
    stats.groups = groups_.load(std::memory_order_relaxed);
    const std::lock_guard lock(mutex_);
    stats.write_queue = static_cast<std::int64_t>(interactive_.size() + bulk_.size());
    return stats;
}

}  // namespace bihuan::db::postgres
