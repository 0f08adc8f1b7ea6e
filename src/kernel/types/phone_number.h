// Phone numbers: Chinese mobiles, landlines with extension, 400 and service numbers, and other
// countries loosely by E.164.
//
// Owned by kernel/types. Pure: any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bihuan::types {

inline constexpr std::size_t kPhoneTextMax = 40;   // bytes: longest E.164 with spaces and extension
inline constexpr std::size_t kExtensionMax = 6;    // digits

enum class PhoneFault { none, invalid, needs_area_code, several };

struct PhoneNumber {
    std::string canonical;  // "+8613800138000", "+8651262881234;ext=801"; empty on a fault
    PhoneFault fault = PhoneFault::none;
};

PhoneNumber parse_phone(std::string_view text);
// "138 0013 8000", "0512-6288 1234 转 801", "+1 4155552671"; anything else as it is.
std::string phone_for_people(std::string_view canonical);
// True for a canonical Chinese mobile.
bool is_chinese_mobile(std::string_view canonical);

}  // namespace bihuan::types
