#include "http/internal/worker_pool.h"

namespace bihuan::http {

WorkerPool::WorkerPool(std::size_t workers, std::size_t max_queued) : max_queued_(max_queued) {
    for (std::size_t i = 0; i < workers; ++i) {
        Worker& worker = workers_.emplace_back();
        worker.thread = std::thread([this, &worker] { work(worker); });
    }
}

WorkerPool::~WorkerPool() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
        for (Worker* worker : asleep_) {
            worker->called = true;
            worker->wake.notify_one();
        }
        asleep_.clear();
    }
    for (Worker& worker : workers_) worker.thread.join();
}

// With the mutex held: whom to wake for what is queued, if anybody.
WorkerPool::Worker* WorkerPool::choose_sleeper() {
    if (calling_ || asleep_.empty() || queue_.empty()) return nullptr;
    Worker* worker = asleep_.back();
    asleep_.pop_back();
    worker->called = true;
    calling_ = true;
    return worker;
}

bool WorkerPool::reserve(Admit admit) {
    std::size_t before = queued_.fetch_add(1);
    if (admit == Admit::always || before < max_queued_) return true;
    queued_.fetch_sub(1);
    return false;
}

void WorkerPool::submit(std::vector<Job*>& jobs) {
    Worker* sleeper = nullptr;
    {
        std::lock_guard lock(mutex_);
        queue_.insert(queue_.end(), jobs.begin(), jobs.end());
        sleeper = choose_sleeper();
    }
    jobs.clear();
    if (sleeper != nullptr) sleeper->wake.notify_one();
}

void WorkerPool::work(Worker& worker) {
    std::unique_lock lock(mutex_);
    while (true) {
        if (!queue_.empty()) {
            Job* job = queue_.front();
            queue_.pop_front();
            queued_.fetch_sub(1);
            if (worker.called) {
                worker.called = false;
                calling_ = false;
            }
            Worker* sleeper = choose_sleeper();
            lock.unlock();
            if (sleeper != nullptr) sleeper->wake.notify_one();
            busy_.fetch_add(1, std::memory_order_relaxed);
            job->run();
            busy_.fetch_sub(1, std::memory_order_relaxed);
            lock.lock();
            continue;
        }
        if (worker.called) {
            worker.called = false;
            calling_ = false;
        }
        if (stopping_) return;
        asleep_.push_back(&worker);
        worker.wake.wait(lock, [&] { return worker.called; });
    }
}

}  // namespace bihuan::http
