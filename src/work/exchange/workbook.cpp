#include "work/exchange/workbook.h"

#include "base/error.h"
#include "base/text.h"
#include "work/exchange/limits.h"
#include "work/exchange/xml_scanner.h"

#include <charconv>
#include <map>

namespace bihuan::exchange {

namespace {

using Kind = XmlScanner::Kind;

int to_int(std::optional<std::string_view> text) {
    int out = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), out);
    return out;
}

bool is_true(std::optional<std::string_view> text) { return text == "1" || text == "true"; }

struct Link {
    std::string target;
    std::string type;
};

std::string folder_of(const std::string& part) {
    const std::size_t slash = part.rfind('/');
    return slash == std::string::npos ? "" : part.substr(0, slash + 1);
}

// "../x.xml" and "/xl/x.xml" against the folder of the part that names them.
std::string resolve(const std::string& folder, std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    std::string base = folder;
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        base = folder_of(base.empty() ? base : base.substr(0, base.size() - 1));
    }
    return base + std::string(target);
}

std::map<std::string, Link> read_links(Archive& archive, const std::string& part) {
    const std::string folder = folder_of(part);
    const std::string name = part.substr(folder.size());
    std::map<std::string, Link> links;
    auto bytes = archive.open(folder + "_rels/" + name + ".rels");
    if (!bytes) return links;
    XmlScanner xml(std::move(bytes));
    for (Kind kind = xml.next(); kind != Kind::over; kind = xml.next()) {
        if (kind != Kind::start || xml.name() != "Relationship") continue;
        const std::string_view type = xml.attribute("Type").value_or("");
        links[std::string(xml.attribute("Id").value_or(""))] = {
            resolve(folder, xml.attribute("Target").value_or("")),
            std::string(type.substr(std::min(type.rfind('/') + 1, type.size())))};
    }
    return links;
}

std::string main_part(Archive& archive) {
    for (const auto& [id, link] : read_links(archive, "")) {
        if (link.type == "officeDocument") return link.target;
    }
    return "xl/workbook.xml";
}

void read_styles(Archive& archive, const std::string& part, Workbook& book) {
    auto bytes = archive.open(part);
    if (!bytes) return;
    XmlScanner xml(std::move(bytes));
    std::map<int, std::string> codes;
    bool in_cells = false;
    for (Kind kind = xml.next(); kind != Kind::over; kind = xml.next()) {
        if (xml.name() == "cellXfs") in_cells = kind == Kind::start;
        if (kind != Kind::start) continue;
        if (xml.name() == "numFmt") {
            codes[to_int(xml.attribute("numFmtId"))] = xml.attribute("formatCode").value_or("");
        } else if (in_cells && xml.name() == "xf") {
            const int id = to_int(xml.attribute("numFmtId"));
            const auto code = codes.find(id);
            book.styles.push_back(
                kind_of_format(code == codes.end() ? id : -1,
                               code == codes.end() ? std::string_view() : code->second));
        }
    }
}

[[noreturn]] void refuse(const char* why) {
    throw Error(Code::invalid, "error.import.workbook").because(why);
}

}  // namespace

Workbook read_workbook(Archive& archive) {
    const std::string part = main_part(archive);
    auto bytes = archive.open(part);
    if (!bytes) {
        if (archive.has("content.xml")) throw Error(Code::invalid, "error.import.ods");
        refuse("no workbook");
    }
    const auto links = read_links(archive, part);
    Workbook book;
    XmlScanner xml(std::move(bytes));
    for (Kind kind = xml.next(); kind != Kind::over; kind = xml.next()) {
        if (kind != Kind::start) continue;
        if (xml.name() == "workbookPr") book.is_1904 = is_true(xml.attribute("date1904"));
        if (xml.name() != "sheet" || book.sheets.size() >= kSheetsMax) continue;
        const auto link = links.find(std::string(xml.attribute("id").value_or("")));
        if (link == links.end() || link->second.type != "worksheet") continue;
        const auto state = xml.attribute("state").value_or("visible");
        book.sheets.push_back({std::string(xml.attribute("name").value_or("")),
                               link->second.target, state != "visible"});
    }
    for (const auto& [id, link] : links) {
        if (link.type == "styles") read_styles(archive, link.target, book);
        if (link.type == "sharedStrings") book.shared_part = link.target;
    }
    if (book.sheets.empty()) refuse("no sheets");
    return book;
}

void SharedTexts::read(Archive& archive, const std::string& part) {
    auto bytes = part.empty() ? nullptr : archive.open(part);
    if (!bytes) return;
    XmlScanner xml(std::move(bytes));
    int phonetic = 0;                    // inside readings, which belong to no text
    bool in_text = false;
    for (Kind kind = xml.next(); kind != Kind::over; kind = xml.next()) {
        if (kind == Kind::text) {
            if (in_text && phonetic == 0) block_ += xml.text();
            if (block_.size() > kSharedTextBytesMax) {
                throw Error(Code::limit, "error.import.bomb");
            }
            continue;
        }
        const int step = kind == Kind::start ? 1 : -1;
        if (xml.name() == "rPh") phonetic += step;
        if (xml.name() == "t") in_text = step > 0;
        if (xml.name() == "si" && step < 0) ends_.push_back(block_.size());
    }
}

std::string_view SharedTexts::at(std::size_t index) const {
    if (index >= ends_.size()) return {};
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(block_).substr(begin, ends_[index] - begin);
}

}  // namespace bihuan::exchange
