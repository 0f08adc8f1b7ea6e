// Workbooks: what libxlsxwriter writes, archives made to break, and what Excel itself saved.
#include "work/exchange/xlsx_reader.h"

#include "base/error.h"
#include "work/exchange/csv_reader.h"
#include "work/exchange/source.h"
#include "work/exchange/xml_scanner.h"

#include <gtest/gtest.h>
#include <xlsxwriter.h>
#include <zip.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace bihuan::exchange {
namespace {

using Cells = std::vector<std::vector<std::string>>;

std::string temporary(const std::string& name) {
    return (std::filesystem::temp_directory_path() /
            ("bihuan_" + std::to_string(::getpid()) + "_" + name)).string();
}

Cells read(const std::string& path, const std::string& sheet = {}) {
    XlsxReader reader(path, sheet);
    Cells out;
    Row row;
    while (reader.next(row)) out.push_back(row.cells);
    return out;
}

class Xlsx : public ::testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(path); }

    void write(const std::function<void(lxw_workbook*, lxw_worksheet*)>& fill) const {
        lxw_workbook* book = workbook_new(path.c_str());
        fill(book, workbook_add_worksheet(book, "客户"));
        ASSERT_EQ(workbook_close(book), LXW_NO_ERROR);
    }
    // An archive of these parts.
    void pack(const std::vector<std::pair<std::string, std::string>>& parts) const {
        int code = 0;
        zip_t* zip = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
        for (const auto& [name, text] : parts) {
            zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0),
                         ZIP_FL_ENC_UTF_8);
        }
        ASSERT_EQ(zip_close(zip), 0);
    }
    Code failure() const {
        try {
            read(path);
        } catch (const Error& error) {
            return error.code();
        }
        return Code::internal;
    }

    std::string path = temporary("sheet.xlsx");
};

const char* const kBook =
    R"(<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>)";
const char* const kLinks =
    R"(<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="sheet1.xml"/>)"
    R"(<Relationship Id="r2" Type="http://x/styles" Target="styles.xml"/></Relationships>)";

TEST_F(Xlsx, CellsReadAsPeopleSeeThem) {
    write([](lxw_workbook* book, lxw_worksheet* sheet) {
        lxw_format* date = workbook_add_format(book);
        format_set_num_format(date, "yyyy-mm-dd");
        lxw_format* percent = workbook_add_format(book);
        format_set_num_format(percent, "0.0%");
        worksheet_write_string(sheet, 0, 0, "苏州拓远 & <Co>", nullptr);
        worksheet_write_number(sheet, 0, 1, 3.57, nullptr);
        lxw_datetime at{2026, 11, 23, 14, 30, 5};
        worksheet_write_datetime(sheet, 0, 2, &at, date);
        worksheet_write_number(sheet, 0, 3, 0.255, percent);
        worksheet_write_boolean(sheet, 0, 4, 1, nullptr);
        worksheet_write_number(sheet, 0, 5, 13800138000.0, nullptr);
        worksheet_write_formula_num(sheet, 0, 6, "=1+2", nullptr, 3);
        worksheet_write_string(sheet, 2, 1, "  two rows below", nullptr);
    });
    EXPECT_EQ(read(path), (Cells{{"苏州拓远 & <Co>", "3.57", "2026-11-23 14:30:05", "25.5%",
                                  "TRUE", "13800138000", "3"},
                                 {"", "  two rows below"}}));
}

TEST_F(Xlsx, MergedCellsHoldTheirValueEverywhere) {
    write([](lxw_workbook*, lxw_worksheet* sheet) {
        worksheet_merge_range(sheet, 0, 0, 0, 2, "标题", nullptr);
        worksheet_write_string(sheet, 1, 0, "客户", nullptr);
        worksheet_write_string(sheet, 1, 1, "电话", nullptr);
        worksheet_write_string(sheet, 1, 2, "城市", nullptr);
        worksheet_merge_range(sheet, 2, 0, 3, 0, "拓远", nullptr);
        worksheet_write_string(sheet, 2, 1, "1", nullptr);
        worksheet_write_string(sheet, 3, 1, "2", nullptr);
        worksheet_write_string(sheet, 3, 2, "苏州", nullptr);
    });
    const Cells rows = read(path);
    EXPECT_EQ(rows[0], (std::vector<std::string>{"标题", "标题", "标题"}));
    EXPECT_EQ(rows[3], (std::vector<std::string>{"拓远", "2", "苏州"}));
}

