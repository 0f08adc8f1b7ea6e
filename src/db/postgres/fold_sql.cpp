#include "db/postgres/fold_sql.h"

#include "base/text.h"

#include <vector>

namespace bihuan::db::postgres {

namespace {

// Where fold() changes anything beyond A..Z: Latin to Number Forms, and full width.
struct Range {
    char32_t first;
    char32_t last;
};
constexpr Range kRanges[] = {{0xC0, 0x2170}, {0x3000, 0x3000}, {0xFF01, 0xFF5E}};

// Texts with none of these take the short way: what most rows are.
constexpr std::string_view kAnyOfThem = " ~ '[\u00c0-\u2170\u3000\uff01-\uff5e]'";

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') out += '\'';
        out += c;
    }
    return out + "'";
}

}  // namespace

FoldSql::FoldSql() {
    std::string vanishing;
    for (const Range& range : kRanges) {
        for (char32_t c = range.first; c <= range.last; ++c) {
            std::string letter;
            append_code_point(letter, c);
            const std::string folded = fold(letter);
            if (folded == letter) continue;
            if (folded.empty()) {
                vanishing += letter;
            } else if (count_code_points(folded) == 1) {
                from_ += letter;
                to_ += folded;
            } else {
                pairs_ += "replace(";
                pairs_end_ += ", " + quoted(letter) + ", " + quoted(folded) + ")";
            }
        }
    }
    for (char c = 'A'; c <= 'Z'; ++c) {
        from_ += c;
        to_ += static_cast<char>(c - 'A' + 'a');
    }
    from_ = quoted(from_ + vanishing);
    to_ = quoted(to_);
}

std::string FoldSql::of(std::string_view text) const {
    const std::string value = "((" + std::string(text) + ") COLLATE \"C\")";
    return "(CASE WHEN " + value + std::string(kAnyOfThem) + " THEN translate(" + pairs_ + value +
           pairs_end_ + ", " + from_ + ", " + to_ + ") ELSE lower(" + value + ") END)";
}

}  // namespace bihuan::db::postgres
