#include "base/log.h"

#include "base/calendar_time.h"
#include "base/json.h"

#include <unistd.h>

namespace bihuan {

namespace {

std::string_view to_text(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: return "error";
    }
    return "error";
}

class StderrLog final : public Log {
public:
    explicit StderrLog(LogLevel least) : least_(least) {}

    void write(LogLevel level, std::string_view message, const LogFields& fields) override {
        if (level < least_) return;
        std::string line;
        JsonWriter json(line);
        json.begin_object();
        json.key("time").string(bihuan::to_text(clock_->now()));
        json.key("level").string(to_text(level));
        json.key("message").string(message);
        for (const auto& [name, value] : fields) json.key(name).string(value);
        json.end_object();
        line += '\n';
        // One call per line: lines of several threads and processes never mix.
        std::string_view rest = line;
        while (!rest.empty()) {
            const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
            if (written <= 0) return;  // nowhere left to complain to
            rest.remove_prefix(static_cast<std::size_t>(written));
        }
    }

private:
    LogLevel least_;
    std::unique_ptr<Clock> clock_ = make_system_clock();
};

class QuietLog final : public Log {
public:
    void write(LogLevel, std::string_view, const LogFields&) override {}
};

}  // namespace

void Log::info(std::string_view message, const LogFields& fields) {
    write(LogLevel::info, message, fields);
}

void Log::warn(std::string_view message, const LogFields& fields) {
    write(LogLevel::warning, message, fields);
}

void Log::error(std::string_view message, const LogFields& fields) {
    write(LogLevel::error, message, fields);
}

std::unique_ptr<Log> make_stderr_log(LogLevel least) { return std::make_unique<StderrLog>(least); }

std::unique_ptr<Log> make_quiet_log() { return std::make_unique<QuietLog>(); }

}  // namespace bihuan
