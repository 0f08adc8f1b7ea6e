// One call of the API: who may make it, what it answers, and the code behind it.
//
// Endpoints are values in explicit lists (api.cpp); the router, OpenAPI and the authorisation
// test are all made from them.
#pragma once

#include "api/call.h"
#include "http/router.h"

#include <functional>
#include <string>
#include <vector>

namespace bihuan::api {

enum class Entry {
    anyone,         // log-in, health
    person,         // a session or an API token
    administrator,  // a person with the administrator's right
};

enum class Effect { reads, writes };  // writes: CSRF header with cookies, token scope "write"

struct Endpoint {
    http::Method method;
    std::string pattern;                 // below /api/v1 unless it begins with "//"
    std::string name;                    // operationId
    Entry entry = Entry::person;
    Effect effect = Effect::reads;
    std::string summary;                 // English, for OpenAPI
    std::vector<std::string> parameters; // of the query
    std::string body;                    // schema name of the request; empty: none
    std::string answer;                  // schema name of the answer; empty: no content
    int status = 200;
    std::function<http::Response(Call&)> handler;
    bool upload = false;                 // large bodies are spooled to disk
    bool quick = false;                  // may run on the I/O thread
    bool versioned = false;              // a version is expected by the body or If-Match
};

// The lists, one per file.
std::vector<Endpoint> session_endpoints();
std::vector<Endpoint> schema_endpoints();
std::vector<Endpoint> record_endpoints();
std::vector<Endpoint> history_endpoints();
std::vector<Endpoint> timeline_endpoints();
std::vector<Endpoint> verb_endpoints();
std::vector<Endpoint> query_endpoints();
std::vector<Endpoint> metric_endpoints();
std::vector<Endpoint> workbench_endpoints();
std::vector<Endpoint> print_endpoints();
std::vector<Endpoint> file_endpoints();
std::vector<Endpoint> import_endpoints();
std::vector<Endpoint> export_endpoints();
std::vector<Endpoint> job_endpoints();
std::vector<Endpoint> event_endpoints();
std::vector<Endpoint> user_endpoints();
std::vector<Endpoint> view_endpoints();
std::vector<Endpoint> discuss_endpoints();
std::vector<Endpoint> company_endpoints();
std::vector<Endpoint> demo_endpoints();

}  // namespace bihuan::api
