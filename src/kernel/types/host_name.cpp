#include "kernel/types/host_name.h"

#include "base/text.h"

#include <algorithm>

namespace bihuan::types {
namespace {

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > kHostLabelMax) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || static_cast<unsigned char>(c) > 0x7f;
    });
}

}  // namespace

bool is_host_name(std::string_view host) {
    if (host.empty() || host.size() > kHostMax) return false;
    const auto labels = split(host, '.');
    return std::all_of(labels.begin(), labels.end(), is_label);
}

}  // namespace bihuan::types
