// XLSX through libxlsxwriter with constant memory: one row at a time.
#include "base/crypto.h"
#include "base/error.h"
#include "base/text.h"
#include "work/exchange/export.h"
#include "work/exchange/export_rows.h"
#include "work/exchange/limits.h"

#include <xlsxwriter.h>

#include <array>
#include <cstdlib>
#include <filesystem>

namespace bihuan::exchange {

namespace {

constexpr std::size_t kSheetNameMax = 31;            // what Excel allows
constexpr std::size_t kCellCharactersMax = 32'767;
constexpr double kColumnWidth = 16;
constexpr std::size_t kExactDigits = 15;             // of a number in a spreadsheet
constexpr std::size_t kTimeFrom = 11;                // in "2026-11-23 14:30:05"

// Without the characters that sheet names may not hold.
std::string sheet_name(std::string_view title) {
    std::string out;
    std::size_t count = 0;
    for (std::size_t pos = 0; pos < title.size() && count < kSheetNameMax; ++count) {
        const char32_t c = next_code_point(title, pos);
        const bool refused = c < 0x80 && std::string_view("[]:*?/\\'").find(static_cast<char>(c)) !=
                                             std::string_view::npos;
        append_code_point(out, refused ? U'_' : c);
    }
    return out.empty() ? "Sheet1" : out;
}

std::string shortened(const std::string& text) {
    if (text.size() <= kCellCharactersMax || count_code_points(text) <= kCellCharactersMax) {
        return text;
    }
    std::string out;
    std::size_t pos = 0;
    for (std::size_t i = 0; i < kCellCharactersMax; ++i) {
        append_code_point(out, next_code_point(text, pos));
    }
    return out;
}

struct Formats {
    lxw_format* head = nullptr;
    lxw_format* date = nullptr;
    lxw_format* date_time = nullptr;
    std::array<lxw_format*, 7> numbers{};            // by digits after the point
    std::array<lxw_format*, 7> percents{};
};

lxw_format* number_format(lxw_workbook* book, const std::string& text) {
    lxw_format* format = workbook_add_format(book);
    format_set_num_format(format, text.c_str());
    return format;
}

Formats make_formats(lxw_workbook* book) {
    Formats out;
    out.head = workbook_add_format(book);
    format_set_bold(out.head);
    out.date = number_format(book, "yyyy-mm-dd");
    out.date_time = number_format(book, "yyyy-mm-dd hh:mm");
    for (std::size_t i = 0; i < out.numbers.size(); ++i) {
        const std::string decimals = i == 0 ? "" : "." + std::string(i, '0');
        out.numbers[i] = number_format(book, "#,##0" + decimals);
        out.percents[i] = number_format(book, "0" + decimals + "%");
    }
    return out;
}

bool is_exact(std::string_view number) {
    std::size_t digits = 0;
    for (const char c : number) digits += c >= '0' && c <= '9' ? 1 : 0;
    return digits <= kExactDigits;
}

int digits_at(const std::string& text, std::size_t at, std::size_t count) {
    return at + count <= text.size() ? std::atoi(text.substr(at, count).c_str()) : 0;
}

struct Sheet {
    lxw_worksheet* sheet;
    Formats formats;

    void write_text(lxw_row_t row, lxw_col_t column, const std::string& text) const {
        worksheet_write_string(sheet, row, column, shortened(text).c_str(), nullptr);
    }

    void write_number(lxw_row_t row, lxw_col_t column, const ExportCell& cell, int scale) const {
        if (!is_exact(cell.text)) return write_text(row, column, cell.text);
        const bool percent = cell.kind == CellKind::percent;
        const auto& formats_by_scale = percent ? formats.percents : formats.numbers;
        const auto place = static_cast<std::size_t>(std::clamp(scale, 0, 6));
        const double value = std::strtod(cell.text.c_str(), nullptr);
        worksheet_write_number(sheet, row, column, percent ? value / 100 : value,
                               formats_by_scale[place]);
    }

    void write_date(lxw_row_t row, lxw_col_t column, const ExportCell& cell) const {
        const auto date = parse_date(cell.text.substr(0, 10));
        if (!date || to_civil(*date).year < 1900) return write_text(row, column, cell.text);
        const CivilDate day = to_civil(*date);
        lxw_datetime at{};
        at.year = day.year;
        at.month = day.month;
        at.day = day.day;
        at.hour = digits_at(cell.text, kTimeFrom, 2);
        at.min = digits_at(cell.text, kTimeFrom + 3, 2);
        at.sec = digits_at(cell.text, kTimeFrom + 6, 2);
        const bool is_day = cell.kind == CellKind::date;
        worksheet_write_datetime(sheet, row, column, &at,
                                 is_day ? formats.date : formats.date_time);
    }

    void write(lxw_row_t row, lxw_col_t column, const ExportCell& cell, int scale) const {
        if (cell.text.empty()) return;
        switch (cell.kind) {
            case CellKind::text: return write_text(row, column, cell.text);
            case CellKind::number:
            case CellKind::percent: return write_number(row, column, cell, scale);
            case CellKind::date:
            case CellKind::date_time: return write_date(row, column, cell);
        }
    }
};

void write_rows(ExportRows& rows, const Sheet& sheet, const RowsDone& progress) {
    lxw_row_t row = 0;
    lxw_col_t column = 0;
    for (const ExportColumn& each : rows.columns()) {
        worksheet_write_string(sheet.sheet, row, column++, each.header.c_str(),
                               sheet.formats.head);
    }
    for (bool more = true; more;) {
        more = rows.page([&](const std::vector<ExportCell>& cells) {
            ++row;
            if (row > kXlsxRowsMax) {
                throw Error(Code::limit, "error.export.xlsx_rows",
                            {{"max", std::to_string(kXlsxRowsMax)}});
            }
            for (std::size_t i = 0; i < cells.size(); ++i) {
                sheet.write(row, static_cast<lxw_col_t>(i), cells[i], rows.columns()[i].scale);
            }
        });
        if (progress) progress(rows.rows());
    }
}

}  // namespace

std::string temporary_path(const Workspace& workspace, std::string_view ending) {
    const std::string folder = workspace.data_folder() + "/tmp";
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    return folder + "/" + to_hex(random_bytes(12)) + std::string(ending);
}

std::int64_t export_xlsx(Workspace& workspace, const std::shared_ptr<const Actor>& actor,
                         const ExportRequest& request, const std::string& path,
                         const RowsDone& progress) {
    ExportRows rows(workspace, actor, request);
    const std::string folder = std::filesystem::path(path).parent_path().string();
    std::string scratch = folder.empty() ? "." : folder;
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = scratch.data();
    lxw_workbook* book = workbook_new_opt(path.c_str(), &options);
    if (!book) throw Error(Code::unavailable, "error.file.disk").because("xlsx");
    const std::string name = sheet_name(rows.title());
    const Sheet sheet{workbook_add_worksheet(book, name.c_str()), make_formats(book)};
    worksheet_freeze_panes(sheet.sheet, 1, 0);
    worksheet_set_column(sheet.sheet, 0, static_cast<lxw_col_t>(rows.columns().size() - 1),
                         kColumnWidth, nullptr);
    try {
        write_rows(rows, sheet, progress);
    } catch (...) {
        workbook_close(book);
        std::filesystem::remove(path);
        throw;
    }
    if (workbook_close(book) != LXW_NO_ERROR) {
        std::filesystem::remove(path);
        throw Error(Code::unavailable, "error.file.disk").because("xlsx");
    }
    return rows.rows();
}

}  // namespace bihuan::exchange