TEST_F(Xlsx, ErrorsAreTold) {
    pack({{"xl/workbook.xml", kBook},
          {"xl/_rels/workbook.xml.rels", kLinks},
          {"xl/sheet1.xml",
           R"(<worksheet><sheetData><row r="2"><c r="B2" t="e"><v>#N/A</v></c></row></sheetData>)"
           R"(</worksheet>)"}});
    XlsxReader reader(path, "");
    Row row;
    ASSERT_TRUE(reader.next(row));
    EXPECT_EQ(row.number, 2);
    EXPECT_EQ(row.errors, std::vector<std::size_t>{1});
}

TEST_F(Xlsx, BombsAndBrokenFilesAreRefused) {
    const std::string links = kLinks;
    std::string cells;
    while (cells.size() < 64 * 1024 * 1024) cells += "<c/><c/><c/><c/><c/><c/><c/><c/>";
    pack({{"xl/workbook.xml", kBook}, {"xl/_rels/workbook.xml.rels", links},
          {"xl/sheet1.xml", "<worksheet>" + cells}});
    EXPECT_EQ(failure(), Code::limit);
    pack({{"xl/workbook.xml", kBook}, {"xl/_rels/workbook.xml.rels", links},
          {"xl/sheet1.xml", R"(<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>)"}});
    EXPECT_EQ(failure(), Code::invalid);
    pack({{"xl/workbook.xml", kBook}, {"xl/_rels/workbook.xml.rels", links},
          {"xl/sheet1.xml", "<worksheet><sheetData><row>"}});
    EXPECT_EQ(failure(), Code::invalid);
    std::string deep;
    for (int i = 0; i < 1000; ++i) deep += "<a>";
    pack({{"xl/workbook.xml", kBook}, {"xl/_rels/workbook.xml.rels", links},
          {"xl/sheet1.xml", deep}});
    EXPECT_EQ(failure(), Code::invalid);
    pack({{"content.xml", "<x/>"}});
    EXPECT_EQ(failure(), Code::invalid);
    std::ofstream(path, std::ios::binary) << "PK\x03\x04 and then nothing";
    EXPECT_EQ(failure(), Code::invalid);
}

TEST(SheetNumbers, FifteenDigitsAndNoExponent) {
    EXPECT_EQ(plain_number("3.5699999999999998"), "3.57");
    EXPECT_EQ(plain_number("1.23E+17"), "123000000000000000");
    EXPECT_EQ(plain_number("1E-3"), "0.001");
    EXPECT_EQ(plain_number("-0.10000000000000001"), "-0.1");
    EXPECT_EQ(plain_number("999999999999999.95"), "1000000000000000");
    EXPECT_EQ(plain_number("0"), "0");
    EXPECT_EQ(plain_number("x"), "x");
    EXPECT_EQ(percent_number("0.255"), "25.5%");
    EXPECT_EQ(percent_number("1"), "100%");
}

