// Quotes and contracts as papers: an A4 page for the browser, a PDF.
#include "api/endpoint.h"

#include "base/decimal.h"
#include "base/text.h"
#include "kernel/query/query.h"
#include "work/company/company.h"
#include "work/file/file.h"
#include "work/report/document.h"

#include <tuple>

namespace bihuan::api {

namespace {

using report::Align;

// "1286000.00" -> "1,286,000.00": for paper every digit counts.
std::string grouped(std::string_view number) {
    std::string out(number);
    const std::size_t point = out.find('.');
    const bool negative = !out.empty() && out.front() == '-';
    std::size_t at = point == std::string::npos ? out.size() : point;
    while (at > (negative ? 4U : 3U)) {
        at -= 3;
        out.insert(at, ",");
    }
    return out;
}

std::string text_of(const Json& value) {
    if (value.is_string()) return std::string(value.string());
    if (value.is_object()) return value.text_or("name", "");
    if (value.kind() == Json::Kind::integer) return std::to_string(value.integer());
    return {};
}

class Paper {
public:
    Paper(const Snapshot& snapshot, const meta::Object& object, const Json& record)
        : snapshot_(snapshot), object_(object), record_(record) {}

    report::Document make() {
        const bool is_quote = object_.name == "quote";
        out_.language = snapshot_.language();
        out_.title = object_.label.in(snapshot_.language());
        out_.number = text_of(record_.get("number"));
        letterhead();
        out_.page_label = snapshot_.say("print.page");
        const std::vector<const char*> quote_facts = {"name", "account", "contact", "date",
                                                      "valid_until", "owner", "currency",
                                                      "revision"};
        const std::vector<const char*> contract_facts = {"name", "account", "sign_date",
                                                         "start_date", "end_date", "our_entity",
                                                         "currency", "owner"};
        for (const char* name : is_quote ? quote_facts : contract_facts) fact(name);
        lines();
        for (const char* name : {"lines_total", "freight", "tax_amount", "amount"}) total(name);
        words();
        for (const char* name : {"payment_terms", "payment_note", "delivery_terms", "clauses",
                                 "note"}) {
            paragraph(name);
        }
        if (!banks_.empty()) out_.paragraphs.push_back({snapshot_.say("print.banks"), banks_});
        if (!is_quote) {
            out_.signatures = {snapshot_.say("print.party_a"), snapshot_.say("print.party_b")};
        }
        return out_;
    }

private:
    void letterhead() {
        const company::Settings us = company::load(snapshot_);
        out_.company = us.name;
        out_.logo_png = logo_bytes(us.logo);
        if (!us.address.empty()) out_.letterhead.push_back(us.address);
        std::string numbers;
        const auto add = [&](const char* key, const std::string& value) {
            if (value.empty()) return;
            if (!numbers.empty()) numbers += "    ";
            numbers += snapshot_.say(key, {{"value", value}});
        };
        add("print.phone", us.phone);
        add("print.tax_number", us.tax_number);
        if (!numbers.empty()) out_.letterhead.push_back(numbers);
        for (const company::Bank& bank : us.banks) {
            if (!banks_.empty()) banks_ += '\n';
            banks_ += snapshot_.say("print.bank", {{"bank", bank.bank},
                                                   {"holder", bank.holder.empty() ? us.name
                                                                                  : bank.holder},
                                                   {"account", bank.account},
                                                   {"currency", bank.currency}});
        }
    }

    std::string logo_bytes(RecordId logo) const {
        const auto found = logo ? file::find(snapshot_, logo) : std::nullopt;
        if (!found) return {};
        const file::Reader read = file::open(snapshot_.workspace(), *found);
        std::string bytes(static_cast<std::size_t>(found->size), '\0');
        std::size_t filled = 0;
        while (const std::size_t got = read(std::span<char>(bytes).subspan(filled))) filled += got;
        bytes.resize(filled);
        return bytes;
    }

    std::string label(const char* name) const {
        return object_.at(name).label.in(snapshot_.language());
    }

