#include "work/exchange/source.h"

#include "base/error.h"
#include "base/text.h"
#include "work/exchange/csv_reader.h"
#include "work/exchange/limits.h"
#include "work/exchange/xlsx_reader.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kSamplesKept = 20;

// Rows that were looked at already, then the rest.
class Replayed final : public Table {
public:
    Replayed(std::deque<Row> first, std::unique_ptr<Table> rest)
        : first_(std::move(first)), rest_(std::move(rest)) {}
    bool next(Row& row) override {
        if (first_.empty()) return rest_->next(row);
        row = std::move(first_.front());
        first_.pop_front();
        return true;
    }
    bool may_be_short() const override { return rest_->may_be_short(); }

private:
    std::deque<Row> first_;
    std::unique_ptr<Table> rest_;
};

std::size_t filled(const Row& row) {
    return static_cast<std::size_t>(
        std::count_if(row.cells.begin(), row.cells.end(),
                      [](const std::string& cell) { return !trim(cell).empty(); }));
}

// How many cells most rows fill.
std::size_t usual_width(const std::deque<Row>& rows) {
    std::map<std::size_t, std::size_t> counts;
    for (const Row& row : rows) {
        if (!row.problem) ++counts[filled(row)];
    }
    std::size_t width = 1;
    std::size_t most = 0;
    for (const auto& [each, count] : counts) {
        if (count >= most) {
            most = count;
            width = each;
        }
    }
    return width;
}

// The first row that fills about as many cells as most do: titles and notes above it fill fewer.
std::size_t find_header(const std::deque<Row>& rows) {
    const std::size_t width = usual_width(rows);
    const std::size_t enough = width >= 3 ? width - 1 : width;
    const std::size_t last = std::min(rows.size(), kHeaderRowsMax);
    for (std::size_t i = 0; i < last; ++i) {
        if (!rows[i].problem && filled(rows[i]) >= enough) return i;
    }
    return 0;
}

std::vector<std::string> name_columns(const Row& header) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    std::size_t width = header.cells.size();
    while (width > 1 && trim(header.cells[width - 1]).empty()) --width;
    for (std::size_t i = 0; i < width; ++i) {
        std::string base = trim(header.cells[i]);
        std::replace(base.begin(), base.end(), '\n', ' ');
        if (base.empty()) base = "#" + std::to_string(i + 1);
        std::string name = base;
        for (int n = 2; !taken.insert(name).second; ++n) {
            name = base + " (" + std::to_string(n) + ")";
        }
        names.push_back(std::move(name));
    }
    return names;
}

bool is_compound(std::string_view head) { return head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1"); }

// An encrypted workbook is a compound file with this stream; its name is in UTF-16.
bool is_encrypted(std::string_view head) {
    constexpr std::string_view kStream("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0", 20);
    return head.find(kStream) != std::string_view::npos;
}

char separator_of(const std::string& text) {
    if (text == "tab" || text == "\\t") return '\t';
    if (text.size() == 1 && text[0] != '"' && text[0] != '\n' && text[0] != '\r') return text[0];
    throw Error(Code::invalid, "error.import.separator", {{"separator", text}})
        .at_field("separator");
}

std::unique_ptr<Table> open_csv(const std::string& path, const std::string& head,
                                const SourceOptions& options, Source& source) {
    Encoding encoding = sniff_encoding(head);
    if (!options.encoding.empty()) {
        const auto wanted = parse_encoding(options.encoding);
        if (!wanted) {
            throw Error(Code::invalid, "error.import.encoding",
                        {{"encoding", options.encoding}}).at_field("encoding");
        }
        encoding = *wanted;
    }
    source.encoding = to_text(encoding);
    char separator = ',';
    if (options.separator.empty()) {
        TextSource text(from_memory(head), encoding);
        std::string start;
        while (start.size() < kSampleBytes && text.read(start)) {}
        separator = sniff_separator(start);
    } else {
        separator = separator_of(options.separator);
    }
    source.separator = std::string(1, separator);
    return std::make_unique<CsvReader>(std::make_unique<TextSource>(open_file(path), encoding),
                                       separator);
}

std::unique_ptr<Table> open_table(const std::string& path, const SourceOptions& options,
                                  Source& source) {
    const std::string head = read_head(path, kSampleBytes);
    if (head.empty()) throw Error(Code::invalid, "error.import.empty");
    if (is_compound(head)) {
        throw Error(Code::invalid,
                    is_encrypted(head) ? "error.import.encrypted" : "error.import.xls");
    }
    if (head.starts_with("%PDF-") || head.starts_with("\x89PNG") ||
        head.starts_with("\xFF\xD8\xFF")) {
        throw Error(Code::invalid, "error.import.no_table");
    }
    if (!head.starts_with("PK\x03\x04")) return open_csv(path, head, options, source);
    auto reader = std::make_unique<XlsxReader>(path, options.sheet);
    source.sheet = reader->sheet();
    source.sheets = reader->sheets();
    return reader;
}

}  // namespace

Source open_source(const std::string& path, const SourceOptions& options) {
    Source source;
    auto table = open_table(path, options, source);
    std::deque<Row> rows;
    Row row;
    while (rows.size() < kSampleRows && table->next(row)) rows.push_back(std::move(row));
    if (rows.empty()) throw Error(Code::invalid, "error.import.empty");
    std::size_t header = find_header(rows);
    if (options.header_row) {
        header = 0;
        while (header < rows.size() && rows[header].number < *options.header_row) ++header;
        if (header >= rows.size() || rows[header].number != *options.header_row) {
            throw Error(Code::invalid, "error.import.header_row",
                        {{"row", std::to_string(*options.header_row)}}).at_field("header_row");
        }
    }
    source.header_row = rows[header].number;
    source.columns = name_columns(rows[header]);
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(header) + 1);
    for (const Row& each : rows) {
        if (source.samples.size() >= kSamplesKept) break;
        if (each.problem) continue;
        source.samples.push_back(each.cells);
        source.samples.back().resize(source.columns.size());
    }
    source.rows = std::make_unique<Replayed>(std::move(rows), std::move(table));
    return source;
}

}  // namespace bihuan::exchange
