// Sockets that accept: TCP with one per loop on the same port, and the local socket.
//
// Internal to http/. Opening throws Error unavailable; a Listener belongs to its loop's thread.
#pragma once

#include "http/internal/connection.h"

#include <cstdint>
#include <string>
#include <vector>

namespace bihuan::http {

// `count` listening sockets on one port. Fails when anybody else, another server of ours
// included, listens there. Returns the port, which the system chooses when asked for 0.
std::uint16_t open_tcp(const std::string& address, std::uint16_t port, std::size_t count,
                       std::vector<int>& sockets);
// A listening socket at `path`, mode 0600; a stale one is replaced, a living one is an Error.
int open_unix(const std::string& path);

class Listener {
public:
    // Takes the descriptor over.
    Listener(Shared& shared, Loop& loop, ConnectionList& list, int socket, bool use_tls);
    void start();
    void stop();

private:
    void wait();
    void accept_ready();
    void take(int socket, const void* peer_address);

    Shared& shared_;
    Loop& loop_;
    ConnectionList& list_;
    Descriptor descriptor_;
    LoopTimer pause_;
    bool use_tls_;
    bool stopped_ = false;
};

}  // namespace bihuan::http
