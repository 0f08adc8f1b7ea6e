#include "work/exchange/archive.h"

#include "base/error.h"
#include "work/exchange/limits.h"

#include <zip.h>

namespace bihuan::exchange {

namespace {

Error broken(std::string_view why) {
    return Error(Code::invalid, "error.import.workbook").because("zip: " + std::string(why));
}

Error bomb() { return Error(Code::limit, "error.import.bomb"); }

}  // namespace

class Archive::Part final : public Bytes {
public:
    Part(Archive& archive, zip_file_t* file, std::uint64_t packed)
        : archive_(archive), file_(file), packed_(packed) {}
    ~Part() override { zip_fclose(file_); }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    // What the archive says of its sizes is not believed: what comes out is counted.
    std::size_t read(std::span<char> out) override {
        const zip_int64_t got = zip_fread(file_, out.data(), out.size());
        if (got < 0) throw broken("read");
        const auto count = static_cast<std::uint64_t>(got);
        unpacked_ += count;
        archive_.unpacked_ += count;
        const bool too_dense = unpacked_ > kZipRatioFromBytes &&
                               unpacked_ / kZipRatioMax > packed_;
        if (too_dense || archive_.unpacked_ > kZipBytesMax) throw bomb();
        return static_cast<std::size_t>(count);
    }

private:
    Archive& archive_;
    zip_file_t* file_;
    std::uint64_t packed_;
    std::uint64_t unpacked_ = 0;
};

Archive::Archive(const std::string& path) {
    int code = 0;
    zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
    if (!zip) throw broken("open " + std::to_string(code));
    zip_ = zip;
    if (zip_get_num_entries(zip, 0) > kZipEntriesMax) {
        zip_discard(zip);
        throw bomb();
    }
}

Archive::~Archive() { zip_discard(static_cast<zip_t*>(zip_)); }

bool Archive::has(const std::string& part) const {
    return zip_name_locate(static_cast<zip_t*>(zip_), part.c_str(), ZIP_FL_NOCASE) >= 0;
}

std::unique_ptr<Bytes> Archive::open(const std::string& part) {
    auto* zip = static_cast<zip_t*>(zip_);
    const zip_int64_t index = zip_name_locate(zip, part.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return nullptr;
    zip_stat_t stat;
    zip_stat_init(&stat);
    const auto place = static_cast<zip_uint64_t>(index);
    if (zip_stat_index(zip, place, 0, &stat) != 0) throw broken("stat");
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 &&
        stat.encryption_method != ZIP_EM_NONE) {
        throw Error(Code::invalid, "error.import.encrypted");
    }
    zip_file_t* file = zip_fopen_index(zip, place, 0);
    if (!file) throw broken("part " + part);
    const std::uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 1;
    return std::make_unique<Part>(*this, file, packed);
}

}  // namespace bihuan::exchange
