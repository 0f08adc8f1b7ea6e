// Attachments: stored once by their bytes, named, found out, read by who may.
#include "work/file/file.h"

#include "base/error.h"
#include "kernel/design/design.h"
#include "kernel/design/test_company.h"

#include <gtest/gtest.h>

#include <filesystem>

namespace bihuan::file {
namespace {

using design::TestCompany;

class FileTest : public ::testing::Test {
protected:
    FileTest() {
        company.workspace().database().write(db::Lane::interactive, [](db::WriteLease& lease) {
            lease.connection().script(store_ddl());
        });
        company.workspace().write(company.system(), [](Tx& tx) {
            design::patch_object(tx, "account", Json::parse(R"J({"fields": [
                {"name": "x_scans", "type": "attachment",
                 "label": {"zh": "附件", "en": "Scans"}}]})J"));
        });
    }
    std::string bytes_of(const File& file) {
        const Reader read = open(company.workspace(), file);
        std::string out(100, '\0');
        out.resize(read(out));
        return out;
    }
    bool sees(const Actor& actor, RecordId id) {
        try {
            company.workspace().read(
                actor, [&](const Snapshot& snapshot) { find_visible(snapshot, id); });
            return true;
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::not_found);
            return false;
        }
    }

    TestCompany company;
};

TEST_F(FileTest, StoresTheBytesOnce) {
    const Actor li = company.actor("li");
    const File first = store(company.workspace(), li, "合同正文", "../../合同.txt");
    const File second = store(company.workspace(), li, "合同正文", "副本.txt");
    EXPECT_EQ(first.name, "合同.txt");
    EXPECT_EQ(first.type, "text/plain");
    EXPECT_EQ(first.size, 12);
    EXPECT_EQ(first.sha256, second.sha256);
    EXPECT_NE(first.id, second.id);
    EXPECT_EQ(bytes_of(second), "合同正文");
    int files = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(company.folder() + "/files")) {
        files += entry.is_regular_file() ? 1 : 0;
    }
    EXPECT_EQ(files, 1);
}

TEST_F(FileTest, RefusesWhatIsTooLargeAndLeavesNothing) {
    const Actor li = company.actor("li");
    int left = 10;
    const Reader endless = [&](std::span<char> out) {
        std::fill(out.begin(), out.end(), 'x');
        return left-- > 0 ? out.size() : 0;
    };
    EXPECT_THROW(store(company.workspace(), li, endless, "x", 1'000), Error);
    EXPECT_THROW(store(company.workspace(), li, "", "x"), Error);
    EXPECT_TRUE(std::filesystem::is_empty(company.folder() + "/files"));
}

TEST_F(FileTest, TypesComeFromTheBytes) {
    EXPECT_EQ(sniff_type(std::string_view("\x89PNG\r\n\x1a\n", 8), "x.html"), "image/png");
    EXPECT_EQ(sniff_type("%PDF-1.7", "x"), "application/pdf");
    EXPECT_EQ(sniff_type("<html><script>alert(1)</script>", "x.html"), "text/plain");
    EXPECT_EQ(sniff_type("<svg xmlns='x'/>", "x.svg"), "text/plain");
    EXPECT_EQ(sniff_type(std::string_view("\x00\x01\x02", 3), "x.png"),
              "application/octet-stream");
    EXPECT_FALSE(may_show_inline("text/plain"));
    EXPECT_FALSE(may_show_inline("image/svg+xml"));
    EXPECT_TRUE(may_show_inline("image/png"));
}

TEST_F(FileTest, NamesAreCleaned) {
    EXPECT_EQ(clean_name("C:\\tmp\\报价 单.xlsx"), "报价 单.xlsx");
    EXPECT_EQ(clean_name("a\r\nb\"c.txt"), "ab_c.txt");
    EXPECT_EQ(clean_name(".."), "file");
    EXPECT_EQ(clean_name("\xE2\x80\xAE" "gpj.exe"), "gpj.exe");
    const std::string long_name = clean_name(std::string(400, 'x') + ".pdf");
    EXPECT_LE(long_name.size(), kNameBytesMax);
    EXPECT_TRUE(long_name.ends_with(".pdf"));
}

TEST_F(FileTest, ReadByTheUploaderAndWhoSeesItsRecord) {
    const File file = store(company.workspace(), company.actor("li"), "x", "x.txt");
    EXPECT_TRUE(sees(company.actor("li"), file.id));
    EXPECT_FALSE(sees(company.actor("chen"), file.id));
    EXPECT_FALSE(sees(company.actor("li"), RecordId(5)));
    company.create(company.system(), "account",
                   R"({"name": "客户", "owner": ")" + to_text(company.id("chen")) +
                       R"(", "x_scans": [")" + to_text(file.id) + R"("]})");
    EXPECT_TRUE(sees(company.actor("chen"), file.id));
    EXPECT_TRUE(sees(company.actor("chen"), file.id));  // by the record that is known by now
    EXPECT_FALSE(sees(company.actor("zhao"), file.id));
}

}  // namespace
}  // namespace bihuan::file
