// Exports: records as CSV or XLSX, streamed.
#include "api/endpoint.h"
#include "api/upload.h"
#include "base/error.h"
#include "base/text.h"
#include "work/exchange/export.h"

#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace bihuan::api {

namespace {

constexpr std::string_view kXlsxType =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::size_t kPieceBytes = 64 * 1024;

exchange::ExportRequest request_of(const Call& call) {
    exchange::ExportRequest out;
    out.object = call.path("object");
    out.where = call.text("where");
    out.sort = call.text("sort");
    const std::string fields = call.text("fields");
    for (const std::string_view field : split(fields, ',')) {
        if (!field.empty()) out.fields.emplace_back(field);
    }
    out.as_of = call.as_of();
    out.labels = call.flag("labels");
    return out;
}

// "商机 2026-11-23.csv"
std::string file_name(const Call& call, const std::string& object, std::string_view ending) {
    std::string name;
    call.workspace.read(*call.actor, [&](const Snapshot& snapshot) {
        name = snapshot.schema().at(object).label.in(snapshot.language()) + " " +
               to_text(snapshot.today()) + std::string(ending);
    });
    return name;
}

http::Response with_name(http::Response out, const std::string& name) {
    out.headers.add("Content-Disposition", disposition("attachment", name));
    out.headers.add("Cache-Control", "no-store");
    return out;
}

http::Response export_csv(Call& call) {
    exchange::ExportRequest request = request_of(call);
    const std::string name = file_name(call, request.object, ".csv");
    auto rows = std::make_shared<exchange::CsvExport>(call.workspace, call.actor,
                                                      std::move(request));
    return with_name(http::make_stream("text/csv; charset=utf-8",
                                       [rows](std::string& out) { return rows->next(out); }),
                     name);
}

// A file that has no name any more: it is gone when nobody reads it.
class Vanishing {
public:
    explicit Vanishing(const std::string& path) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        std::error_code failed;
        size_ = std::filesystem::file_size(path, failed);
        std::filesystem::remove(path, failed);
        if (fd_ < 0) throw Error(Code::unavailable, "error.file.disk").because("export");
    }
    ~Vanishing() { ::close(fd_); }
    Vanishing(const Vanishing&) = delete;
    Vanishing& operator=(const Vanishing&) = delete;

    std::uint64_t size() const { return size_; }
    bool next(std::string& out) const {
        const std::size_t before = out.size();
        out.resize(before + kPieceBytes);
        const auto got = ::read(fd_, out.data() + before, kPieceBytes);
        out.resize(before + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got < 0) throw Error(Code::unavailable, "error.file.disk").because("export");
        return got > 0;
    }

private:
    int fd_;
    std::uint64_t size_ = 0;
};

http::Response export_xlsx(Call& call) {
    const exchange::ExportRequest request = request_of(call);
    const std::string name = file_name(call, request.object, ".xlsx");
    const std::string path = exchange::temporary_path(call.workspace, ".xlsx");
    exchange::export_xlsx(call.workspace, call.actor, request, path);
    const auto file = std::make_shared<Vanishing>(path);
    http::Response out =
        http::make_stream(kXlsxType, [file](std::string& piece) { return file->next(piece); });
    out.length = file->size();
    return with_name(std::move(out), name);
}

}  // namespace

std::vector<Endpoint> export_endpoints() {
    using http::Method;
    const std::vector<std::string> parameters = {"where", "sort", "fields", "as_of", "labels"};
    return {
        {.method = Method::get, .pattern = "/exports/{object}.csv", .name = "export_csv",
         .summary = "Records as CSV", .parameters = parameters, .body = "", .answer = "File",
         .handler = export_csv},
        {.method = Method::get, .pattern = "/exports/{object}.xlsx", .name = "export_xlsx",
         .summary = "Records as an Excel workbook", .parameters = parameters, .body = "",
         .answer = "File", .handler = export_xlsx},
    };
}

}  // namespace bihuan::api
