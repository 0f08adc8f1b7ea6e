// What the company says of itself, for everybody to read and administrators to change.
#include "api/endpoint.h"

#include "base/error.h"
#include "kernel/access/rights.h"
#include "work/company/company.h"
#include "work/file/file.h"

namespace bihuan::api {

namespace {

void write_company(const Snapshot& snapshot, const company::Settings& settings,
                   JsonWriter& json) {
    company::write(settings, json);
    std::string& out = json.out();
    out.pop_back();  // the closing brace: one more member
    out += ",\"can\":{\"update\":";
    out += access::rights_of(snapshot)->is_administrator() ? "true}}" : "false}}";
}

http::Response get_company(Call& call) {
    return call.read([](const Snapshot& snapshot, JsonWriter& json) {
        write_company(snapshot, company::load(snapshot), json);
    });
}

http::Response change_company(Call& call) {
    const Json& body = call.body();
    return call.write(200, [&](Tx& tx, JsonWriter& json) {
        write_company(tx, company::change(tx, body, wanted_version(call.versioned_body())), json);
    });
}

// The logo is everybody's, whoever uploaded the file.
http::Response get_logo(Call& call) {
    file::File found;
    call.workspace.read(*call.actor, [&](const Snapshot& snapshot) {
        const auto logo = file::find(snapshot, company::load(snapshot).logo);
        if (!logo) throw Error(Code::not_found, "error.company.no_logo");
        found = *logo;
    });
    const file::Reader read = file::open(call.workspace, found);
    std::string bytes(static_cast<std::size_t>(found.size), '\0');
    std::size_t filled = 0;
    while (const std::size_t got = read(std::span<char>(bytes).subspan(filled))) filled += got;
    bytes.resize(filled);
    http::Response out = http::make_response(200, found.type, std::move(bytes));
    out.headers.add("Cache-Control", "private, max-age=300");
    return out;
}

}  // namespace

std::vector<Endpoint> company_endpoints() {
    using http::Method;
    return {
        {.method = Method::get, .pattern = "/company", .name = "get_company",
         .summary = "The company's settings", .parameters = {}, .body = "", .answer = "Company",
         .handler = get_company},
        {.method = Method::patch, .pattern = "/company", .name = "change_company",
         .entry = Entry::administrator, .effect = Effect::writes,
         .summary = "Change the company's settings", .parameters = {}, .body = "CompanyChange",
         .answer = "Company", .handler = change_company, .versioned = true},
        {.method = Method::get, .pattern = "/company/logo", .name = "get_logo",
         .summary = "The company's logo", .parameters = {}, .body = "", .answer = "Picture",
         .handler = get_logo},
    };
}

}  // namespace bihuan::api
