// Invented Chinese names of firms, people and deals, the same for the same number. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace bihuan::bench {

// Spreads a number over 64 bits: neighbours have nothing in common.
std::uint64_t scatter(std::uint64_t number);

std::string firm_short(std::uint64_t number);   // 苏州恒远精密, without the kind of firm
std::string firm(std::uint64_t number);         // differs for every number below 8 million
std::string person(std::uint64_t number);
std::string deal(std::uint64_t firm_number, std::uint64_t number);
std::string mobile(std::uint64_t number);

}  // namespace bihuan::bench
