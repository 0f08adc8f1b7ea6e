// bihuan_bench: the parts of scripts/bench that want to be C++.
#include "base/error.h"
#include "http_load.h"
#include "import.h"
#include "load.h"
#include "raw.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::bench {

namespace {

int usage() {
    std::fputs("bihuan_bench load FOLDER [OPPORTUNITIES ACCOUNTS]\n"
               "             raw FOLDER PAGES LISTS\n"
               "             import FOLDER ROWS\n"
               "             http PORT PID CONNECTIONS REQUESTS FILE\n",
               stderr);
    return 2;
}

int run(const std::vector<std::string>& words) {
    if (words.size() < 2) return usage();
    if (words[0] == "load") {
        Size size;
        if (words.size() > 3) {
            size.opportunities = std::atoi(words[2].c_str());
            size.accounts = std::atoi(words[3].c_str());
        }
        load(words[1], size);
        return 0;
    }
    if (words[0] == "raw" && words.size() == 4) {
        raw_list(words[1], std::stoi(words[2]), words[3]);
        return 0;
    }
    if (words[0] == "import" && words.size() == 3) {
        import_rows(words[1], std::stoi(words[2]));
        return 0;
    }
    if (words[0] == "http" && words.size() == 6) {
        http_load({std::stoi(words[1]), std::stoi(words[2]), std::stoi(words[3]),
                   std::stoi(words[4]), words[5]});
        return 0;
    }
    return usage();
}

}  // namespace

}  // namespace bihuan::bench

int main(int argc, char** argv) {
    try {
        return bihuan::bench::run({argv + 1, argv + argc});
    } catch (const bihuan::Error& error) {
        std::fprintf(stderr, "%s %s\n", error.key().c_str(), error.cause().c_str());
        for (const auto& issue : error.issues()) {
            std::fprintf(stderr, "  %s: %s\n", issue.field.c_str(), issue.key.c_str());
        }
        return 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
