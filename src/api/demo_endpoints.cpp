// The demo company in and out of a company that runs: jobs, for administrators.
#include "api/endpoint.h"

#include "base/error.h"
#include "kernel/access/rights.h"
#include "kernel/access/session.h"
#include "work/company/demo.h"
#include "work/job/job.h"

namespace bihuan::api {

namespace {

using company::DemoState;

// The newest job of the demo company that is not over.
std::optional<job::Job> job_under_way(const Snapshot& snapshot) {
    std::optional<job::Job> out;
    snapshot.db().query("SELECT id FROM job WHERE kind IN (?, ?) AND state IN ('queued', "
                        "'running') ORDER BY id DESC LIMIT 1",
                        {company::kDemoLoadJob, company::kDemoRemoveJob}, [&](const db::Row& row) {
                            out = job::find(snapshot, RecordId(row.integer(0)));
                            return false;
                        });
    return out;
}

http::Response get_demo(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        access::demand_administrator(snapshot);
        const company::Demo demo = company::demo_of(snapshot);
        json.begin_object().key("state").string(company::to_text(demo.state));
        json.key("since").integer(demo.since).key("backup").string(
            snapshot.workspace().database().is_shared() ? "by_server" : "by_program");
        json.key("job");
        if (const auto job = job_under_way(snapshot)) job::write_json(snapshot, *job, json);
        else json.null();
        json.end_object();
    });
}

void begin_job(Tx& tx, JsonWriter& json, std::string_view kind, std::string_view args) {
    if (job_under_way(tx)) throw Error(Code::conflict, "error.demo.under_way");
    const RecordId id = job::add(tx, kind, args);
    access::audit(tx, kind, "company", RecordId(), "");
    json.begin_object().key("job");
    job::write_json(tx, *job::find(tx, id), json);
    json.end_object();
}

// {"password": of every person of the demo company}
http::Response load_demo(Call& call) {
    const std::string hash = access::hash_password(call.body().text_or("password", ""));
    return call.write(202, [&](Tx& tx, JsonWriter& json) {
        access::demand_administrator(tx);
        if (company::demo_of(tx).state != DemoState::none) {
            throw Error(Code::conflict, "error.demo.not_empty");
        }
        std::string args;
        JsonWriter(args).begin_object().key("hash").string(hash).end_object();
        begin_job(tx, json, company::kDemoLoadJob, args);
    });
}

// {"since": as it was told: what people wrote since goes too; "backed_up": on a database server}
http::Response remove_demo(Call& call) {
    const Json& body = call.body();
    const std::int64_t told = body.integer_or("since", -1);
    return call.write(202, [&](Tx& tx, JsonWriter& json) {
        access::demand_administrator(tx);
        const company::Demo demo = company::demo_of(tx);
        if (demo.state == DemoState::none || demo.state == DemoState::own) {
            throw Error(Code::conflict, "error.demo.none");
        }
        if (told != demo.since) {
            throw Error(Code::conflict, "error.demo.since",
                        {{"count", std::to_string(demo.since)}});
        }
        const bool by_server = tx.workspace().database().is_shared();
        if (by_server && !body.flag_or("backed_up", false)) {
            throw Error(Code::invalid, "error.demo.back_up_first").at_field("backed_up");
        }
        begin_job(tx, json, company::kDemoRemoveJob, "{}");
    });
}

}  // namespace

std::vector<Endpoint> demo_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/company/demo", .name = "get_demo",
         .entry = Entry::administrator,
         .summary = "Whether the company holds the demo company, and what was written since",
         .parameters = {}, .body = "", .answer = "Demo", .handler = get_demo},
        {.method = Method::post, .pattern = "/company/demo", .name = "load_demo",
         .entry = Entry::administrator, .effect = Effect::writes,
         .summary = "Load the demo company into an empty company, as a job", .parameters = {},
         .body = "DemoLoad", .answer = "BulkStarted", .status = 202, .handler = load_demo},
        {.method = Method::post, .pattern = "/company/demo/remove", .name = "remove_demo",
         .entry = Entry::administrator, .effect = Effect::writes,
         .summary = "Remove every record of the demo company, after a backup, as a job",
         .parameters = {}, .body = "DemoRemove", .answer = "BulkStarted", .status = 202,
         .handler = remove_demo},
    };
}

}  // namespace bihuan::api
