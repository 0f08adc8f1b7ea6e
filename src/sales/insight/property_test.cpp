// Random ledgers: what the metrics answer equals a naive computation over the same rows, and
// independent SQL.
#include "sales/insight/test_books.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace bihuan::insight {

namespace {

constexpr int kRows = 400;
constexpr int kRounds = 3;

struct Entry {
    std::int64_t record = 0;
    Date date;
    std::int64_t amount = 0, count = 0;
    std::string owner, tag;
};

struct World {
    TestBooks books;
    std::vector<RecordId> opportunities;
    std::vector<RecordId> contracts;
    std::map<std::string, std::vector<Entry>> rows;   // by metric, in the order written
    std::mt19937 random;

    explicit World(unsigned seed) : random(seed) {
        const RecordId account = books.account("甲");
        for (int i = 0; i < 12; ++i) {
            opportunities.push_back(books.opportunity("商机" + std::to_string(i), "li"));
            contracts.push_back(books.contract(account, "1", "2026-01-01"));
        }
    }
    int pick(int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); }

    void fill() {
        const std::vector<std::string> people = {"li", "zhao", "chen"};
        std::map<std::int64_t, bool> closed;
        std::map<std::int64_t, std::string> tag_of;
        books.company.write("", [&](Tx& tx) {
            Date date = *parse_date("2026-01-01");
            for (int i = 0; i < kRows; ++i) {
                date = add_days(date, pick(2));
                Entry entry;
                entry.date = date;
                entry.amount = pick(1'000'000) - (pick(4) == 0 ? 500'000 : 0);
                entry.owner = people[static_cast<std::size_t>(pick(3))];
                std::string metric = "signed";
                RecordId record = contracts[static_cast<std::size_t>(pick(12))];
                entry.count = pick(3) - 1;
                if (pick(2) == 0) {
                    metric = "closed";
                    record = opportunities[static_cast<std::size_t>(pick(12))];
                    bool& is_closed = closed[record.value];
                    if (!is_closed) tag_of[record.value] = pick(2) == 0 ? "won" : "lost";
                    entry.count = is_closed ? -1 : 1;
                    entry.tag = tag_of[record.value];
                    is_closed = !is_closed;
                }
                entry.record = record.value;
                rows[metric].push_back(entry);
                event::LedgerRow row;
                row.object = object_of(record);
                row.id = tx.new_id(row.object);
                row.metric = metric;
                row.date = date;
                row.record = record;
                row.owner = to_user(books.company.id(entry.owner));
                row.amount = entry.amount;
                row.count = entry.count;
                row.tag = entry.tag;
                row.recorded_at = tx.recorded_at();
                event::append(tx.db(), row);
            }
        });
    }

    std::int64_t signed_sum(Date from, Date to, const std::string& owner) {
        std::int64_t sum = 0;
        for (const Entry& entry : rows["signed"]) {
            if (entry.date < from || entry.date > to) continue;
            if (owner.empty() || entry.owner == owner) sum += entry.amount;
        }
        return sum;
    }

    // Won and lost at the last close of each record, "won/lost".
    std::string closes(Date from, Date to) {
        std::map<std::int64_t, Entry> last;
        for (const Entry& entry : rows["closed"]) last[entry.record] = entry;
        int won = 0, lost = 0;
        for (const auto& [record, entry] : last) {
            if (entry.count < 0 || entry.date < from || entry.date > to) continue;
            ++(entry.tag == "won" ? won : lost);
        }
        return std::to_string(won) + "/" + std::to_string(won + lost);
    }
};

TEST(Property, metrics_equal_the_naive_computation) {
    for (int round = 0; round < kRounds; ++round) {
        const unsigned seed = 20'260'302u + static_cast<unsigned>(round);
        SCOPED_TRACE("seed " + std::to_string(seed));
        World world(seed);
        world.fill();
        world.books.company.go_to("2027-01-15");
        for (int i = 0; i < 6; ++i) {
            MetricRequest request;
            request.from = add_days(*parse_date("2026-01-01"), world.pick(200));
            request.to = add_days(*request.from, world.pick(200));
            const std::string range = " AND date BETWEEN '" + to_text(*request.from) +
                                      "' AND '" + to_text(*request.to) + "'";
            const std::int64_t naive = world.signed_sum(*request.from, *request.to, "");
            EXPECT_EQ(world.books.value("boss", "signed", request),
                      Decimal(naive, 2).to_text());
            EXPECT_EQ(world.books.company.integer(
                          "SELECT COALESCE(SUM(amount), 0) FROM ledger WHERE metric = 'signed'" +
                          range),
                      naive);
            // People and months add up to the whole.
            for (const char* group : {"owner", "month", "week", "dept", "account"}) {
                MetricRequest by = request;
                by.group = group;
                std::int64_t sum = 0;
                const Answer answer = world.books.ask("boss", "signed", by);
                for (const Row& row : answer.rows) sum += row.value->coefficient();
                EXPECT_EQ(sum, naive) << group;
                EXPECT_EQ(answer.value->coefficient(), naive);
            }
            MetricRequest zhao = request;
            zhao.owner = to_user(world.books.company.id("zhao"));
            EXPECT_EQ(world.books.value("boss", "signed", zhao),
                      Decimal(world.signed_sum(*request.from, *request.to, "zhao"), 2)
                          .to_text());
            const Answer rate = world.books.ask("boss", "win_rate", request);
            const std::string got = rate.denominator
                                        ? text_of(rate.numerator) + "/" +
                                              text_of(rate.denominator)
                                        : "0/0";
            EXPECT_EQ(got, world.closes(*request.from, *request.to));
        }
    }
}

}  // namespace

}  // namespace bihuan::insight
