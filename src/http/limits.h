// Every limit of the HTTP server, each with its reason. Plain values: any thread.
//
// The defaults are the constants below; a Server takes a copy, so that tests can use short times.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace bihuan::http {

using std::chrono::milliseconds;

// 8 KiB: long filters go to POST /query; proxies in front commonly allow the same.
inline constexpr std::size_t kMaxRequestLineBytes = 8 * 1024;
// 16 KiB and 100 fields: cookies and proxy fields fit several times over.
inline constexpr std::size_t kMaxHeaderBytes = 16 * 1024;
inline constexpr std::size_t kMaxHeaderFields = 100;
// 256 parameters: far above any page; keeps a look-up by scanning cheap.
inline constexpr std::size_t kMaxQueryParameters = 256;
// 1 MiB: a batch of 1,000 records fits; larger bodies must be asked for by a route.
inline constexpr std::uint64_t kMaxBodyBytes = 1024 * 1024;
// Above 1 MiB an upload goes to a temporary file: memory stays flat with many uploads.
inline constexpr std::size_t kSpoolAboveBytes = 1024 * 1024;
// Chunk extensions carry nothing for us: 256 bytes each, 4 KiB in a body.
inline constexpr std::size_t kMaxChunkExtensionBytes = 256;
inline constexpr std::size_t kMaxChunkExtensionTotal = 4 * 1024;
// Trailers are read and dropped: 4 KiB, 32 fields.
inline constexpr std::size_t kMaxTrailerBytes = 4 * 1024;
inline constexpr std::size_t kMaxTrailerFields = 32;
// 10 s for a whole head: a slow phone needs well under one.
inline constexpr milliseconds kHeadTimeout{10'000};
// 75 s between requests: longer than the 60 s poll of common proxies.
inline constexpr milliseconds kIdleTimeout{75'000};
// A body or an answer may stand still for 10 s and must average 4 KiB/s beyond that.
inline constexpr milliseconds kStallTimeout{10'000};
inline constexpr std::uint64_t kMinBytesPerSecond = 4 * 1024;
// After an error the rest of the request is read and dropped so that the answer arrives.
inline constexpr milliseconds kLingerTimeout{1'000};
inline constexpr std::size_t kMaxLingerBytes = 1024 * 1024;
// 10,000 open connections: 10 KiB each is 100 MB.
inline constexpr std::size_t kMaxConnections = 10'000;
// 256 from one address: an office behind one NAT fits, one attacker does not take all.
inline constexpr std::size_t kMaxConnectionsPerAddress = 256;
// Workers wait for the commit of their group, so their number bounds how many saves share one.
// Idle ones cost some 20 KiB each.
inline constexpr std::size_t kWorkers = 96;
// Waiting requests beyond this are answered 503 at once: later answers help nobody.
inline constexpr std::size_t kMaxQueuedRequests = 1'024;
// Heartbeats keep proxies (60 s) from closing silent event streams.
inline constexpr milliseconds kHeartbeat{15'000};
// A browser this far behind is dropped; it reconnects and resumes by Last-Event-ID.
inline constexpr std::size_t kMaxEventQueueBytes = 256 * 1024;
// One piece of a streamed answer before it is written.
inline constexpr std::size_t kStreamPieceBytes = 64 * 1024;

struct Limits {
    std::size_t request_line_bytes = kMaxRequestLineBytes;
    std::size_t header_bytes = kMaxHeaderBytes;
    std::size_t header_fields = kMaxHeaderFields;
    std::size_t query_parameters = kMaxQueryParameters;
    std::uint64_t body_bytes = kMaxBodyBytes;
    std::size_t spool_above_bytes = kSpoolAboveBytes;
    milliseconds head_timeout = kHeadTimeout;
    milliseconds idle_timeout = kIdleTimeout;
    milliseconds stall_timeout = kStallTimeout;
    std::uint64_t min_bytes_per_second = kMinBytesPerSecond;
    milliseconds linger_timeout = kLingerTimeout;
    std::size_t connections = kMaxConnections;
    std::size_t connections_per_address = kMaxConnectionsPerAddress;
    std::size_t workers = kWorkers;
    std::size_t queued_requests = kMaxQueuedRequests;
    milliseconds heartbeat = kHeartbeat;
};

}  // namespace bihuan::http
