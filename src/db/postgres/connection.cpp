#include "db/postgres/connection.h"

#include "db/postgres/sql_text.h"

#include <charconv>
#include <cstdlib>
#include <utility>

namespace bihuan::db::postgres {

namespace {

constexpr Oid kInt8 = 20;
constexpr Oid kInt2 = 21;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr Oid kVarchar = 1043;
constexpr Oid kNumeric = 1700;
constexpr Oid kUnknown = 0;  // the server finds the type where the parameter stands

// How a value is declared when nothing is known yet.
Oid declared_type(const Param& param) {
    if (std::holds_alternative<std::int64_t>(param)) return kInt8;
    if (std::holds_alternative<std::string_view>(param)) return kText;
    return kUnknown;
}

bool fits(const Param& param, Oid type) {
    if (std::holds_alternative<std::int64_t>(param)) {
        return type == kInt8 || type == kInt4 || type == kInt2 || type == kNumeric;
    }
    if (std::holds_alternative<std::string_view>(param)) return type == kText || type == kVarchar;
    return true;
}

class PostgresRow final : public Row {
public:
    PostgresRow(const Libpq& pq, const PGresult* result) : pq_(pq), result_(result) {}
    void move_to(int row) { row_ = row; }

    bool is_null(int column) const override {
        return pq_.getisnull(result_, row_, column) != 0;
    }
    // Sums are NUMERIC and come without digits after the point; booleans are t and f.
    std::int64_t integer(int column) const override {
        const std::string_view digits = text(column);
        if (digits == "t") return 1;
        std::int64_t value = 0;
        const auto read =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (read.ec == std::errc::result_out_of_range) {
            throw Error(Code::invalid, "issue.number.range");
        }
        return value;
    }
    std::string_view text(int column) const override {
        return {pq_.getvalue(result_, row_, column),
                static_cast<std::size_t>(pq_.getlength(result_, row_, column))};
    }
    double real(int column) const override {
        return std::strtod(pq_.getvalue(result_, row_, column), nullptr);
    }

private:
    const Libpq& pq_;
    const PGresult* result_;
    int row_ = 0;
};

}  // namespace

// One server-side statement: a text with the types its parameters were found to have.
struct PostgresConnection::Prepared {
    std::string sql;
    std::string name;
    std::vector<Oid> types;
    bool is_ready = false;  // the server has answered
};

struct PostgresConnection::Result {
    Result() = default;
    Result(const Libpq& library, PGresult* held) : pq(&library), result(held) {}
    Result(Result&& other) noexcept
        : pq(other.pq), result(std::exchange(other.result, nullptr)) {}
    Result& operator=(Result&& other) noexcept {
        std::swap(pq, other.pq);
        std::swap(result, other.result);
        return *this;
    }
    ~Result() {
        if (result != nullptr) pq->clear(result);
    }

    const Libpq* pq = nullptr;
    PGresult* result = nullptr;
};

// Parameters in the form libpq takes: zero-terminated text.
class PostgresConnection::Values {
public:
    explicit Values(std::span<const Param> params) {
        std::size_t bytes = 0;
        for (const Param& param : params) bytes += size_of(param);
        bytes_.reserve(bytes);
        pointers_.reserve(params.size());
        for (const Param& param : params) add(param);
    }
    const char* const* pointers() const { return pointers_.data(); }
    int count() const { return static_cast<int>(pointers_.size()); }

private:
    static constexpr std::size_t kDigitsMax = 21;  // sign, 19 digits, end

    static std::size_t size_of(const Param& param) {
        const auto* text = std::get_if<std::string_view>(&param);
        return text != nullptr ? text->size() + 1 : kDigitsMax;
    }

    void add(const Param& param) {
        const std::size_t begin = bytes_.size();
        if (const auto* number = std::get_if<std::int64_t>(&param)) {
            char digits[kDigitsMax];
            const auto end = std::to_chars(digits, digits + kDigitsMax, *number).ptr;
            bytes_.append(digits, end);
        } else if (const auto* text = std::get_if<std::string_view>(&param)) {
            bytes_.append(*text);
        } else {
            pointers_.push_back(nullptr);
            return;
        }
        bytes_ += '\0';
        pointers_.push_back(bytes_.data() + begin);  // reserved before: never moves
    }