TEST(SheetNumbers, Dates) {
    EXPECT_EQ(date_number("1", NumberKind::date, false), "1900-01-01");
    EXPECT_EQ(date_number("61", NumberKind::date, false), "1900-03-01");
    EXPECT_EQ(date_number("46349", NumberKind::date, false), "2026-11-23");
    EXPECT_EQ(date_number("44887", NumberKind::date, true), "2026-11-23");
    EXPECT_EQ(date_number("46349.604224537034", NumberKind::date_time, false),
              "2026-11-23 14:30:05");
    EXPECT_EQ(date_number("0.5", NumberKind::time, false), "12:00:00");
    EXPECT_EQ(date_number("1E+30", NumberKind::date, false).substr(0, 3), "100");
    EXPECT_EQ(kind_of_format(14, ""), NumberKind::date);
    EXPECT_EQ(kind_of_format(-1, "yyyy\\-mm\\-dd;@"), NumberKind::date);
    EXPECT_EQ(kind_of_format(-1, "yyyy\"年\"m\"月\"d\"日\""), NumberKind::date);
    EXPECT_EQ(kind_of_format(-1, "#,##0.00_);[Red]\\(#,##0.00\\)"), NumberKind::plain);
    EXPECT_EQ(kind_of_format(-1, "[h]:mm:ss"), NumberKind::time);
    EXPECT_EQ(kind_of_format(-1, "0.00%"), NumberKind::percent);
    EXPECT_EQ(kind_of_format(-1, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy"), NumberKind::date);
}

TEST(CellReferences, AreParsed) {
    std::size_t column = 0;
    std::int64_t row = 0;
    EXPECT_TRUE(parse_cell_reference("BC12", column, row));
    EXPECT_EQ(column, 54u);
    EXPECT_EQ(row, 12);
    EXPECT_FALSE(parse_cell_reference("12", column, row));
    EXPECT_FALSE(parse_cell_reference("ZZZZ1", column, row));
}

TEST(SharedSheets, NoFileEndsBadly) {
    const std::filesystem::path folder = "../shared/data/spreadsheets";
    if (!std::filesystem::exists(folder)) GTEST_SKIP();
    int read_well = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        try {
            Source source = open_source(entry.path().string(), {});
            Row row;
            while (source.rows->next(row)) {}
            if (entry.path().extension() == ".xlsx") ++read_well;
        } catch (const Error& error) {
            EXPECT_TRUE(error.code() == Code::invalid || error.code() == Code::limit)
                << entry.path() << " " << error.key() << " " << error.cause();
            if (entry.path().extension() == ".xls") {
                EXPECT_TRUE(error.key() == "error.import.xls" ||
                            error.key() == "error.import.encrypted" ||
                            error.key() == "error.import.empty") << entry.path();
            }
        }
    }
    EXPECT_GT(read_well, 12);
}

// The texts of a sheet as Excel wrote them into CSV: every word of ours stands there too.
TEST(SharedSheets, TextsAreThoseExcelSaved) {
    const std::filesystem::path folder = "../shared/data/spreadsheets";
    if (!std::filesystem::exists(folder / "expected_2016")) GTEST_SKIP();
    for (const char* name : {"text_and_numbers", "sushi", "phonetic_text", "mixed_sheets"}) {
        const auto expected = folder / "expected_2016" / (std::string(name) + ".xlsx.0.csv");
        if (!std::filesystem::exists(expected)) continue;
        CsvReader csv(std::make_unique<TextSource>(
                          open_file(expected.string()),
                          sniff_encoding(read_head(expected.string(), 4096))),
                      ',');
        XlsxReader sheet((folder / (std::string(name) + ".xlsx")).string(), "");
        Row ours;
        Row theirs;
        while (csv.next(theirs) && sheet.next(ours)) {
            for (std::size_t i = 0; i < theirs.cells.size() && i < ours.cells.size(); ++i) {
                // Numbers by their format; letters that Excel's code page lacks as "_".
                if (theirs.cells[i].find_first_of("0123456789_") != std::string::npos) continue;
                EXPECT_EQ(ours.cells[i], theirs.cells[i]) << name;
            }
        }
    }
}

// Found by fuzzing: half a character before an attribute's sign of equality.
TEST(XmlScannerTest, a_tag_that_is_no_utf8_is_refused) {
    XmlScanner xml(from_memory("<row r=\"1\"><c \xE3=\"A1\"></c></row>"));
    EXPECT_EQ(xml.next(), XmlScanner::Kind::start);
    EXPECT_THROW(xml.next(), Error);
}

}  // namespace
}  // namespace bihuan::exchange
