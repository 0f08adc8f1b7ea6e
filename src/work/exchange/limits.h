// Every limit of import and export, each with its reason. Constants: any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bihuan::exchange {

// A million short rows; larger files are cut by whoever makes them.
inline constexpr std::uint64_t kImportBytesMax = 200ULL * 1024 * 1024;
// Twice what a spreadsheet holds.
inline constexpr std::int64_t kRowsMax = 2'000'000;
// An object has at most 500 fields.
inline constexpr std::size_t kColumnsMax = 500;
// The longest text of a spreadsheet cell is 32,767 characters.
inline constexpr std::size_t kCellBytesMax = 32 * 1024;
// One row of text: a few long notes. A row beyond it has lost its closing quote.
inline constexpr std::size_t kRecordBytesMax = 256 * 1024;
// Rows looked at for encoding, separator, header and samples.
inline constexpr std::size_t kSampleRows = 100;
inline constexpr std::size_t kSampleBytes = 256 * 1024;
// A header stands within the first rows: titles and notes above it are few.
inline constexpr std::size_t kHeaderRowsMax = 30;

// A workbook in its archive: Office writes a few dozen parts.
inline constexpr std::int64_t kZipEntriesMax = 5'000;
// One part unpacked, and all that is read of one workbook: a sheet of a million rows of 20 columns.
inline constexpr std::uint64_t kZipBytesMax = 2ULL * 1024 * 1024 * 1024;
// Office packs sheets about 10:1, very uniform ones 100:1; bombs 1000:1.
inline constexpr std::uint64_t kZipRatioMax = 300;
inline constexpr std::uint64_t kZipRatioFromBytes = 16ULL * 1024 * 1024;
// Kept in memory while a sheet is read.
inline constexpr std::size_t kSharedTextBytesMax = 512ULL * 1024 * 1024;
inline constexpr std::size_t kMergesMax = 20'000;
inline constexpr std::size_t kSheetsMax = 255;
// Workbook parts nest less than ten deep.
inline constexpr int kXmlDepthMax = 64;
inline constexpr std::size_t kXmlTokenBytesMax = 1024 * 1024;

// Reasons kept for the error file; beyond them only the count goes on.
inline constexpr std::int64_t kIssueRowsMax = 200'000;
inline constexpr int kIssuesShown = 100;
inline constexpr int kImportsListed = 100;
// Uploaded files are kept this long for a second look.
inline constexpr std::int64_t kUploadKeptDays = 30;
inline constexpr std::size_t kOptionsBytesMax = 256 * 1024;

// What a spreadsheet can hold below its header.
inline constexpr std::int64_t kXlsxRowsMax = 1'048'575;
inline constexpr std::int64_t kExportRowsMax = 2'000'000;
inline constexpr int kExportPage = 1'000;

}  // namespace bihuan::exchange
