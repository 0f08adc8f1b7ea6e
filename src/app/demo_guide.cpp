// What a person who tries the demo company out reads in the terminal.
#include "app/demo.h"

#include "embedded/files.h"

#include <memory>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <qrencode.h>

namespace bihuan::app {

namespace {

constexpr int kQuiet = 2;  // modules of white around the code; scanners ask for some

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::string demo_guide(const std::string& address) {
    std::string text;
    for (const EmbeddedFile& file : embedded_data()) {
        if (file.path == "demo_company/guide.txt") text = file.bytes;
    }
    return "\n" + text + "\n  " + address + "\n";
}

std::string qr_code(const std::string& text) {
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_L, QR_MODE_8, 1));
    if (!code) return {};
    const auto is_dark = [&](int x, int y) {
        if (x < 0 || y < 0 || x >= code->width || y >= code->width) return false;
        return (code->data[y * code->width + x] & 1) != 0;
    };
    std::string out;
    for (int y = -kQuiet; y < code->width + kQuiet; y += 2) {
        // Light on dark terminals: the light modules are the blocks.
        for (int x = -kQuiet; x < code->width + kQuiet; ++x) {
            const bool top = !is_dark(x, y);
            const bool bottom = !is_dark(x, y + 1);
            out += top && bottom ? "█" : top ? "▀" : bottom ? "▄" : " ";
        }
        out += '\n';
    }
    return out;
}

std::string lan_address(const char* scheme, std::uint16_t port) {
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return {};
    std::string found;
    for (const ifaddrs* one = list; one && found.empty(); one = one->ifa_next) {
        const bool is_up = (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
        if (!is_up || !one->ifa_addr || one->ifa_addr->sa_family != AF_INET) continue;
        char text[INET_ADDRSTRLEN] = {};
        const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
        if (::inet_ntop(AF_INET, &address->sin_addr, text, sizeof text)) found = text;
    }
    ::freeifaddrs(list);
    if (found.empty()) return {};
    return std::string(scheme) + "://" + found + ":" + std::to_string(port);
}

}  // namespace bihuan::app
