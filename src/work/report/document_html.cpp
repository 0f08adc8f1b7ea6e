#include "base/text.h"
#include "work/report/document.h"

#include <algorithm>

namespace bihuan::report {

namespace {

constexpr std::string_view kStyle = R"(
@page { size: A4; margin: 18mm 16mm 16mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.6 -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei UI",
  "Noto Sans CJK SC", sans-serif; color: #1a1d23; margin: 0 auto; max-width: 210mm; padding: 12mm; }
header { display: flex; justify-content: space-between; border-bottom: 2px solid #1a1d23;
  padding-bottom: 6px; }
.us { display: flex; gap: 10px; align-items: center; } .us img { max-height: 14mm; }
.us small { display: block; color: #4e5562; font-size: 8.5pt; line-height: 1.4; }
h1 { font-size: 18pt; text-align: center; margin: 14px 0 4px; letter-spacing: 2px; }
.number { text-align: center; color: #4e5562; margin: 0 0 12px; }
dl { display: grid; grid-template-columns: max-content 1fr max-content 1fr; gap: 2px 12px;
  margin: 0 0 12px; }
dt { color: #4e5562; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { border: 1px solid #9aa1ad; padding: 4px 6px; text-align: left; vertical-align: top; }
th { background: #f1f3f6; font-weight: 600; } .r { text-align: right; }
.totals { margin: 8px 0 0 auto; width: auto; } .totals td { border: 0; padding: 1px 6px; }
.totals tr:last-child { font-weight: 600; }
.words { margin: 6px 0; font-weight: 600; }
h2 { font-size: 11pt; margin: 14px 0 2px; } p { margin: 0 0 4px; white-space: pre-wrap; }
.sign { display: flex; gap: 24px; margin-top: 36px; break-inside: avoid; }
.sign div { flex: 1; border-top: 1px solid #1a1d23; padding-top: 4px; min-height: 90px; }
@media print { body { padding: 0; max-width: none; } }
)";

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

// Pictures stand in the page itself: a paper is one file.
std::string base64(std::string_view bytes) {
    std::string out = to_base64url(bytes);
    std::replace(out.begin(), out.end(), '-', '+');
    std::replace(out.begin(), out.end(), '_', '/');
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

void add_head(const Document& document, std::string& out) {
    out += "<header><span class=\"us\">";
    if (!document.logo_png.empty()) {
        out += "<img alt=\"\" src=\"data:image/png;base64," + base64(document.logo_png) + "\">";
    }
    out += "<span>" + escaped(document.company);
    for (const std::string& line : document.letterhead) {
        out += "<small>" + escaped(line) + "</small>";
    }
    out += "</span></span><span>" + escaped(document.number) + "</span></header>";
}

void add_table(const Document& document, std::string& out) {
    if (document.columns.empty()) return;
    out += "<table><thead><tr>";
    for (const Column& column : document.columns) {
        out += column.align == Align::right ? "<th class=\"r\">" : "<th>";
        out += escaped(column.label) + "</th>";
    }
    out += "</tr></thead><tbody>";
    for (const auto& row : document.rows) {
        out += "<tr>";
        for (std::size_t i = 0; i < row.size() && i < document.columns.size(); ++i) {
            out += document.columns[i].align == Align::right ? "<td class=\"r\">" : "<td>";
            out += escaped(row[i]) + "</td>";
        }
        out += "</tr>";
    }
    out += "</tbody></table>";
}

void add_totals(const Document& document, std::string& out) {
    out += "<table class=\"totals\"><tbody>";
    for (const auto& [label, value] : document.totals) {
        out += "<tr><td>" + escaped(label) + "</td><td class=\"r\">" + escaped(value) +
               "</td></tr>";
    }
    out += "</tbody></table>";
    if (!document.amount_in_words.empty()) {
        out += "<p class=\"words\">" + escaped(document.amount_in_words) + "</p>";
    }
}

}  // namespace

std::string render_html(const Document& document) {
    std::string out = "<!doctype html><html lang=\"";
    out += to_text(document.language);
    out += "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
           "content=\"width=device-width\"><title>";
    out += escaped(document.title + " " + document.number) + "</title><style>";
    out += kStyle;
    out += "</style></head><body>";
    add_head(document, out);
    out += "<main><h1>" + escaped(document.title) + "</h1><p class=\"number\">" +
           escaped(document.number) + "</p><dl>";
    for (const auto& [label, value] : document.facts) {
        out += "<dt>" + escaped(label) + "</dt><dd>" + escaped(value) + "</dd>";
    }
    out += "</dl>";
    add_table(document, out);
    add_totals(document, out);
    for (const Paragraph& paragraph : document.paragraphs) {
        out += "<h2>" + escaped(paragraph.heading) + "</h2><p>" + escaped(paragraph.text) + "</p>";
    }
    if (!document.signatures.empty()) {
        out += "<div class=\"sign\">";
        for (const std::string& place : document.signatures) {
            out += "<div>" + escaped(place) + "</div>";
        }
        out += "</div>";
    }
    return out + "</main></body></html>";
}

}  // namespace bihuan::report
