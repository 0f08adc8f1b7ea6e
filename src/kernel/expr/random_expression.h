// Random well-typed expressions over the company of the tests, from a seed.
//
// Test code; used by one thread.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace bihuan::expr {

class RandomExpression {
public:
    explicit RandomExpression(std::uint64_t seed) : random_(seed) {}

    std::string boolean(int depth);
    std::string number(int depth);
    std::string integer(int depth);
    std::string text(int depth);
    std::string date(int depth);
    std::string any(int depth);

    int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
    std::string pick(const std::vector<std::string>& choices) {
        return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
    }

private:
    std::string comparison(int depth);
    std::string special(int depth);
    std::mt19937_64 random_;
};

}  // namespace bihuan::expr
