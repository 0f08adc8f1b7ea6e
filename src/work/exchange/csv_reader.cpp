#include "work/exchange/csv_reader.h"

#include "base/text.h"
#include "work/exchange/limits.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace bihuan::exchange {

namespace {

constexpr char kSeparators[] = {',', ';', '\t', '|'};
constexpr std::string_view kDeclaration = "sep=";  // how Excel writes the separator into a file

}  // namespace

CsvReader::CsvReader(std::unique_ptr<TextSource> source, char separator)
    : source_(std::move(source)), separator_(separator) {
    fill();
    const std::size_t end = buffer_.find_first_of("\r\n");
    if (buffer_.starts_with(kDeclaration) && end == kDeclaration.size() + 1) {
        Row declaration;
        take_first_line(declaration, nullptr);
    }
}

bool CsvReader::fill() {
    if (ended_) return false;
    if (begin_ > 0) {
        buffer_.erase(0, begin_);
        begin_ = 0;
    }
    // Long records are read in growing pieces, so that starting over stays cheap.
    const std::size_t wanted = buffer_.size() * 2;
    do {
        if (!source_->read(buffer_)) ended_ = true;
    } while (!ended_ && buffer_.size() < wanted);
    return true;
}

void CsvReader::consume(std::size_t count) {
    for (std::size_t i = begin_; i < begin_ + count; ++i) {
        const bool lone_return =
            buffer_[i] == '\r' && (i + 1 >= buffer_.size() || buffer_[i + 1] != '\n');
        if (buffer_[i] == '\n' || lone_return) ++line_;
    }
    begin_ += count;
}

CsvReader::CellEnd CsvReader::after_cell() {
    if (at_ >= buffer_.size()) return ended_ ? CellEnd::line : CellEnd::more;
    const char c = buffer_[at_];
    if (c == separator_) {
        ++at_;
        return CellEnd::separator;
    }
    if (c == '\r') {
        // Whether a line feed follows must be known before the record is over.
        if (at_ + 1 >= buffer_.size() && !ended_) return CellEnd::more;
        at_ += at_ + 1 < buffer_.size() && buffer_[at_ + 1] == '\n' ? 2 : 1;
        return CellEnd::line;
    }
    ++at_;
    return CellEnd::line;
}

CsvReader::CellEnd CsvReader::parse_plain(std::string& cell) {
    const std::size_t from = at_;
    while (at_ < buffer_.size()) {
        const char c = buffer_[at_];
        if (c == separator_ || c == '\n' || c == '\r') break;
        ++at_;
    }
    cell.append(buffer_, from, at_ - from);
    if (at_ >= buffer_.size() && !ended_) return CellEnd::more;  // the cell may go on
    return spans_quote(cell) ? CellEnd::broken : after_cell();
}

// A quote that opens inside one plain cell and closes at the end of a later one held a separator
// of the text: the cells between are pieces, and those behind stand in the wrong columns.
bool CsvReader::spans_quote(std::string_view cell) {
    if (std::count(cell.begin(), cell.end(), '"') % 2 == 0) return false;
    if (half_open_ && cell.back() == '"') {
        problem_ = "issue.import.quote";
        return true;
    }
    half_open_ = cell.back() != '"';
    return false;
}

CsvReader::CellEnd CsvReader::parse_quoted(std::string& cell) {
    ++at_;  // the opening quote
    for (;;) {
        const std::size_t quote = buffer_.find('"', at_);
        if (quote == std::string::npos) {
            at_ = buffer_.size();
            problem_ = "issue.import.quote_open";
            return ended_ ? CellEnd::broken : CellEnd::more;
        }
        cell.append(buffer_, at_, quote - at_);
        at_ = quote + 1;
        if (at_ >= buffer_.size()) return ended_ ? CellEnd::line : CellEnd::more;
        if (buffer_[at_] != '"') break;
        cell += '"';
        ++at_;
    }
    // White space between the closing quote and the separator is nobody's.
    std::size_t end = at_;
    while (end < buffer_.size() && buffer_[end] == ' ' && separator_ != ' ') ++end;
    if (end >= buffer_.size()) {
        at_ = end;
        return after_cell();
    }
    const char c = buffer_[end];
    if (c != separator_ && c != '\n' && c != '\r') {
        problem_ = "issue.import.quote";
        return CellEnd::broken;
    }
    at_ = end;
    return after_cell();
}

