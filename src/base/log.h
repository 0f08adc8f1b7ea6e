// Structured log: one JSON line per entry on standard error, with request ids.
//
// Owned by app, reached through Workspace and http; thread-safe. Never receives secrets or
// personal data: keys and ids only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bihuan {

enum class LogLevel { debug, info, warning, error };

using LogFields = std::vector<std::pair<std::string_view, std::string>>;

class Log {
public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view message, const LogFields& fields) = 0;
    void info(std::string_view message, const LogFields& fields = {});
    void warn(std::string_view message, const LogFields& fields = {});
    void error(std::string_view message, const LogFields& fields = {});
};

std::unique_ptr<Log> make_stderr_log(LogLevel least);
std::unique_ptr<Log> make_quiet_log();  // for tests

}  // namespace bihuan
