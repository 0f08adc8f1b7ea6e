// bihuan import OBJECT FILE, bihuan export OBJECT
#include "app/commands.h"
#include "base/error.h"
#include "base/text.h"
#include "work/exchange/bytes.h"
#include "work/exchange/export.h"
#include "work/exchange/import.h"
#include "work/job/runner.h"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <unistd.h>

namespace bihuan::app {

namespace {

constexpr int kBarCells = 30;
constexpr int kIssuesPrinted = 20;

// Whole and eighth blocks: 240 steps in 30 cells.
std::string bar(std::int64_t done, std::int64_t total) {
    static const char* const kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const std::int64_t steps = total > 0 ? done * kBarCells * 8 / total : 0;
    std::string out;
    std::int64_t cells = 0;
    for (; cells < steps / 8; ++cells) out += "█";
    if (steps % 8 != 0) {
        out += kEighths[steps % 8];
        ++cells;
    }
    for (; cells < kBarCells; ++cells) out += " ";
    return out;
}

Actor command_actor() {
    Actor actor = Actor::system("command line");
    actor.source_kind = "import";
    return actor;
}

void show(const Output& output, const std::string& what, std::int64_t done, std::int64_t total) {
    if (!output.progress) return;
    if (total <= 0) output.progress(fmt::format("{} {}", what, done));
    else output.progress(fmt::format("{} {}▏ {}/{}", what, bar(done, total), done, total));
}

std::string read_options(const Settings& settings) {
    std::string map = "{}";
    if (!settings.map_file.empty()) {
        std::ifstream file(settings.map_file);
        if (!file) {
            throw Error(Code::not_found, "error.import.no_file", {{"file", settings.map_file}});
        }
        std::ostringstream text;
        text << file.rdbuf();
        map = text.str();
    } else if (settings.mode.empty()) {
        return {};
    }
    // The file holds either whole options or only column -> field.
    const Json given = Json::parse(map);
    const bool is_whole = given.has("mapping") || given.has("mode") || given.has("constants") ||
                          given.has("create_missing") || given.size() == 0;
    std::string out;
    JsonWriter json(out);
    json.begin_object();
    if (is_whole) {
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given.key_at(i) == "mode" && !settings.mode.empty()) continue;
            json.key(given.key_at(i)).raw(given.at(i).to_text());
        }
    } else {
        json.key("mapping").raw(given.to_text());
    }
    if (!settings.mode.empty()) json.key("mode").string(settings.mode);
    json.end_object();
    return out;
}

exchange::Import load(Workspace& workspace, const Actor& actor, RecordId id) {
    exchange::Import import;
    workspace.read(actor, [&](const Snapshot& snapshot) {
        import = exchange::visible_import(snapshot, id);
    });
    return import;
}

// Steps the jobs until this one has ended; a server in the same process may help.
exchange::Import wait_for(Workspace& workspace, const Actor& actor, RecordId id,
                          const std::string& what, const Output& output) {
    job::Runner runner(workspace);
    for (;;) {
        const auto turn = runner.step(workspace.clock().now());
        exchange::Import import = load(workspace, actor, id);
        show(output, what, import.counts.done, import.counts.rows);
        switch (import.state) {
            case exchange::ImportState::checking:
            case exchange::ImportState::running:
            case exchange::ImportState::undoing: break;
            case exchange::ImportState::checked:
            case exchange::ImportState::done:
            case exchange::ImportState::failed:
            case exchange::ImportState::undone:
                if (output.progress) output.progress("");
                return import;
        }
        if (!turn.worked) ::usleep(20'000);
    }
}

void print_issues(Workspace& workspace, const Actor& actor, const exchange::Import& import,
                  const Output& output) {
    workspace.read(actor, [&](const Snapshot& snapshot) {
        std::string text;
        JsonWriter json(text);
        exchange::write_import(snapshot, import, true, json);
        const Json all = Json::parse(text);
        const Json issues = all.get("issues");
        for (std::size_t i = 0; i < issues.size() && i < kIssuesPrinted; ++i) {
            const Json issue = issues.at(i);
            output.out(fmt::format("{:>8}  {}  {}\n", issue.integer_or("row", 0),
                                   issue.text_or("column", ""), issue.text_or("message", "")));
        }
        if (import.state == exchange::ImportState::failed) {
            output.out(all.text_or("error", "") + "\n");
        }
    });
}

void print_counts(Workspace& workspace, const exchange::Import& import, const Output& output) {
    const exchange::ImportCounts& counts = import.counts;
    const bool was_run = import.state == exchange::ImportState::done;
    const Args args = {{"id", to_text(import.id)},
                       {"rows", std::to_string(counts.rows)},
                       {"sound", std::to_string(counts.sound)},
                       {"bad", std::to_string(counts.bad)},
                       {"duplicates", std::to_string(counts.duplicates)},
                       {"created", std::to_string(counts.created)},
                       {"updated", std::to_string(counts.updated)},
                       {"skipped", std::to_string(counts.skipped)}};
    output.out(workspace.sentences().say(
                   Language::zh, was_run ? "command.import.done" : "command.import.checked",
                   args) + "\n");
}

}  // namespace

