// A closed loop of HTTP requests over loopback: every connection sends the next request of a file
// as soon as it has its answer. One thread; asks /proc what the server's process used meanwhile.
#pragma once

#include <string>

namespace bihuan::bench {

struct HttpLoad {
    int port = 0;
    int pid = 0;                 // of the server
    int connections = 1;
    int requests = 10'000;       // measured; a tenth of them more warms up
    std::string file;            // lines "METHOD TARGET TOKEN [BODY]"
};

// Prints "cpu_us wall_per_s p50_us p99_us bytes failed".
void http_load(const HttpLoad& load);

}  // namespace bihuan::bench