CsvReader::Outcome CsvReader::parse(Row& row) {
    row.cells.clear();
    at_ = begin_;
    half_open_ = false;
    for (;;) {
        std::string cell;
        const bool quoted = at_ < buffer_.size() && buffer_[at_] == '"';
        const CellEnd end = quoted ? parse_quoted(cell) : parse_plain(cell);
        if (end == CellEnd::broken) return Outcome::broken;
        if (end == CellEnd::more) {
            if (buffer_.size() - begin_ <= kRecordBytesMax) return Outcome::more;
            problem_ = quoted ? "issue.import.quote_open" : "issue.import.row_long";
            return Outcome::broken;
        }
        if (cell.size() > kCellBytesMax) {
            problem_ = quoted ? "issue.import.quote_open" : "issue.import.cell_long";
            return Outcome::broken;
        }
        if (row.cells.size() >= kColumnsMax) {
            problem_ = "issue.import.columns";
            return Outcome::broken;
        }
        row.cells.push_back(std::move(cell));
        if (end == CellEnd::line) return Outcome::record;
    }
}

// Up to the first line break, split without regard to quotes: what a person would see there.
void CsvReader::take_first_line(Row& row, const char* problem) {
    std::size_t end = buffer_.find_first_of("\r\n", begin_);
    while (end == std::string::npos && fill()) end = buffer_.find_first_of("\r\n", begin_);
    if (end == std::string::npos) end = buffer_.size();
    const std::string_view line = std::string_view(buffer_).substr(begin_, end - begin_);
    row.number = line_;
    row.problem = problem;
    row.cells.clear();
    for (std::string_view part : split(clip(line, kRecordBytesMax), separator_)) {
        if (row.cells.size() < kColumnsMax) row.cells.emplace_back(clip(part, kCellBytesMax));
    }
    if (end < buffer_.size() && buffer_[end] == '\r' && end + 1 >= buffer_.size()) {
        const std::size_t line_bytes = end - begin_;
        fill();
        end = begin_ + line_bytes;
    }
    if (end < buffer_.size()) {
        end += buffer_[end] == '\r' && end + 1 < buffer_.size() && buffer_[end + 1] == '\n' ? 2
                                                                                           : 1;
    }
    consume(end - begin_);
}

bool CsvReader::next(Row& row) {
    row.errors.clear();
    for (;;) {
        if (begin_ >= buffer_.size() && !fill()) return false;
        if (begin_ >= buffer_.size()) {
            if (ended_) return false;
            continue;
        }
        row.problem = nullptr;
        row.number = line_;
        problem_ = nullptr;
        switch (parse(row)) {
            case Outcome::more: fill(); continue;
            case Outcome::broken: take_first_line(row, problem_); break;
            case Outcome::record: consume(at_ - begin_); break;
        }
        if (row.problem || !is_blank(row)) return true;
    }
}

char sniff_separator(std::string_view head) {
    if (head.starts_with(kDeclaration) && head.size() > kDeclaration.size()) {
        const char declared = head[kDeclaration.size()];
        if (declared != '\r' && declared != '\n') return declared;
    }
    char best = ',';
    double best_score = 0;
    for (const char separator : kSeparators) {
        CsvReader reader(
            std::make_unique<TextSource>(from_memory(head), Encoding::utf8), separator);
        std::map<std::size_t, std::size_t> widths;
        std::size_t rows = 0;
        Row row;
        while (rows < kSampleRows && reader.next(row)) {
            ++rows;
            if (!row.problem) ++widths[row.cells.size()];
        }
        for (const auto& [width, count] : widths) {
            if (width < 2) continue;
            const double share = static_cast<double>(count) / static_cast<double>(rows);
            const double score = share * share * std::log(static_cast<double>(width) + 1);
            if (score > best_score) {
                best_score = score;
                best = separator;
            }
        }
    }
    return best;
}

}  // namespace bihuan::exchange
