// A local certificate authority, so that a small firm has HTTPS without buying anything.
//
// Used by the command line; touches only the files it is told. One thread.
#pragma once

#include "base/calendar_time.h"

#include <string>
#include <vector>

namespace bihuan::http {

struct TlsFiles {
    std::string ca_certificate;      // to be installed on phones and PCs
    std::string ca_key;              // mode 0600
    std::string server_certificate;
    std::string server_key;          // mode 0600
};

// Makes ca.pem, ca.key, server.pem, server.key in `folder` for these host names and addresses.
// An existing CA is kept and used, so that devices which trust it go on doing so; the server's
// pair is made anew. `now` dates the certificates. Throws Error invalid (no or bad host name) or
// unavailable (cannot write).
TlsFiles tls_init(const std::string& folder, const std::vector<std::string>& host_names,
                  Instant now);

}  // namespace bihuan::http
