// Any bytes as a part of a workbook: the scanner ends, with an Error or without.
//
// Build with clang: -fsanitize=fuzzer,address,undefined, linked with the room `exchange`.
#include "base/error.h"
#include "work/exchange/sheet_number.h"
#include "work/exchange/xml_scanner.h"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using bihuan::exchange::XmlScanner;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    try {
        XmlScanner xml(bihuan::exchange::from_memory(text));
        while (xml.next() != XmlScanner::Kind::over) {
            bihuan::exchange::plain_number(xml.text());
            bihuan::exchange::date_number(xml.text(), bihuan::exchange::NumberKind::date, false);
            bihuan::exchange::kind_of_format(-1, xml.text());
        }
    } catch (const bihuan::Error&) {
        return 0;
    }
    return 0;
}
