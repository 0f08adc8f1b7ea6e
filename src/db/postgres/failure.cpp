#include "db/postgres/failure.h"

namespace bihuan::db::postgres {

namespace {

// How much of a statement the log may carry.
constexpr std::size_t kDoingMax = 300;

}  // namespace

Remedy remedy_of(std::string_view state) {
    // Serialization failure, deadlock, lock_timeout.
    if (state == "40001" || state == "40P01" || state == "55P03") return Remedy::rerun;
    // Shut down, crashed, starting, a standby that was the primary, idle too long in a transaction.
    if (state.starts_with("08") || state == "57P01" || state == "57P02" || state == "57P03" ||
        state == "25006" || state == "25P03") {
        return Remedy::reopen;
    }
    return Remedy::none;
}

Error lost_error(std::string_view said) {
    return Error(Code::unavailable, "error.db.lost").because(std::string(said));
}

Error error_of(std::string_view state, std::string_view said, std::string_view doing) {
    std::string cause(said);
    while (!cause.empty() && cause.back() == '\n') cause.pop_back();
    cause += " (" + std::string(state) + ") in: ";
    cause += doing.substr(0, kDoingMax);
    const auto made = [&](Code code, const char* key) { return Error(code, key).because(cause); };
    if (state == "23505") return made(Code::conflict, "error.db.unique");
    if (state == "22003") return made(Code::invalid, "issue.number.range");
    if (state == "57014") return made(Code::unavailable, "error.db.interrupted");
    if (state == "53100") return made(Code::unavailable, "error.disk_full");
    if (state == "53200") return made(Code::unavailable, "error.memory");
    if (state == "53300") return made(Code::unavailable, "error.db.busy");
    if (state == "XX001" || state == "XX002") return made(Code::internal, "error.db.damaged");
    switch (remedy_of(state)) {
        case Remedy::rerun: return made(Code::unavailable, "error.db.busy");
        case Remedy::reopen: return made(Code::unavailable, "error.db.lost");
        case Remedy::none: break;
    }
    return made(Code::internal, "error.internal");
}

}  // namespace bihuan::db::postgres
