// The functions of PostgreSQL's client library, found when the first server is opened.
//
// The library is loaded at run time: a company on one file needs none, and a vendor's own libpq
// can take its place. Immutable once loaded; any thread.
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

namespace bihuan::db::postgres {

struct Libpq {
    decltype(&::PQconnectdbParams) connectdb_params;
    decltype(&::PQfinish) finish;
    decltype(&::PQstatus) status;
    decltype(&::PQerrorMessage) error_message;
    decltype(&::PQtransactionStatus) transaction_status;
    decltype(&::PQserverVersion) server_version;
    decltype(&::PQexec) exec;
    decltype(&::PQsendPrepare) send_prepare;
    decltype(&::PQsendDescribePrepared) send_describe_prepared;
    decltype(&::PQsendQueryPrepared) send_query_prepared;
    decltype(&::PQsendQueryParams) send_query_params;
    decltype(&::PQgetResult) get_result;
    decltype(&::PQresultStatus) result_status;
    decltype(&::PQresultErrorField) result_error_field;
    decltype(&::PQresultErrorMessage) result_error_message;
    decltype(&::PQclear) clear;
    decltype(&::PQntuples) ntuples;
    decltype(&::PQnfields) nfields;
    decltype(&::PQgetvalue) getvalue;
    decltype(&::PQgetlength) getlength;
    decltype(&::PQgetisnull) getisnull;
    decltype(&::PQcmdTuples) cmd_tuples;
    decltype(&::PQnparams) nparams;
    decltype(&::PQparamtype) paramtype;
    decltype(&::PQenterPipelineMode) enter_pipeline_mode;
    decltype(&::PQexitPipelineMode) exit_pipeline_mode;
    decltype(&::PQpipelineSync) pipeline_sync;
    decltype(&::PQgetCancel) get_cancel;
    decltype(&::PQcancel) cancel;
    decltype(&::PQfreeCancel) free_cancel;
    decltype(&::PQsetNoticeProcessor) set_notice_processor;
};

// Throws Error(unavailable, "error.db.no_client") when there is no such library.
std::shared_ptr<const Libpq> load_libpq();

}  // namespace bihuan::db::postgres
