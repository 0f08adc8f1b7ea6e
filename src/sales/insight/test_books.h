// A company whose ledger and records a test writes by hand, and questions to its metrics. Of
// tests only; one thread.
#pragma once

#include "kernel/event/ledger.h"
#include "sales/insight/insight.h"
#include "sales/team/test_company.h"

namespace bihuan::insight {

struct Post {
    std::string metric;
    std::string date;
    RecordId record;
    std::int64_t amount = 0;             // fen
    std::int64_t count = 0;
    std::string owner = {};              // login; empty: nobody
    std::string tag = {};
    std::int64_t days = 0;
    RecordId account = {};
    RecordId contract = {};
    RecordId corrects = {};
};

class TestBooks {
public:
    team::TestCompany company;

    // A ledger row as the company's own code writes it: recorded now. Its department is the
    // owner's of today.
    RecordId post(const Post& post);
    // Contracts with their amount in yuan, signed and in force, by import.
    RecordId account(const std::string& name, const std::string& owner = "li");
    RecordId contract(RecordId account, const std::string& amount, const std::string& sign_date,
                      const std::string& owner = "li");
    RecordId instalment(RecordId contract, RecordId account, const std::string& amount,
                        const std::string& due, const std::string& owner = "li");
    RecordId receipt(RecordId account, const std::string& amount, const std::string& date);
    RecordId allocation(RecordId receipt, RecordId instalment, RecordId contract,
                        RecordId account, const std::string& amount, const std::string& date,
                        const std::string& more = "");
    // Of the default pipeline, made with the first one asked for: contact, needs, proposal,
    // negotiation, won, lost, void.
    RecordId stage(const std::string& code);
    RecordId opportunity(const std::string& name, const std::string& owner,
                         const std::string& more = "");

    Answer ask(const std::string& login, const std::string& metric,
               const MetricRequest& request = {});
    // The value as text, "-" when there is none.
    std::string value(const std::string& login, const std::string& metric,
                      const MetricRequest& request = {});
    // "name value; name value".
    std::string rows(const std::string& login, const std::string& metric,
                     MetricRequest request, const std::string& group);
    std::string page(const std::string& login,
                     const std::function<void(const Snapshot&, JsonWriter&)>& fn);

private:
    std::map<std::string, RecordId> stages_;
    int periods_ = 0;
};

MetricRequest in(std::string_view from, std::string_view to);
MetricRequest on(std::string_view day);           // as of its end
std::string text_of(const std::optional<Decimal>& value);
// An id as JSON of a body.
std::string quoted(RecordId id);

}  // namespace bihuan::insight
