// The demo company: 苏州拓远智能装备 (invented), two years of it, for `serve --demo`.
//
// One thread, before the server listens. Made in a folder of its own and put in place by one
// rename: what was cut short is made anew by the next start, half a company is never served.
#pragma once

#include "app/company.h"

#include <cstdint>
#include <functional>
#include <string>

namespace bihuan::app {

inline constexpr std::uint64_t kDemoSeed = 20'260'101;

// Loads the demo company when the folder has no company yet, or an empty one. Nothing happens
// to a company that has records. The caller holds the folder's lock and opens the company next.
void prepare_demo(const Settings& settings, Log& log,
                  const std::function<void(std::string_view)>& progress);

// Fills an empty company. Error(internal) names the act that failed.
void load_demo(Workspace& workspace, std::uint64_t seed, const std::string& password_hash,
               const std::function<void(std::size_t, std::size_t)>& told);

// Who may log in, ten minutes through the product, and the address to scan from a phone.
std::string demo_guide(const std::string& address);
// As the terminal shows it: UTF-8 half blocks; empty when it cannot be made.
std::string qr_code(const std::string& text);
// http://… of this machine in its network; empty when it has none.
std::string lan_address(const char* scheme, std::uint16_t port);

}  // namespace bihuan::app
