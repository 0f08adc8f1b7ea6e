// Counters for /metrics: requests by route and status, time spent.
//
// Owned by Api; any thread.
#pragma once

#include "api/api.h"

#include <map>
#include <mutex>
#include <string>
#include <tuple>

namespace bihuan::api {

struct Api::Counts {
    struct Bucket {
        std::uint64_t requests = 0;
        std::uint64_t micros = 0;
    };

    void add(const http::Access& access) {
        const std::lock_guard lock(mutex);
        Bucket& bucket =
            buckets[{std::string(access.method), std::string(access.pattern), access.status}];
        ++bucket.requests;
        bucket.micros += static_cast<std::uint64_t>(access.micros);
    }

    std::mutex mutex;
    std::map<std::tuple<std::string, std::string, int>, Bucket> buckets;
};

}  // namespace bihuan::api
