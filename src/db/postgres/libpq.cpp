#include "db/postgres/libpq.h"

#include "base/error.h"

#include <dlfcn.h>

namespace bihuan::db::postgres {

namespace {

constexpr const char* kLibrary = "libpq.so.5";

template <class Function>
void find(void* library, const char* name, Function& out) {
    void* symbol = dlsym(library, name);
    if (symbol == nullptr) {
        throw Error(Code::unavailable, "error.db.no_client", {{"library", kLibrary}})
            .because(std::string("no ") + name);
    }
    out = reinterpret_cast<Function>(symbol);
}

void find_all(void* library, Libpq& pq) {
    find(library, "PQconnectdbParams", pq.connectdb_params);
    find(library, "PQfinish", pq.finish);
    find(library, "PQstatus", pq.status);
    find(library, "PQerrorMessage", pq.error_message);
    find(library, "PQtransactionStatus", pq.transaction_status);
    find(library, "PQserverVersion", pq.server_version);
    find(library, "PQexec", pq.exec);
    find(library, "PQsendPrepare", pq.send_prepare);
    find(library, "PQsendDescribePrepared", pq.send_describe_prepared);
    find(library, "PQsendQueryPrepared", pq.send_query_prepared);
    find(library, "PQsendQueryParams", pq.send_query_params);
    find(library, "PQgetResult", pq.get_result);
    find(library, "PQresultStatus", pq.result_status);
    find(library, "PQresultErrorField", pq.result_error_field);
    find(library, "PQresultErrorMessage", pq.result_error_message);
    find(library, "PQclear", pq.clear);
    find(library, "PQntuples", pq.ntuples);
    find(library, "PQnfields", pq.nfields);
    find(library, "PQgetvalue", pq.getvalue);
    find(library, "PQgetlength", pq.getlength);
    find(library, "PQgetisnull", pq.getisnull);
    find(library, "PQcmdTuples", pq.cmd_tuples);
    find(library, "PQnparams", pq.nparams);
    find(library, "PQparamtype", pq.paramtype);
    find(library, "PQenterPipelineMode", pq.enter_pipeline_mode);
    find(library, "PQexitPipelineMode", pq.exit_pipeline_mode);
    find(library, "PQpipelineSync", pq.pipeline_sync);
    find(library, "PQgetCancel", pq.get_cancel);
    find(library, "PQcancel", pq.cancel);
    find(library, "PQfreeCancel", pq.free_cancel);
    find(library, "PQsetNoticeProcessor", pq.set_notice_processor);
}

}  // namespace

std::shared_ptr<const Libpq> load_libpq() {
    void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        throw Error(Code::unavailable, "error.db.no_client", {{"library", kLibrary}})
            .because(dlerror());
    }
    auto pq = std::make_shared<Libpq>();
    find_all(library, *pq);  // never unloaded: its threads and OpenSSL's state would dangle
    return pq;
}

}  // namespace bihuan::db::postgres