    // A field as people read it: option names instead of keys.
    std::string shown(const meta::Object& object, const Json& record, const char* name) const {
        const std::string text = text_of(record.get(name));
        const meta::Field* field = object.find(name);
        if (!field || text.empty()) return text;
        for (const types::Option& option : field->settings.options) {
            if (option.key == text) return option.label.in(snapshot_.language());
        }
        return field->type->name() == "money" ? grouped(text) : text;
    }

    void fact(const char* name) {
        if (!object_.find(name) || record_.get(name).is_null()) return;
        out_.facts.emplace_back(label(name), shown(object_, record_, name));
    }

    void lines() {
        const meta::Object& line = *snapshot_.schema().target(object_.at("lines"));
        const std::tuple<const char*, Align, int> columns[] = {
            {"name", Align::left, 5},     {"spec", Align::left, 3},
            {"unit", Align::left, 1},     {"quantity", Align::right, 2},
            {"price", Align::right, 3},   {"tax_rate", Align::left, 2},
            {"amount", Align::right, 3}};
        for (const auto& [name, align, weight] : columns) {
            out_.columns.push_back({line.at(name).label.in(snapshot_.language()), align, weight});
        }
        const Json rows = record_.get("lines");
        for (std::size_t i = 0; i < rows.size() && i < report::kDocumentRowsMax; ++i) {
            std::vector<std::string> row;
            for (const auto& column : columns) {
                const char* name = std::get<0>(column);
                std::string text = shown(line, rows.at(i), name);
                if (text.find('.') != std::string::npos && std::string_view(name) != "amount") {
                    if (const auto value = parse_decimal(text)) text = value->to_trimmed();
                    text = grouped(text);
                }
                row.push_back(std::move(text));
            }
            out_.rows.push_back(std::move(row));
        }
    }

    void total(const char* name) {
        if (!object_.find(name) || record_.get(name).is_null()) return;
        const auto value = parse_decimal(text_of(record_.get(name)));
        if (!value || value->is_zero()) return;
        out_.totals.emplace_back(label(name), text_of(record_.get("currency")) + " " +
                                                  shown(object_, record_, name));
    }

    void words() {
        if (text_of(record_.get("currency")) != "CNY") return;
        const std::string words = amount_in_words_zh(text_of(record_.get("amount")));
        if (!words.empty()) {
            out_.amount_in_words = snapshot_.say("print.words", {{"words", words}});
        }
    }

    void paragraph(const char* name) {
        if (!object_.find(name)) return;
        const std::string text = shown(object_, record_, name);
        if (!text.empty()) out_.paragraphs.push_back({label(name), text});
    }

    const Snapshot& snapshot_;
    const meta::Object& object_;
    const Json& record_;
    report::Document out_;
    std::string banks_;
};

report::Document document_of(Call& call) {
    report::Document out;
    call.workspace.read(*call.actor, [&](const Snapshot& snapshot) {
        const meta::Object& object = call.object(snapshot);
        if (object.name != "quote" && object.name != "contract") {
            throw Error(Code::not_found, "error.print.object");
        }
        std::string text;
        JsonWriter json(text);
        if (object_of(call.id()) != object.number ||
            !query::one(snapshot, object, call.id(), call.as_of(), json)) {
            throw Error(Code::not_found, "error.record.not_found");
        }
        const Json record = Json::parse(text);
        out = Paper(snapshot, object, record).make();
    });
    return out;
}

http::Response page(Call& call) {
    return http::make_response(200, "text/html; charset=utf-8",
                               report::render_html(document_of(call)));
}

http::Response pdf(Call& call) {
    const report::Document document = document_of(call);
    http::Response out = http::make_response(200, "application/pdf", report::render_pdf(document));
    out.headers.add("Content-Disposition", "inline; filename=\"" + document.number + ".pdf\"");
    return out;
}

}  // namespace

std::vector<Endpoint> print_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/print/{object}/{id}", .name = "print_page",
         .summary = "A quote or contract as an A4 page", .parameters = {"as_of"}, .body = "",
         .answer = "Page", .handler = page},
        {.method = Method::get, .pattern = "/print/{object}/{id}/pdf", .name = "print_pdf",
         .summary = "A quote or contract as PDF", .parameters = {"as_of"}, .body = "",
         .answer = "Paper", .handler = pdf},
    };
}

}  // namespace bihuan::api
