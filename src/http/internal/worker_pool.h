// Threads for blocking business code, with a bounded queue.
//
// Internal to http/. reserve() and submit() from any thread; a Job must live until its run() has
// been entered.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace bihuan::http {

class Job {
public:
    // Must not touch the job after it has handed its result back.
    virtual void run() noexcept = 0;

protected:
    ~Job() = default;
};

enum class Admit { if_room, always };  // always: work that belongs to a request already running

class WorkerPool {
public:
    WorkerPool(std::size_t workers, std::size_t max_queued);
    ~WorkerPool();  // runs what is queued, then joins
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // A place in the queue; false when it is full. Each place taken must be followed by a job.
    bool reserve(Admit admit);
    // Queues jobs whose places were reserved; empties `jobs`. Many at once cost one wake-up.
    void submit(std::vector<Job*>& jobs);
    std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }
    std::size_t busy() const { return busy_.load(std::memory_order_relaxed); }

private:
    struct Worker {
        std::condition_variable wake;
        bool called = false;
        std::thread thread;
    };
    void work(Worker& worker);
    Worker* choose_sleeper();

    std::mutex mutex_;
    std::deque<Job*> queue_;
    std::vector<Worker*> asleep_;  // last asleep is woken first: its stack is still in the cache
    std::deque<Worker> workers_;
    std::size_t max_queued_;
    // A worker was called and has not taken a job yet. Until it has, nobody else is called: short
    // jobs are then done by the few that are awake; a blocking one lets the next be called.
    bool calling_ = false;
    bool stopping_ = false;
    std::atomic<std::size_t> queued_{0};
    std::atomic<std::size_t> busy_{0};
};

}  // namespace bihuan::http
