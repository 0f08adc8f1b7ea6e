#include "http/router.h"

#include "base/error.h"

#include <algorithm>

namespace bihuan::http {

struct Router::Node {
    struct Literal {
        std::string text;
        std::unique_ptr<Node> next;
    };
    struct Capture {
        std::string name;
        std::string tail;  // literal behind the parameter, ".csv"
        std::unique_ptr<Node> next;
    };
    std::vector<Literal> literals;   // sorted by text
    std::vector<Capture> captures;   // longest tail first
    std::array<const Route*, kMethodCount> routes{};
    std::array<const Route*, kMethodCount> rest_routes{};  // "{rest...}" ends here
    std::string rest_name;

    bool has_routes() const {
        return std::any_of(routes.begin(), routes.end(), [](auto* r) { return r != nullptr; });
    }
    bool has_rest() const { return !rest_name.empty(); }
};

namespace {

// No real path of ours is deeper; a longer one cannot match anything but "{rest...}".
constexpr std::size_t kMaxDepth = 32;

struct Captured {
    std::string_view name;
    std::string_view raw;
};

struct Found {
    const std::array<const Route*, kMethodCount>* routes = nullptr;
    std::array<Captured, kMaxDepth> captured;
    std::size_t count = 0;
};

std::string_view next_segment(std::string_view& path) {
    path.remove_prefix(1);
    std::size_t end = path.find('/');
    std::string_view segment = path.substr(0, end);
    path.remove_prefix(segment.size());
    return segment;
}

template <class Node>
bool search(const Node& node, std::string_view rest, Found& found, std::size_t depth) {
    if (rest.empty() && node.has_routes()) {
        found.routes = &node.routes;
        return true;
    }
    std::size_t count = found.count;
    if (!rest.empty() && depth < kMaxDepth) {
        std::string_view after = rest;
        std::string_view segment = next_segment(after);
        auto literal = std::lower_bound(
            node.literals.begin(), node.literals.end(), segment,
            [](const auto& entry, std::string_view text) { return entry.text < text; });
        if (literal != node.literals.end() && literal->text == segment &&
            search(*literal->next, after, found, depth + 1)) {
            return true;
        }
        for (const auto& capture : node.captures) {
            if (segment.size() <= capture.tail.size() || !segment.ends_with(capture.tail)) continue;
            std::string_view raw = segment.substr(0, segment.size() - capture.tail.size());
            found.captured[count] = {capture.name, raw};
            found.count = count + 1;
            if (search(*capture.next, after, found, depth + 1)) return true;
            found.count = count;
        }
    }
    if (node.has_rest() && !rest.empty()) {
        found.captured[count] = {node.rest_name, rest.substr(1)};
        found.count = count + 1;
        found.routes = &node.rest_routes;
        return true;
    }
    return false;
}

[[noreturn]] void bad_pattern(std::string_view pattern, std::string_view why) {
    throw Error(Code::internal, "error.internal")
        .because("route " + std::string(pattern) + ": " + std::string(why));
}

std::string allow_list(const std::array<const Route*, kMethodCount>& routes) {
    std::string out;
    auto append = [&](Method method) {
        if (!out.empty()) out += ", ";
        out += to_text(method);
    };
    for (std::size_t i = 0; i < kMethodCount; ++i) {
        auto method = static_cast<Method>(i);
        bool head_by_get = method == Method::head &&
                           routes[static_cast<std::size_t>(Method::get)] != nullptr;
        if (routes[i] != nullptr || head_by_get || method == Method::options) append(method);
    }
    return out;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, RouteOptions options, Handler handler) {
    if (pattern.empty() || pattern.front() != '/') bad_pattern(pattern, "must begin with '/'");
    Node* node = root_.get();
    bool is_rest = false;
    std::string_view rest = pattern;
    std::size_t depth = 0;
    while (!rest.empty() && !is_rest) {
        if (++depth >= kMaxDepth) bad_pattern(pattern, "too deep");
        std::string_view segment = next_segment(rest);
        if (segment.empty() || segment.front() != '{') {
            if (segment.find_first_of("{}") != std::string_view::npos) {
                bad_pattern(pattern, "a parameter begins its segment");
            }
            auto at = std::lower_bound(
                node->literals.begin(), node->literals.end(), segment,
                [](const auto& entry, std::string_view text) { return entry.text < text; });
            if (at == node->literals.end() || at->text != segment) {
                at = node->literals.insert(at, {std::string(segment), std::make_unique<Node>()});
            }
            node = at->next.get();
            continue;
        }
        std::size_t end = segment.find('}');
        if (end == std::string_view::npos || end < 2) bad_pattern(pattern, "bad parameter");
        std::string_view name = segment.substr(1, end - 1);
        std::string_view tail = segment.substr(end + 1);
        if (name.ends_with("...")) {
            if (!tail.empty() || !rest.empty()) bad_pattern(pattern, "{x...} must be last");
            name.remove_suffix(3);
            if (!node->rest_name.empty() && node->rest_name != name) {
                bad_pattern(pattern, "the same place has another parameter name");
            }
            node->rest_name = name;
            is_rest = true;
            break;
        }
        auto at = std::find_if(node->captures.begin(), node->captures.end(),
                               [&](const auto& c) { return c.tail == tail; });
        if (at != node->captures.end() && at->name != name) {
            bad_pattern(pattern, "the same place has another parameter name");
        }
        if (at == node->captures.end()) {
            at = std::find_if(node->captures.begin(), node->captures.end(),
                              [&](const auto& c) { return c.tail.size() < tail.size(); });
            at = node->captures.insert(
                at, {std::string(name), std::string(tail), std::make_unique<Node>()});
        }
        node = at->next.get();
    }
    auto& slot = (is_rest ? node->rest_routes : node->routes)[static_cast<std::size_t>(method)];
    if (slot != nullptr) bad_pattern(pattern, "is there already");
    routes_.push_back(std::make_unique<Route>(
        Route{method, std::string(pattern), std::move(options), std::move(handler)}));
    slot = routes_.back().get();
}

bool Router::find(Method method, std::string_view raw_path, Request& request,
                  Match& match) const {
    Found found;
    if (raw_path.empty() || raw_path.front() != '/') return true;
    if (!search(*root_, raw_path, found, 0)) return true;
    match.path_found = true;
    match.route = (*found.routes)[static_cast<std::size_t>(method)];
    if (match.route == nullptr && method == Method::head) {
        match.route = (*found.routes)[static_cast<std::size_t>(Method::get)];
    }
    if (match.route == nullptr) {
        match.allow = allow_list(*found.routes);
        return true;
    }
    request.set_pattern(match.route->pattern);
    for (std::size_t i = 0; i < found.count; ++i) {
        auto value = percent_decode(found.captured[i].raw);
        if (!value) return false;
        request.set_path_parameter(found.captured[i].name, std::move(*value));
    }
    return true;
}

}  // namespace bihuan::http
