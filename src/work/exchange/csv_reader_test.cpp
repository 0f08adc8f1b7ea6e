// CSV in its usual and unusual forms; the shared collections of files where they are at hand.
#include "work/exchange/csv_reader.h"

#include "base/error.h"
#include "base/json.h"
#include "work/exchange/csv_writer.h"
#include "work/exchange/limits.h"
#include "work/exchange/source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace bihuan::exchange {
namespace {

using Cells = std::vector<std::vector<std::string>>;

struct Read {
    Cells rows;
    std::vector<std::int64_t> numbers;
    std::vector<std::string> problems;
};

Read read(std::string_view text, char separator = ',', Encoding encoding = Encoding::utf8) {
    CsvReader reader(std::make_unique<TextSource>(from_memory(text), encoding), separator);
    Read out;
    Row row;
    while (reader.next(row)) {
        out.rows.push_back(row.cells);
        out.numbers.push_back(row.number);
        out.problems.emplace_back(row.problem ? row.problem : "");
    }
    return out;
}

// Reads one byte at a time, so that every boundary between two pieces is met.
class Trickle final : public Bytes {
public:
    explicit Trickle(std::string_view text) : rest_(text) {}
    std::size_t read(std::span<char> out) override {
        if (rest_.empty() || out.empty()) return 0;
        out[0] = rest_.front();
        rest_.remove_prefix(1);
        return 1;
    }

private:
    std::string_view rest_;
};

Cells read_slowly(std::string_view text) {
    CsvReader reader(
        std::make_unique<TextSource>(std::make_unique<Trickle>(text), Encoding::utf8), ',');
    Cells out;
    Row row;
    while (reader.next(row)) out.push_back(row.cells);
    return out;
}

std::string slurp(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

std::filesystem::path shared() { return "../shared/data"; }

TEST(CsvReader, ReadsWhatRfc4180Says) {
    EXPECT_EQ(read("a,b\r\n1,2\r\n").rows, (Cells{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(read("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n").rows,
              (Cells{{"a", "b"}, {"x, y", "say \"hi\""}}));
    EXPECT_EQ(read("a,b\n\"one\r\ntwo\",2").rows, (Cells{{"a", "b"}, {"one\r\ntwo", "2"}}));
    EXPECT_EQ(read("a,,\n").rows, (Cells{{"a", "", ""}}));
}

TEST(CsvReader, TakesAllLineEndsAndKeepsLineNumbers) {
    const auto table = read("a\rb\r\nc\n\n\"d\ne\"\nf");
    EXPECT_EQ(table.rows, (Cells{{"a"}, {"b"}, {"c"}, {"d\ne"}, {"f"}}));
    EXPECT_EQ(table.numbers, (std::vector<std::int64_t>{1, 2, 3, 5, 7}));
}

TEST(CsvReader, OneBrokenRowDoesNotSwallowTheRest) {
    const auto table = read("a,b\n1,\"two\n3,4\n5,6\n");
    EXPECT_EQ(table.rows, (Cells{{"a", "b"}, {"1", "\"two"}, {"3", "4"}, {"5", "6"}}));
    EXPECT_EQ(table.problems[1], "issue.import.quote_open");
    EXPECT_EQ(table.problems[2], "");
    EXPECT_EQ(table.numbers, (std::vector<std::int64_t>{1, 2, 3, 4}));
}

TEST(CsvReader, TextBehindAClosingQuoteIsReported) {
    const auto table = read("a,b\n\"7:45\" PM\",2\n3,4\n");
    EXPECT_EQ(table.problems[1], "issue.import.quote");
    EXPECT_EQ(table.rows[2], (std::vector<std::string>{"3", "4"}));
    EXPECT_EQ(read("5\" pipe,2\n").rows, (Cells{{"5\" pipe", "2"}}));
    EXPECT_EQ(read("$83.32\"Hikers, Low\",2\n").problems[0], "issue.import.quote");
}

TEST(CsvReader, LimitsOfCellsAndColumns) {
    const std::string long_cell(kCellBytesMax + 1, 'x');
    EXPECT_EQ(read("a\n" + long_cell + "\nb\n").problems[1], "issue.import.cell_long");
    const std::string many(kColumnsMax, ',');
    EXPECT_EQ(read("a\n" + many + "\nb\n").problems[1], "issue.import.columns");
    const std::string open = "a,b\n\"" + std::string(kRecordBytesMax + 10, 'y') + "\nc,d\n";
    const auto table = read(open);
    EXPECT_EQ(table.problems[1], "issue.import.quote_open");
    EXPECT_EQ(table.rows.back(), (std::vector<std::string>{"c", "d"}));
}

TEST(CsvReader, BytesOneByOneGiveTheSame) {
    const std::string text = "名称,b\r\n\"x\r\n\"\"y\"\"\",2\r3,\"\"\n\n电,z";
    EXPECT_EQ(read_slowly(text), read(text).rows);
}

TEST(CsvReader, ReadsWhatTheWriterWrote) {
    std::mt19937 random(7);
    const std::string_view alphabet[] = {"a", "\"", ",", "\r\n", "\n", "'",
                                         "=", " ",  "中", "\t",   ""};
    for (int round = 0; round < 300; ++round) {
        Cells cells(1 + random() % 5);
        const std::size_t width = 1 + random() % 4;
        for (auto& row : cells) {
            row.resize(width);
            for (std::string& cell : row) {
                for (auto n = random() % 6; n > 0; --n) cell += alphabet[random() % 11];
            }
            row[0] = "k" + row[0];  // a row of blanks only is no row
        }
        std::string text;
        for (const auto& row : cells) append_csv_row(row, Guard::none, text);
        EXPECT_EQ(read(text).rows, cells) << text;
        EXPECT_EQ(read_slowly(text), cells) << text;
    }
}

TEST(CsvReader, AnyBytesAreReadToTheEnd) {
    std::mt19937 random(11);
    for (int round = 0; round < 500; ++round) {
        std::string text(random() % 200, '\0');
        for (char& c : text) {
            const auto pick = random() % 8;
            c = pick < 4 ? "\",\n\r"[pick] : static_cast<char>(random() % 256);
        }
        const auto table = read(text, ',', sniff_encoding(text));
        std::int64_t last = 0;
        for (const std::int64_t number : table.numbers) {
            EXPECT_GT(number, last);
            last = number;
        }
    }
}

TEST(CsvWriter, NoCellRunsAsAFormula) {
    std::string out;
    append_csv_row({"=1+1", "+8613800138000", "-3", "@x", "\tx", "plain"}, Guard::formulas, out);
    EXPECT_EQ(out, "'=1+1,'+8613800138000,'-3,'@x,'\tx,plain\r\n");
}

TEST(Separator, IsFound) {
    EXPECT_EQ(sniff_separator("a;b;c\n1,5;2;3\n2,5;4;5\n"), ';');
    EXPECT_EQ(sniff_separator("a\tb\n1\t2\n"), '\t');
    EXPECT_EQ(sniff_separator("a|b|c\n1|2|3\n"), '|');
    EXPECT_EQ(sniff_separator("only\none\ncolumn\n"), ',');
    EXPECT_EQ(sniff_separator("sep=;\na;b\n"), ';');
}

TEST(Encoding_, IsFound) {
    EXPECT_EQ(sniff_encoding("name\n"), Encoding::utf8);
    EXPECT_EQ(sniff_encoding("\xEF\xBB\xBFname\n"), Encoding::utf8);
    EXPECT_EQ(sniff_encoding("客户,电话\n"), Encoding::utf8);
    EXPECT_EQ(sniff_encoding("\xBF\xCD\xBB\xA7,\xB5\xE7\xBB\xB0\n"), Encoding::gb18030);
    EXPECT_EQ(sniff_encoding("caf\xE9,M\xFCller,Espa\xF1" "a\n"), Encoding::latin1);
    EXPECT_EQ(sniff_encoding(std::string_view("\xFF\xFE" "a\0", 4)), Encoding::utf16le);
    EXPECT_EQ(sniff_encoding(std::string_view("\0a\0,\0b\0\n", 8)), Encoding::utf16be);
}

TEST(Encoding_, BrokenBytesAreMarked) {
    EXPECT_EQ(read("a\xFF,b\n").rows, (Cells{{"a\xEF\xBF\xBD", "b"}}));
    EXPECT_EQ(read(std::string_view("a\0b\n", 4)).rows, (Cells{{"a\xEF\xBF\xBD" "b"}}));
    EXPECT_EQ(read("\xBF\xCD\xBB\xA7,\xFF\xFF,x\n", ',', Encoding::gb18030).rows[0][0], "客户");
}

// Every valid case of a folder of CSV files beside their rows as JSON.
void check_cases(const std::string& csvs, const std::string& jsons) {
    int checked = 0;
    for (const auto& entry : std::filesystem::directory_iterator(csvs)) {
        const auto expected =
            std::filesystem::path(jsons) / entry.path().filename().replace_extension(".json");
        if (!std::filesystem::exists(expected)) continue;
        const Json json = Json::parse(slurp(expected));
        const std::string text = slurp(entry.path());
        const auto table = read(text, ',', sniff_encoding(text));
        Cells wanted;
        if (json.is_object()) continue;  // one of them tells of another file
        for (std::size_t i = 0; i < json.size(); ++i) {
            std::vector<std::string> row;
            for (std::size_t c = 0; c < json.at(i).size(); ++c) {
                row.emplace_back(json.at(i).at(c).string());
            }
            if (std::any_of(row.begin(), row.end(), [](auto& cell) { return !cell.empty(); })) {
                wanted.push_back(row);
            }
        }
        Cells got = table.rows;
        if (!json.size() || json.at(0).is_object()) {
            if (!got.empty()) got.erase(got.begin());  // the keys are the header
        }
        for (const std::string& problem : table.problems) EXPECT_EQ(problem, "") << entry.path();
        EXPECT_EQ(got, wanted) << entry.path();
        ++checked;
    }
    EXPECT_GT(checked, 10);
}

TEST(SharedCsv, SmallCases) {
    const auto folder = shared() / "csv-small-cases";
    if (!std::filesystem::exists(folder)) GTEST_SKIP();
    check_cases((folder / "csv-spectrum/csvs").string(), (folder / "csv-spectrum/json").string());
    check_cases((folder / "csv-test-data/csv").string(), (folder / "csv-test-data/json").string());
}

TEST(SharedCsv, MessyFilesHaveTheirHeader) {
    const auto folder = shared() / "csv-messy";
    if (!std::filesystem::exists(folder)) GTEST_SKIP();
    const auto columns = [&](const char* name) {
        return open_source((folder / name).string(), {}).columns;
    };
    EXPECT_EQ(columns("simple.csv").size(), 3u);
    EXPECT_EQ(columns("simple.ssv").size(), 3u);
    EXPECT_EQ(columns("simple.psv").size(), 6u);
    EXPECT_EQ(columns("utf8bom.csv").front(), "kitten");
    EXPECT_GT(columns("weird_head_padding.csv").size(), 3u);
    EXPECT_EQ(open_source((folder / "spanish_chars.csv").string(), {}).encoding, "WINDOWS-1252");
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        try {
            Source source = open_source(entry.path().string(), {});
            Row row;
            while (source.rows->next(row)) {}
        } catch (const Error& error) {
            EXPECT_NE(error.code(), Code::internal) << entry.path();
        }
    }
}

TEST(SharedCsv, NorthwindReportsShiftedRows) {
    const auto file = shared() / "northwind-csv/orders.csv";
    if (!std::filesystem::exists(file)) GTEST_SKIP();
    Source source = open_source(file.string(), {});
    EXPECT_EQ(source.columns.size(), 14u);
    Row row;
    std::int64_t first_long = 0;
    int sound = 0;
    while (source.rows->next(row)) {
        if (row.cells.size() == 14) ++sound;
        else if (first_long == 0) first_long = row.number;
    }
    EXPECT_EQ(first_long, 4);
    EXPECT_GT(sound, 500);
}

}  // namespace
}  // namespace bihuan::exchange
