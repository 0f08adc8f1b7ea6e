// The parts of a workbook's archive, with limits on what they unpack to. One thread.
//
// Error(invalid, "error.import.workbook") when it is no archive; Error(limit) for bombs.
#pragma once

#include "work/exchange/bytes.h"

#include <cstdint>
#include <memory>
#include <string>

namespace bihuan::exchange {

class Archive {
public:
    explicit Archive(const std::string& path);
    ~Archive();
    Archive(const Archive&) = delete;
    Archive& operator=(const Archive&) = delete;

    bool has(const std::string& part) const;
    // Null when there is no such part. The archive must outlive it.
    std::unique_ptr<Bytes> open(const std::string& part);

private:
    class Part;
    void* zip_ = nullptr;                // zip_t
    std::uint64_t unpacked_ = 0;         // of all parts together
};

}  // namespace bihuan::exchange