    std::string bytes_;
    std::vector<const char*> pointers_;
};

PostgresConnection::PostgresConnection(std::shared_ptr<const Libpq> pq, const std::string& url)
    : pq_(std::move(pq)) {
    const std::string seconds = std::to_string(kConnectSeconds);
    // The first is what the operator wrote; the others hold unless it says otherwise.
    const char* names[] = {"connect_timeout", "fallback_application_name", "dbname",
                           "client_encoding", nullptr};
    const char* values[] = {seconds.c_str(), "bihuan", url.c_str(), "UTF8", nullptr};
    connection_ = pq_->connectdb_params(names, values, 1);
    try {
        if (connection_ == nullptr || pq_->status(connection_) != CONNECTION_OK) {
            throw Error(Code::unavailable, "error.db.connect")
                .because(connection_ ? pq_->error_message(connection_) : "no memory");
        }
        pq_->set_notice_processor(connection_, [](void*, const char*) {}, nullptr);
        cancel_ = pq_->get_cancel(connection_);
        configure();
    } catch (...) {
        pq_->free_cancel(cancel_);
        pq_->finish(connection_);
        throw;
    }
}

PostgresConnection::~PostgresConnection() {
    pq_->free_cancel(cancel_);
    pq_->finish(connection_);
}

// Settings that another server of the same protocol may not know are left out.
void PostgresConnection::configure() {
    const std::string idle = std::to_string(kIdleInTransactionSeconds) + "s";
    run_now("SELECT set_config(s.name, v.value, false) FROM pg_settings s JOIN (VALUES "
            "('jit', 'off'), ('standard_conforming_strings', 'on'), ('TimeZone', 'UTC'), "
            "('DateStyle', 'ISO, YMD'), ('idle_in_transaction_session_timeout', '" + idle +
            "'), ('lock_timeout', '" + std::to_string(kLockMs) +
            "'), ('extra_float_digits', '1')) v(name, value) ON v.name = s.name");
    if (pq_->enter_pipeline_mode(connection_) != 1) lose("enter pipeline mode");
}

// Outside pipeline mode: configuring, and texts of several statements.
PostgresConnection::Result PostgresConnection::run_now(const std::string& sql) {
    ++round_trips_;
    Result result(*pq_, pq_->exec(connection_, sql.c_str()));
    const ExecStatusType status = pq_->result_status(result.result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
        status == PGRES_EMPTY_QUERY) {
        return result;
    }
    throw Error(*failure_of(result.result, sql));
}

bool PostgresConnection::in_transaction() const {
    return !lost_ && pq_->transaction_status(connection_) != PQTRANS_IDLE;
}

bool PostgresConnection::is_broken() const {
    return lost_ || pq_->transaction_status(connection_) == PQTRANS_INERROR;
}

Remedy PostgresConnection::take_remedy() { return std::exchange(remedy_, Remedy::none); }

void PostgresConnection::lose(std::string_view sql) {
    lost_ = true;
    remedy_ = Remedy::reopen;
    const std::string said = pq_->error_message(connection_) + (" in: " + std::string(sql));
    pending_.clear();
    throw lost_error(said);
}

void PostgresConnection::require(int sent, std::string_view sql) {
    if (sent != 1) lose(sql);
}

std::unique_ptr<Error> PostgresConnection::failure_of(const PGresult* result,
                                                      std::string_view sql) {
    const char* state = pq_->result_error_field(result, PG_DIAG_SQLSTATE);
    if (state == nullptr) {  // libpq's own: the connection broke
        lost_ = true;
        remedy_ = Remedy::reopen;
        return std::make_unique<Error>(lost_error(pq_->error_message(connection_)));
    }
    const Remedy remedy = remedy_of(state);
    if (remedy > remedy_) remedy_ = remedy;
    return std::make_unique<Error>(error_of(state, pq_->result_error_message(result), sql));
}

PostgresConnection::PreparedPtr PostgresConnection::prepared(std::string_view sql,
                                                             std::span<const Param> params) {
    const auto [begin, end] = by_sql_.equal_range(sql);
    for (auto each = begin; each != end; ++each) {
        const Prepared& known = **each->second;
        if (known.types.size() != params.size()) {
            throw Error(Code::internal, "error.internal")
                .because("wrong number of parameters for: " + std::string(sql));
        }
        bool all_fit = true;
        for (std::size_t i = 0; i < params.size(); ++i) {
            all_fit = all_fit && (known.types[i] == declared_type(params[i]) ||
                                  fits(params[i], known.types[i]));
        }
        if (!all_fit) continue;
        cache_.splice(cache_.begin(), cache_, each->second);
        return *each->second;
    }
    return prepare(sql, params);
}

PostgresConnection::PreparedPtr PostgresConnection::prepare(std::string_view sql,
                                                            std::span<const Param> params) {
    const Statement rewritten_sql = rewritten(sql);
    if (static_cast<std::size_t>(rewritten_sql.params) != params.size()) {
        throw Error(Code::internal, "error.internal")
            .because("wrong number of parameters for: " + std::string(sql));
    }
    if (cache_.size() >= kStatementsMax) evict();
    auto made = std::make_shared<Prepared>();
    made->sql = sql;
    made->name = "s" + std::to_string(++names_);
    bool is_known = true;
    for (const Param& param : params) {
        made->types.push_back(declared_type(param));
        is_known = is_known && made->types.back() != kUnknown;
    }
    require(pq_->send_prepare(connection_, made->name.c_str(), rewritten_sql.text.c_str(),
                              static_cast<int>(params.size()), made->types.data()), sql);
    pending_.push_back({Step::prepare, made});
    if (!is_known) {
        require(pq_->send_describe_prepared(connection_, made->name.c_str()), sql);
        pending_.push_back({Step::describe, made});
    }
    cache_.push_front(made);
    by_sql_.emplace(made->sql, cache_.begin());
    return made;
}

void PostgresConnection::evict() {
    const PreparedPtr oldest = cache_.back();
    const std::string sql = "DEALLOCATE " + oldest->name;
    require(pq_->send_query_params(connection_, sql.c_str(), 0, nullptr, nullptr, nullptr,
                                   nullptr, 0), sql);
    pending_.push_back({Step::deallocate, oldest});
    forget(oldest);
}

void PostgresConnection::forget(const PreparedPtr& statement) {
    const auto [begin, end] = by_sql_.equal_range(statement->sql);
    for (auto each = begin; each != end; ++each) {
        if (*each->second != statement) continue;
        cache_.erase(each->second);
        by_sql_.erase(each);
        return;
    }
}

void PostgresConnection::send(std::string_view sql, std::span<const Param> params) {
    if (lost_) throw lost_error("lost before");
    if (!opening_.empty()) {
        const std::string opening = std::exchange(opening_, std::string());
        send(opening, {});
    }
    const PreparedPtr statement = prepared(sql, params);
    const Values values(params);
    require(pq_->send_query_prepared(connection_, statement->name.c_str(), values.count(),
                                     values.pointers(), nullptr, nullptr, 0), sql);
    pending_.push_back({Step::run, statement});
}

void PostgresConnection::note_types(Prepared& statement, const PGresult* description) {
    const int count = pq_->nparams(description);
    for (int i = 0; i < count; ++i) {
        statement.types[static_cast<std::size_t>(i)] = pq_->paramtype(description, i);
    }
}

// False when the connection is gone.
bool PostgresConnection::receive_one(const Expected& expected, Result& last,
                                     std::unique_ptr<Error>& failure) {
    Result got(*pq_, pq_->get_result(connection_));
    if (got.result == nullptr) return false;
    const ExecStatusType status = pq_->result_status(got.result);
    const bool is_good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
                         status == PGRES_EMPTY_QUERY;
    if (!is_good) {
        // Whatever follows a failure in the pipeline is skipped: only the first says why.
        if (status != PGRES_PIPELINE_ABORTED && !failure) {
            failure = failure_of(got.result, expected.statement->sql);
        }
        if (!expected.statement->is_ready) forget(expected.statement);
        if (lost_) return false;
    } else if (expected.step == Step::prepare) {
        expected.statement->is_ready = true;
    } else if (expected.step == Step::describe) {
        note_types(*expected.statement, got.result);
    } else if (expected.step == Step::run) {
        last = std::move(got);
    }
    Result end(*pq_, pq_->get_result(connection_));  // null: the end of this statement's results
    return true;
}

// What one sync ends. Gives the last statement's result; throws only when the connection is gone.
PostgresConnection::Result PostgresConnection::receive_all(std::vector<Expected>& sent,
                                                           std::unique_ptr<Error>& failure) {
    const std::string doing = sent.back().statement->sql;
    Result last;
    for (const Expected& expected : sent) {
        if (receive_one(expected, last, failure)) continue;
        sent.clear();
        if (!failure) lose(doing);
        throw Error(*failure);
    }
    sent.clear();
    Result sync(*pq_, pq_->get_result(connection_));
    if (sync.result == nullptr || pq_->result_status(sync.result) != PGRES_PIPELINE_SYNC) {
        lose("waiting for the end of the pipeline");
    }
    return last;
}

// Everything sent since the last time, in one round trip; gives the last statement's result.
PostgresConnection::Result PostgresConnection::receive() {
    require(pq_->pipeline_sync(connection_), "pipeline sync");
    ++round_trips_;
    std::unique_ptr<Error> earlier;
    if (!unread_.empty()) receive_all(unread_, earlier);
    std::unique_ptr<Error> failure;
    Result last = receive_all(pending_, failure);
    if (failure) throw Error(*failure);
    return last;
}

void PostgresConnection::begin_with(std::string_view sql) { opening_ = sql; }

void PostgresConnection::end_with(std::string_view sql) {
    if (!opening_.empty()) {  // nothing was asked: nothing was begun
        opening_.clear();
        return;
    }
    settle();
    send(sql, {});
    require(pq_->pipeline_sync(connection_), sql);
    unread_ = std::move(pending_);
    pending_.clear();
}

void PostgresConnection::query(std::string_view sql, std::span<const Param> params,
                               const RowFn& row) {
    send(sql, params);
    const Result result = receive();
    PostgresRow current(*pq_, result.result);
    const int rows = pq_->ntuples(result.result);
    for (int i = 0; i < rows; ++i) {
        current.move_to(i);
        if (!row(current)) return;
    }
}

std::int64_t PostgresConnection::execute(std::string_view sql, std::span<const Param> params) {
    send(sql, params);
    const Result result = receive();
    return std::strtoll(pq_->cmd_tuples(result.result), nullptr, 10);
}

void PostgresConnection::post(std::string_view sql, std::span<const Param> params) {
    send(sql, params);
}

void PostgresConnection::settle() {
    if (lost_) throw lost_error("lost before");
    if (!pending_.empty()) receive();
}

std::unique_ptr<Error> PostgresConnection::try_settle() {
    try {
        settle();
        return nullptr;
    } catch (const Error& error) {
        return std::make_unique<Error>(error);
    }
}

void PostgresConnection::script(std::string_view sql) {
    if (!opening_.empty()) post("SELECT 1", std::span<const Param>());
    settle();
    if (!unread_.empty()) {
        std::unique_ptr<Error> earlier;
        receive_all(unread_, earlier);
    }
    if (pq_->exit_pipeline_mode(connection_) != 1) lose(sql);
    const bool in_one = in_transaction();
    std::string text = rewritten_ddl(sql);
    if (in_one) {
        text = "SET LOCAL lock_timeout = " + std::to_string(kDdlLockMs) + "; " + text;
        text += "; SET LOCAL lock_timeout = " + std::to_string(kLockMs);
    }
    std::unique_ptr<Error> failure;
    try {
        run_now(text);
    } catch (const Error& error) {
        failure = std::make_unique<Error>(error);
    }
    if (!lost_ && pq_->enter_pipeline_mode(connection_) != 1) lose(sql);
    if (failure) throw Error(*failure);
}

void PostgresConnection::interrupt() {
    char said[256];
    if (cancel_ != nullptr) pq_->cancel(cancel_, said, sizeof(said));
}

}  // namespace bihuan::db::postgres
