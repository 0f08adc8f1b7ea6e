// A paper for people outside: quote, contract, receipt. One value, rendered as an A4 page for the
// browser and as a PDF.
//
// Plain values and pure functions: any thread.
#pragma once

#include "base/sentences.h"

#include <string>
#include <utility>
#include <vector>

namespace bihuan::report {

inline constexpr std::size_t kDocumentRowsMax = 2'000;   // lines of one paper
inline constexpr int kDocumentPagesMax = 200;

enum class Align { left, right };

struct Column {
    std::string label;
    Align align = Align::left;
    int weight = 1;              // share of the page's width
};

struct Paragraph {
    std::string heading;
    std::string text;
};

struct Document {
    std::string title;           // 报价单
    std::string number;
    std::string company;         // whose paper it is
    std::vector<std::string> letterhead;   // below its name, on the first page
    std::string logo_png;        // the bytes of a picture; empty: none
    std::vector<std::pair<std::string, std::string>> facts;    // two by two in the head
    std::vector<Column> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::pair<std::string, std::string>> totals;
    std::string amount_in_words;                               // label included
    std::vector<Paragraph> paragraphs;
    std::vector<std::string> signatures;                       // places to sign, side by side
    std::string page_label;                                    // "第 {page} 页，共 {pages} 页"
    Language language = Language::zh;
};

// A whole page with its print style sheet; all text escaped.
std::string render_html(const Document& document);
// Pages of A4, header row repeated, no break inside a row. Error(limit) beyond the page limit.
std::string render_pdf(const Document& document);

}  // namespace bihuan::report