int run_import(Workspace& workspace, const Settings& settings, const Output& output) {
    const Actor actor = command_actor();
    const std::string& path = settings.arguments.at(1);
    const std::shared_ptr<exchange::Bytes> bytes = exchange::open_file(path);
    const exchange::Upload upload{[bytes](std::span<char> out) { return bytes->read(out); },
                                  std::filesystem::path(path).filename().string()};
    exchange::Import import = exchange::create_import(
        workspace, actor, upload, settings.arguments.at(0), read_options(settings));
    const auto say = [&](const char* key) {
        return workspace.sentences().say(Language::zh, key);
    };
    import = wait_for(workspace, actor, import.id, say("command.import.checking"), output);
    if (import.state == exchange::ImportState::checked && !settings.dry_run) {
        workspace.write(actor, [&](Tx& tx) { exchange::run_import(tx, import.id); });
        import = wait_for(workspace, actor, import.id, say("command.import.running"), output);
    }
    print_issues(workspace, actor, import, output);
    print_counts(workspace, import, output);
    if (!settings.output.empty()) {
        exchange::ErrorFile errors(workspace, std::make_shared<Actor>(actor), import);
        std::ofstream file(settings.output, std::ios::binary);
        std::string piece;
        for (bool more = true; more; piece.clear()) {
            more = errors.next(piece);
            file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
        }
    }
    return import.state == exchange::ImportState::failed ? 1 : 0;
}

int run_export(Workspace& workspace, const Settings& settings, const Output& output) {
    const auto actor = std::make_shared<Actor>(command_actor());
    exchange::ExportRequest request;
    request.object = settings.arguments.at(0);
    request.where = settings.where;
    const std::string what = workspace.sentences().say(Language::zh, "command.export.writing");
    if (settings.format == "xlsx") {
        if (settings.output.empty()) {
            throw Error(Code::invalid, "error.command.needs_output");
        }
        exchange::export_xlsx(workspace, actor, request, settings.output,
                              [&](std::int64_t rows) { show(output, what, rows, 0); });
        if (output.progress) output.progress("");
        return 0;
    }
    exchange::CsvExport rows(workspace, actor, request);
    std::ofstream file;
    if (!settings.output.empty()) {
        file.open(settings.output, std::ios::binary);
        if (!file) {
            throw Error(Code::unavailable, "error.command.output", {{"file", settings.output}});
        }
    }
    std::string piece;
    for (bool more = true; more; piece.clear()) {
        more = rows.next(piece);
        if (file.is_open()) {
            file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
            if (!file) throw Error(Code::unavailable, "error.file.disk");
            show(output, what, rows.rows(), 0);
        } else {
            output.out(piece);
        }
    }
    if (file.is_open() && output.progress) output.progress("");
    return 0;
}

}  // namespace bihuan::app
