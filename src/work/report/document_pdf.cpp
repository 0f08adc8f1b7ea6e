// The PDF by Pango and Cairo, in this process: text stays text, fonts are embedded.
#include "work/report/document.h"

#include "base/error.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <functional>
#include <memory>

namespace bihuan::report {

namespace {

// Points; drawing only, no business value is ever a double.
constexpr double kPageWidth = 595.28;
constexpr double kPageHeight = 841.89;
constexpr double kMargin = 46.0;
constexpr double kFooter = 28.0;
constexpr double kCellPadding = 4.0;
constexpr double kSignatureHeight = 80.0;
constexpr double kLogoSide = 40.0;
constexpr const char* kBodyFont = "Noto Sans CJK SC 9.5";
constexpr const char* kSmallFont = "Noto Sans CJK SC 8";
constexpr const char* kBoldFont = "Noto Sans CJK SC Bold 9.5";
constexpr const char* kTitleFont = "Noto Sans CJK SC Bold 18";

struct Release {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
};

cairo_status_t take_bytes(void* closure, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

cairo_status_t give_bytes(void* closure, unsigned char* data, unsigned int length) {
    auto& rest = *static_cast<std::string_view*>(closure);
    if (rest.size() < length) return CAIRO_STATUS_READ_ERROR;
    std::copy_n(rest.begin(), length, reinterpret_cast<char*>(data));
    rest.remove_prefix(length);
    return CAIRO_STATUS_SUCCESS;
}

// Lays text out on numbered pages. Drawn twice: first to count the pages, then for good.
class Paper {
public:
    Paper(const Document& document, cairo_t* cairo, int pages)
        : document_(document), cairo_(cairo), pages_(pages),
          layout_(pango_cairo_create_layout(cairo)) {
        cairo_set_line_width(cairo_, 0.6);
    }

    int draw() {
        begin_page();
        letterhead();
        title();
        facts();
        table();
        totals();
        for (const Paragraph& paragraph : document_.paragraphs) text_block(paragraph);
        signatures();
        end_page();
        return page_;
    }

private:
    static double width() { return kPageWidth - 2 * kMargin; }
    static double bottom() { return kPageHeight - kMargin - kFooter; }

    double measure(const std::string& text, const char* font, double wide, PangoAlignment align) {
        const std::unique_ptr<PangoFontDescription, Release> description(
            pango_font_description_from_string(font));
        pango_layout_set_font_description(layout_.get(), description.get());
        pango_layout_set_width(layout_.get(), static_cast<int>(wide * PANGO_SCALE));
        pango_layout_set_wrap(layout_.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout_.get(), align);
        pango_layout_set_text(layout_.get(), text.data(), static_cast<int>(text.size()));
        int high = 0;
        pango_layout_get_size(layout_.get(), nullptr, &high);
        return static_cast<double>(high) / PANGO_SCALE;
    }

    double put(const std::string& text, const char* font, double x, double y, double wide,
               PangoAlignment align = PANGO_ALIGN_LEFT) {
        const double high = measure(text, font, wide, align);
        cairo_move_to(cairo_, x, y);
        pango_cairo_show_layout(cairo_, layout_.get());
        return high;
    }

    void begin_page() {
        if (++page_ > kDocumentPagesMax) {
            throw Error(Code::limit, "error.print.too_long",
                        {{"max", std::to_string(kDocumentPagesMax)}});
        }
        y_ = kMargin;
        put(document_.company, kBodyFont, kMargin, y_, width() / 2);
        y_ += put(document_.number, kBodyFont, kMargin + width() / 2, y_, width() / 2,
                  PANGO_ALIGN_RIGHT) + 2;
        line(y_);
        y_ += 8;
    }

    void end_page() {
        std::string label = document_.page_label;
        const auto fill = [&](const char* place, int number) {
            const auto at = label.find(place);
            if (at != std::string::npos) {
                label.replace(at, std::string_view(place).size(), std::to_string(number));
            }
        };
        fill("{page}", page_);
        fill("{pages}", pages_);
        put(label, kBodyFont, kMargin, kPageHeight - kMargin - 8, width(), PANGO_ALIGN_CENTER);
        cairo_show_page(cairo_);
    }

    void letterhead() {
        if (document_.letterhead.empty() && document_.logo_png.empty()) return;
        const double from = y_;
        const double high = logo();
        const double x = kMargin + (high > 0 ? kLogoSide + 8 : 0);
        for (const std::string& text : document_.letterhead) {
            y_ += put(text, kSmallFont, x, y_, width() - (x - kMargin)) + 1;
        }
        y_ = std::max(y_, from + high) + 6;
    }

    // Within a square of kLogoSide; the height it takes, 0 for none or one that cannot be read.
    double logo() {
        std::string_view rest = document_.logo_png;
        if (rest.empty()) return 0;
        const std::unique_ptr<cairo_surface_t, Release> picture(
            cairo_image_surface_create_from_png_stream(give_bytes, &rest));
        const int wide = cairo_image_surface_get_width(picture.get());
        const int high = cairo_image_surface_get_height(picture.get());
        if (cairo_surface_status(picture.get()) != CAIRO_STATUS_SUCCESS || wide < 1 || high < 1) {
            return 0;
        }
        const double scale = kLogoSide / std::max(wide, high);
        cairo_save(cairo_);
        cairo_translate(cairo_, kMargin, y_);
        cairo_scale(cairo_, scale, scale);
        cairo_set_source_surface(cairo_, picture.get(), 0, 0);
        cairo_paint(cairo_);
        cairo_restore(cairo_);
        return high * scale;
    }

    bool make_room(double high) {
        if (y_ + high <= bottom()) return false;
        end_page();
        begin_page();
        return true;
    }

    void line(double y) {
        cairo_move_to(cairo_, kMargin, y);
        cairo_line_to(cairo_, kPageWidth - kMargin, y);
        cairo_stroke(cairo_);
    }

    void title() {
        y_ += put(document_.title, kTitleFont, kMargin, y_, width(), PANGO_ALIGN_CENTER) + 10;
    }

    void facts() {
        const double half = width() / 2;
        for (std::size_t i = 0; i < document_.facts.size(); i += 2) {
            double high = fact(document_.facts[i], kMargin, half - 8);
            if (i + 1 < document_.facts.size()) {
                high = std::max(high, fact(document_.facts[i + 1], kMargin + half, half));
            }
            y_ += high + 2;
        }
        y_ += 8;
    }

    double fact(const std::pair<std::string, std::string>& fact, double x, double wide) {
        return put(fact.first + "  " + fact.second, kBodyFont, x, y_, wide);
    }

    std::vector<double> column_widths() const {
        int weights = 0;
        for (const Column& column : document_.columns) weights += column.weight;
        std::vector<double> out;
        for (const Column& column : document_.columns) {
            out.push_back(width() * column.weight / std::max(1, weights));
        }
        return out;
    }

    void table() {
        if (document_.columns.empty()) return;
        const std::vector<double> widths = column_widths();
        std::vector<std::string> head;
        for (const Column& column : document_.columns) head.push_back(column.label);
        table_row(head, widths, kBoldFont);
        for (const auto& row : document_.rows) {
            if (make_room(row_height(row, widths, kBodyFont))) table_row(head, widths, kBoldFont);
            table_row(row, widths, kBodyFont);
        }
        y_ += 6;
    }

    double row_height(const std::vector<std::string>& row, const std::vector<double>& widths,
                      const char* font) {
        double high = 0;
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
            high = std::max(high, measure(row[i], font, widths[i] - 2 * kCellPadding,
                                          PANGO_ALIGN_LEFT));
        }
        return high + 2 * kCellPadding;
    }

    void table_row(const std::vector<std::string>& row, const std::vector<double>& widths,
                   const char* font) {
        const double high = row_height(row, widths, font);
        double x = kMargin;
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
            const bool right = document_.columns[i].align == Align::right;
            put(row[i], font, x + kCellPadding, y_ + kCellPadding, widths[i] - 2 * kCellPadding,
                right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
            cairo_rectangle(cairo_, x, y_, widths[i], high);
            cairo_stroke(cairo_);
            x += widths[i];
        }
        y_ += high;
    }

    void totals() {
        for (const auto& [label, value] : document_.totals) {
            make_room(16);
            put(label, kBodyFont, kMargin, y_, width() * 0.75, PANGO_ALIGN_RIGHT);
            y_ += put(value, kBoldFont, kMargin + width() * 0.75, y_, width() * 0.25,
                      PANGO_ALIGN_RIGHT);
        }
        if (document_.amount_in_words.empty()) return;
        y_ += put(document_.amount_in_words, kBoldFont, kMargin, y_ + 4, width()) + 10;
    }

    void text_block(const Paragraph& paragraph) {
        const double high = measure(paragraph.text, kBodyFont, width(), PANGO_ALIGN_LEFT);
        make_room(std::min(high, bottom() / 2) + 20);
        y_ += put(paragraph.heading, kBoldFont, kMargin, y_ + 4, width()) + 6;
        std::size_t from = 0;  // a long clause breaks between its lines
        while (from <= paragraph.text.size()) {
            std::size_t end = paragraph.text.find('\n', from);
            if (end == std::string::npos) end = paragraph.text.size();
            const std::string one = paragraph.text.substr(from, end - from);
            make_room(measure(one, kBodyFont, width(), PANGO_ALIGN_LEFT));
            y_ += put(one, kBodyFont, kMargin, y_, width());
            from = end + 1;
        }
        y_ += 4;
    }

    void signatures() {
        if (document_.signatures.empty()) return;
        make_room(kSignatureHeight + 24);
        y_ += 24;
        const double each = width() / static_cast<double>(document_.signatures.size());
        for (std::size_t i = 0; i < document_.signatures.size(); ++i) {
            const double x = kMargin + each * static_cast<double>(i);
            cairo_move_to(cairo_, x, y_);
            cairo_line_to(cairo_, x + each - 16, y_);
            cairo_stroke(cairo_);
            put(document_.signatures[i], kBodyFont, x, y_ + 4, each - 16);
        }
        y_ += kSignatureHeight;
    }

    const Document& document_;
    cairo_t* cairo_;
    int pages_;
    std::unique_ptr<PangoLayout, Release> layout_;
    int page_ = 0;
    double y_ = 0;
};

// Draws on a fresh surface; the bytes only matter the second time.
int draw_once(const Document& document, int pages, std::string& bytes) {
    bytes.clear();
    const std::unique_ptr<cairo_surface_t, Release> surface(cairo_pdf_surface_create_for_stream(
        take_bytes, &bytes, kPageWidth, kPageHeight));
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE,
                                   (document.title + " " + document.number).c_str());
    const std::unique_ptr<cairo_t, Release> cairo(cairo_create(surface.get()));
    const int drawn = Paper(document, cairo.get(), pages).draw();
    cairo_surface_finish(surface.get());
    return drawn;
}

}  // namespace

std::string render_pdf(const Document& document) {
    std::string bytes;
    const int pages = draw_once(document, 1, bytes);
    draw_once(document, pages, bytes);
    return bytes;
}

}  // namespace bihuan::report
