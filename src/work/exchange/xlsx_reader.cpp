#include "work/exchange/xlsx_reader.h"

#include "base/error.h"
#include "work/exchange/encoding.h"
#include "work/exchange/limits.h"

#include <algorithm>
#include <charconv>

namespace bihuan::exchange {

namespace {

using Kind = XmlScanner::Kind;

// A sheet has 16,384 columns; those beyond ours only matter when they hold something.
constexpr std::size_t kSheetColumnsMax = 16'384;

std::int64_t to_number(std::string_view text) {
    std::int64_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
}

}  // namespace

bool parse_cell_reference(std::string_view text, std::size_t& column, std::int64_t& row) {
    std::size_t letters = 0;
    std::size_t number = 0;
    for (; letters < text.size() && letters < 4; ++letters) {
        const char c = text[letters];
        const bool upper = c >= 'A' && c <= 'Z';
        if (!upper && !(c >= 'a' && c <= 'z')) break;
        number = number * 26 + static_cast<std::size_t>(c - (upper ? 'A' : 'a')) + 1;
    }
    if (letters == 0 || number > kSheetColumnsMax) return false;
    const std::string_view digits = text.substr(letters);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), row);
    if (read.ec != std::errc{} || row < 1) return false;
    column = number - 1;
    return true;
}

XlsxReader::XlsxReader(const std::string& path, const std::string& sheet)
    : archive_(path), book_(read_workbook(archive_)) {
    const Sheet* chosen = nullptr;
    for (const Sheet& each : book_.sheets) {
        if (sheet.empty() ? !each.hidden : each.name == sheet) {
            chosen = &each;
            break;
        }
    }
    if (!chosen && sheet.empty()) chosen = &book_.sheets.front();
    if (!chosen) {
        throw Error(Code::invalid, "error.import.sheet", {{"sheet", sheet}}).at_field("sheet");
    }
    sheet_ = chosen->name;
    shared_.read(archive_, book_.shared_part);
    read_merges(chosen->part);
    auto bytes = archive_.open(chosen->part);
    if (!bytes) throw Error(Code::invalid, "error.import.workbook").because("no sheet part");
    xml_ = std::make_unique<XmlScanner>(std::move(bytes));
}

std::vector<std::string> XlsxReader::sheets() const {
    std::vector<std::string> names;
    for (const Sheet& each : book_.sheets) {
        if (!each.hidden) names.push_back(each.name);
    }
    return names;
}

// They stand behind the cells, so the part is read once before.
void XlsxReader::read_merges(const std::string& part) {
    auto bytes = archive_.open(part);
    if (!bytes) return;
    XmlScanner xml(std::move(bytes));
    for (Kind kind = xml.next(); kind != Kind::over; kind = xml.next()) {
        if (kind != Kind::start || xml.name() != "mergeCell") continue;
        const std::string_view range = xml.attribute("ref").value_or("");
        const std::size_t colon = range.find(':');
        Merge merge{};
        if (colon == std::string_view::npos ||
            !parse_cell_reference(range.substr(0, colon), merge.left, merge.top) ||
            !parse_cell_reference(range.substr(colon + 1), merge.right, merge.bottom)) {
            continue;
        }
        if (merges_.size() < kMergesMax) merges_.push_back(std::move(merge));
    }
    std::sort(merges_.begin(), merges_.end(),
              [](const Merge& a, const Merge& b) { return a.top < b.top; });
}

std::string XlsxReader::text_of(const Cell& cell) const {
    if (cell.type == "s") {
        const std::int64_t index = to_number(cell.value);
        return std::string(shared_.at(static_cast<std::size_t>(std::max<std::int64_t>(index, 0))));
    }
    if (cell.type == "inlineStr") return cell.inline_text;
    if (cell.type == "b") return cell.value == "0" ? "FALSE" : "TRUE";
    if (cell.type == "str" || cell.type == "e" || cell.type == "d") return cell.value;
    if (cell.value.empty()) return cell.inline_text;
    const NumberKind kind =
        cell.style < book_.styles.size() ? book_.styles[cell.style] : NumberKind::plain;
    switch (kind) {
        case NumberKind::plain: return plain_number(cell.value);
        case NumberKind::percent: return percent_number(cell.value);
        case NumberKind::date:
        case NumberKind::time:
        case NumberKind::date_time: return date_number(cell.value, kind, book_.is_1904);
    }
    return cell.value;
}

