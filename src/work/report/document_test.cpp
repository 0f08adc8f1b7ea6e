#include "base/text.h"
#include "work/report/document.h"

#include <gtest/gtest.h>

namespace bihuan::report {
namespace {

Document paper(std::size_t rows) {
    Document out;
    out.title = "报价单";
    out.number = "BJ202600001";
    out.company = "苏州<拓远>";
    out.facts = {{"客户", "甲 & 乙"}, {"日期", "2026-11-23"}};
    out.columns = {{"名称", Align::left, 3}, {"金额", Align::right, 1}};
    for (std::size_t i = 0; i < rows; ++i) out.rows.push_back({"机器人工作站", "1,286,000.00"});
    out.totals = {{"合计", "¥1,286,000.00"}};
    out.amount_in_words = "大写：壹佰贰拾捌万陆仟元整";
    out.paragraphs = {{"付款条款", "3-3-3-1"}};
    out.signatures = {"甲方", "乙方"};
    out.page_label = "{page}/{pages}";
    return out;
}

std::size_t pages_of(const std::string& pdf) {
    const std::size_t at = pdf.find("/Count ");
    return at == std::string::npos ? 0 : std::stoul(pdf.substr(at + 7));
}

TEST(Document, html_escapes_what_people_typed) {
    const std::string html = render_html(paper(1));
    EXPECT_EQ(html.find("<拓远>"), std::string::npos);
    EXPECT_NE(html.find("苏州&lt;拓远&gt;"), std::string::npos);
    EXPECT_NE(html.find("甲 &amp; 乙"), std::string::npos);
    EXPECT_NE(html.find("壹佰贰拾捌万陆仟元整"), std::string::npos);
}

TEST(Document, pdf_breaks_into_pages) {
    const std::string one = render_pdf(paper(3));
    ASSERT_EQ(one.substr(0, 5), "%PDF-");
    EXPECT_EQ(pages_of(one), 1U);
    EXPECT_GT(pages_of(render_pdf(paper(120))), 3U);
}

// A picture of one red pixel.
const std::string kPixel = from_base64url(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ_pLvAAAAAElFTkSu"
    "QmCC").value();

TEST(Document, letterhead_and_logo_stand_on_both_papers) {
    Document out = paper(1);
    const std::size_t plain = render_pdf(out).size();
    out.letterhead = {"苏州市吴中区 <8> 号", "税号 91320500MA1N"};
    out.logo_png = kPixel;
    const std::string html = render_html(out);
    EXPECT_NE(html.find("src=\"data:image/png;base64,iVBORw0KGgo"), std::string::npos);
    EXPECT_NE(html.find("QmCC\""), std::string::npos);
    EXPECT_NE(html.find("苏州市吴中区 &lt;8&gt; 号"), std::string::npos);
    const std::string pdf = render_pdf(out);
    EXPECT_GT(pdf.size(), plain);
    EXPECT_NE(pdf.find("/Image"), std::string::npos);
    out.logo_png = "no picture";
    EXPECT_EQ(render_pdf(out).find("/Image"), std::string::npos);
}

}  // namespace
}  // namespace bihuan::report
