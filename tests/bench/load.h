// Fills a data folder with the company that the benchmark measures, through the normal write path.
#pragma once

#include <string>

namespace bihuan::bench {

struct Size {
    int opportunities = 1'000'000;
    int accounts = 200'000;
    int users = 200;
};

// Writes `folder`/tokens: one line "login token" per user; the first sees everything.
void load(const std::string& folder, const Size& size);

}  // namespace bihuan::bench
