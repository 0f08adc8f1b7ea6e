// Which price a customer gets, and what the lines of a document come to.
#include "base/text.h"
#include "kernel/workspace.h"
#include "sales/opportunity/opportunity.h"

#include <algorithm>

namespace bihuan::opportunity {

namespace {

using record::Record;

constexpr int kPriceScale = 6;
constexpr int kQuantityScale = 3;
constexpr int kFen = 2;
constexpr std::size_t kBookNameMax = 60;  // code points in a reason of at most 100
const Decimal kHundred = Decimal::of(100);

// The better the smaller.
enum class Rank { by_hand, account, grade_and_region, grade_or_region, everybody };

struct Offer {
    Rank rank = Rank::everybody;
    std::string book;
    std::int64_t min_quantity = 0;
    Decimal price;
    std::optional<Decimal> floor;
    bool tax_included = true;
};

struct Customer {
    std::string grade;
    std::string region;   // the address as JSON text: codes and names
};

Customer customer_of(const Snapshot& snapshot, RecordId account) {
    Customer customer;
    if (!account) return customer;
    snapshot.db().query("SELECT grade, address FROM account WHERE id = ?", {account.value},
                        [&](const db::Row& row) {
                            customer = {std::string(row.text(0)), std::string(row.text(1))};
                            return false;
                        });
    return customer;
}

struct Book {
    RecordId id;
    RecordId account;
    std::string grade;
    std::string region;
};

std::optional<Rank> rank_of(const Book& book, const PriceQuestion& question,
                            const Customer& customer) {
    if (book.account && book.account != question.account) return std::nullopt;
    if (book.id == question.price_book) return Rank::by_hand;
    if (book.account) return Rank::account;
    const bool grade_fits = !book.grade.empty() && book.grade == customer.grade;
    const bool region_fits =
        !book.region.empty() && customer.region.find(book.region) != std::string::npos;
    if ((!book.grade.empty() && !grade_fits) || (!book.region.empty() && !region_fits)) {
        return std::nullopt;
    }
    if (grade_fits && region_fits) return Rank::grade_and_region;
    return grade_fits || region_fits ? Rank::grade_or_region : Rank::everybody;
}

std::string cut(std::string_view name) {
    std::size_t at = 0;
    for (std::size_t count = 0; at < name.size() && count < kBookNameMax; ++count) {
        next_code_point(name, at);
    }
    return std::string(name.substr(0, at));
}

std::optional<Offer> best_offer(const Snapshot& snapshot, const PriceQuestion& question) {
    const Customer customer = customer_of(snapshot, question.account);
    const std::int64_t quantity =
        question.quantity.rescale(kQuantityScale, Round::half_up).coefficient();
    const std::string date = to_text(question.date);
    std::optional<Offer> best;
    snapshot.db().query(
        "SELECT b.id, b.account, b.grade, b.region, b.name, l.price, l.floor, l.tax_included, "
        "l.min_quantity FROM price_book_line l JOIN price_book b ON b.id = l.price_book "
        "WHERE l.product = ? AND l.deleted_at IS NULL AND b.deleted_at IS NULL "
        "AND (b.active IS NULL OR b.active <> 0) AND b.currency = ? "
        "AND (b.valid_from_date IS NULL OR b.valid_from_date <= ?) "
        "AND (b.valid_to_date IS NULL OR b.valid_to_date >= ?) "
        "AND (l.min_quantity IS NULL OR l.min_quantity <= ?) "
        "AND (l.max_quantity IS NULL OR l.max_quantity >= ?) ORDER BY b.id DESC, l.id",
        {question.product.value, std::string_view(question.currency), std::string_view(date),
         std::string_view(date), quantity, quantity},
        [&](const db::Row& row) {
            const Book book{RecordId(row.integer(0)), RecordId(row.integer(1)),
                            std::string(row.text(2)), std::string(row.text(3))};
            const auto rank = rank_of(book, question, customer);
            if (!rank) return true;
            Offer offer{*rank, cut(row.text(4)), row.integer(8),
                        Decimal(row.integer(5), kPriceScale), std::nullopt, true};
            if (!row.is_null(6)) offer.floor = Decimal(row.integer(6), kPriceScale);
            if (!row.is_null(7)) offer.tax_included = row.integer(7) != 0;
            const bool is_better = !best || offer.rank < best->rank ||
                                   (offer.rank == best->rank &&
                                    offer.min_quantity > best->min_quantity);
            if (is_better) best = std::move(offer);
            return true;
        });
    return best;
}

std::string_view reason_of(Rank rank) {
    switch (rank) {
        case Rank::by_hand: return "price.reason.by_hand";
        case Rank::account: return "price.reason.account";
        case Rank::grade_and_region: return "price.reason.grade_and_region";
        case Rank::grade_or_region: return "price.reason.grade_or_region";
        case Rank::everybody: return "price.reason.everybody";
    }
    return "";
}

std::optional<ChosenPrice> list_price(const Snapshot& snapshot, const PriceQuestion& question) {
    const auto product =
        record::load(snapshot, snapshot.schema().at("product"), question.product);
    if (!product || product->get("list_price").is_null()) return std::nullopt;
    ChosenPrice chosen;
    chosen.price = product->amount("list_price");
    const bool is_base = question.currency == snapshot.workspace().base_currency();
    if (!is_base && question.rate > Decimal::of(0)) {
        chosen.price = divide(chosen.price, question.rate, kPriceScale, Round::half_up);
    }
    chosen.tax_included =
        product->get("tax_included").is_null() || product->flag("tax_included");
    chosen.reason = snapshot.say("price.reason.list");
    return chosen;
}

}  // namespace

std::optional<ChosenPrice> choose_price(const Snapshot& snapshot, const PriceQuestion& question) {
    const auto offer = best_offer(snapshot, question);
    if (!offer) return list_price(snapshot, question);
    return ChosenPrice{offer->price, offer->floor, offer->tax_included,
                       snapshot.say(reason_of(offer->rank), {{"book", offer->book}})};
}

PriceQuestion question_of(const Snapshot& snapshot, const Record& document) {
    PriceQuestion question;
    const meta::Object& object = *document.object;
    question.account = document.ref("account");
    if (object.find("price_book")) question.price_book = document.ref("price_book");
    question.date = snapshot.today();
    if (object.find("date") && document.date("date")) question.date = *document.date("date");
    question.currency = snapshot.workspace().base_currency();
    if (object.find("currency") && !document.text("currency").empty()) {
        question.currency = document.text("currency");
    }
    if (object.find("rate") && document.amount("rate") > Decimal::of(0)) {
        question.rate = document.amount("rate");
    }
    return question;
}

namespace {

// "t13" is 13 %; exempt and not taxable are 0.
Decimal tax_percent(const Record& line) {
    const std::string key = line.text("tax_rate");
    if (key.size() < 2 || key[0] != 't') return Decimal::of(0);
    return parse_decimal(std::string_view(key).substr(1)).value_or(Decimal::of(0));
}

// A price with or without tax, as the line wants it.
Decimal with_tax_as(Decimal price, bool has, bool wanted, Decimal percent) {
    if (has == wanted) return price;
    const Decimal gross = add(kHundred, percent);
    return wanted ? divide(multiply(price, gross, kPriceScale, Round::half_up), kHundred,
                           kPriceScale, Round::half_up)
                  : divide(multiply(price, kHundred, kPriceScale, Round::half_up), gross,
                           kPriceScale, Round::half_up);
}

Decimal less_percent(Decimal amount, Decimal percent, int scale) {
    return divide(multiply(amount, subtract(kHundred, percent), kPriceScale, Round::half_up),
                  kHundred, scale, Round::half_up);
}

void fill(Record& line, std::string_view field, const Value& value) {
    if (line.object->find(field) && line.get(field).is_null()) line.set(field, value);
}

// Net, tax and total of quantity x price.
void split(Record& line, bool tax_included) {
    const Decimal plain =
        multiply(line.amount("quantity"), line.amount("price"), kFen, Round::half_up);
    const Decimal percent = tax_percent(line);
    Decimal net = plain;
    Decimal total = plain;
    if (tax_included) {
        net = divide(multiply(plain, kHundred, kFen, Round::half_up), add(kHundred, percent),
                     kFen, Round::half_up);
    } else {
        total = add(plain, divide(multiply(plain, percent, kFen + 2, Round::half_up), kHundred,
                                  kFen, Round::half_up));
    }
    line.set("net_amount", net);
    line.set("tax_amount", subtract(total, net));
    line.set("amount", total);
}

}  // namespace

void price_line(const Snapshot& snapshot, const Record* before, Record& line,
                PriceQuestion question) {
    question.product = line.ref("product");
    question.quantity = line.amount("quantity");
    const auto product = question.product
                             ? record::load(snapshot, snapshot.schema().at("product"),
                                            question.product)
                             : std::nullopt;
    bool tax_included = true;
    if (product) {
        for (const char* field : {"name", "spec", "unit"}) fill(line, field, product->get(field));
        const bool is_other = !before || before->ref("product") != line.ref("product");
        // The default tax rate of a line is nobody's choice: the product's counts.
        if (is_other && line.text("tax_rate") == "t13") {
            line.set("tax_rate", product->get("tax_rate"));
        }
        fill(line, "cost", product->get("cost"));
        tax_included = product->get("tax_included").is_null() || product->flag("tax_included");
    }
    const Decimal percent = tax_percent(line);
    const auto chosen = product ? choose_price(snapshot, question) : std::nullopt;
    if (chosen) {
        fill(line, "list_price",
             with_tax_as(chosen->price, chosen->tax_included, tax_included, percent));
    }
    const bool same_price = before && before->get("price") == line.get("price");
    const bool new_discount = before && before->get("discount") != line.get("discount");
    if (line.get("price").is_null() || (same_price && new_discount)) {
        if (!line.get("list_price").is_null()) {
            line.set("price", less_percent(line.amount("list_price"), line.amount("discount"),
                                           kPriceScale));
        }
        if (chosen && line.object->find("price_reason")) {
            line.set("price_reason", chosen->reason);
        }
    } else if (!same_price && line.object->find("price_reason")) {
        line.set("price_reason", snapshot.say("price.reason.typed"));
    }
    split(line, tax_included);
}

Totals total_of(const std::vector<const Record*>& lines, Decimal discount, Decimal freight) {
    Totals totals;
    for (const Record* line : lines) {
        totals.lines = add(totals.lines, line->amount("amount"));
        totals.tax = add(totals.tax, line->amount("tax_amount"));
        totals.cost = add(totals.cost, multiply(line->amount("quantity"), line->amount("cost"),
                                                kFen, Round::half_up));
    }
    totals.amount = add(less_percent(totals.lines, discount, kFen), freight);
    totals.tax = less_percent(totals.tax, discount, kFen);
    return totals;
}

std::vector<Record> below_floor(const Snapshot& snapshot, const std::vector<Record>& lines,
                                const PriceQuestion& question, Decimal discount) {
    std::vector<Record> below;
    for (const Record& line : lines) {
        PriceQuestion asked = question;
        asked.product = line.ref("product");
        asked.quantity = line.amount("quantity");
        if (!asked.product) continue;
        const auto chosen = choose_price(snapshot, asked);
        if (!chosen || !chosen->floor) continue;
        const auto product =
            record::load(snapshot, snapshot.schema().at("product"), asked.product);
        const bool tax_included = !product || product->get("tax_included").is_null() ||
                                  product->flag("tax_included");
        const Decimal floor = with_tax_as(*chosen->floor, chosen->tax_included, tax_included,
                                          tax_percent(line));
        const Decimal price = less_percent(line.amount("price"), discount, kPriceScale);
        if (price < floor) below.push_back(line);
    }
    return below;
}

}  // namespace bihuan::opportunity