void XlsxReader::place(Row& row, const Cell& cell) const {
    std::string text = text_of(cell);
    if (text.empty()) return;
    if (cell.column >= kColumnsMax) {
        row.problem = "issue.import.columns";
        return;
    }
    if (text.size() > kCellBytesMax) {
        row.problem = "issue.import.cell_long";
        text = clip(text, kCellBytesMax);
    }
    if (row.cells.size() <= cell.column) row.cells.resize(cell.column + 1);
    row.cells[cell.column] = std::move(text);
    if (cell.type == "e") row.errors.push_back(cell.column);
}

// The scanner stands behind <c ...>.
void XlsxReader::read_cell(Row& row) {
    Cell cell;
    cell.column = next_column_;
    std::int64_t ignored = 0;
    if (const auto place_text = xml_->attribute("r")) {
        parse_cell_reference(*place_text, cell.column, ignored);
    }
    next_column_ = cell.column + 1;
    cell.type = xml_->attribute("t").value_or("n");
    cell.style = static_cast<std::size_t>(
        std::max<std::int64_t>(to_number(xml_->attribute("s").value_or("0")), 0));
    int phonetic = 0;
    std::string* into = nullptr;
    for (Kind kind = xml_->next(); kind != Kind::over; kind = xml_->next()) {
        if (kind == Kind::text) {
            if (into && phonetic == 0) *into += xml_->text();
            if (into && into->size() > kXmlTokenBytesMax) {
                throw Error(Code::limit, "error.import.bomb");
            }
            continue;
        }
        const bool begins = kind == Kind::start;
        if (xml_->name() == "rPh") phonetic += begins ? 1 : -1;
        if (xml_->name() == "v") into = begins ? &cell.value : nullptr;
        if (xml_->name() == "t") into = begins ? &cell.inline_text : nullptr;
        if (!begins && xml_->name() == "c") break;
    }
    place(row, cell);
}

void XlsxReader::fill_merges(Row& row) {
    while (first_merge_ < merges_.size() && merges_[first_merge_].bottom < row.number) {
        ++first_merge_;
    }
    for (std::size_t i = first_merge_; i < merges_.size() && merges_[i].top <= row.number; ++i) {
        Merge& merge = merges_[i];
        if (merge.bottom < row.number || merge.left >= kColumnsMax) continue;
        if (merge.top == row.number && merge.left < row.cells.size()) {
            merge.value = row.cells[merge.left];
        }
        if (merge.value.empty()) continue;
        const std::size_t end = std::min(merge.right + 1, kColumnsMax);
        if (row.cells.size() < end) row.cells.resize(end);
        for (std::size_t column = merge.left; column < end; ++column) {
            if (row.cells[column].empty()) row.cells[column] = merge.value;
        }
    }
}

bool XlsxReader::next(Row& row) {
    for (;;) {
        Kind kind = xml_->next();
        while (kind != Kind::over && !(kind == Kind::start && xml_->name() == "row")) {
            kind = xml_->next();
        }
        if (kind == Kind::over) return false;
        row.cells.clear();
        row.errors.clear();
        row.problem = nullptr;
        const std::int64_t given = to_number(xml_->attribute("r").value_or("0"));
        row.number = given > last_row_ ? given : last_row_ + 1;
        last_row_ = row.number;
        next_column_ = 0;
        for (kind = xml_->next(); !(kind == Kind::end && xml_->name() == "row");
             kind = xml_->next()) {
            if (kind == Kind::over) return false;
            if (kind == Kind::start && xml_->name() == "c") read_cell(row);
        }
        const bool had_own = !is_blank(row);
        fill_merges(row);
        if (had_own) return true;
    }
}

}  // namespace bihuan::exchange
