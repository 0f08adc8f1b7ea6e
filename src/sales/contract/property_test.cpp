// Whatever people do in whatever order, the books stay true. Random acts, the seed is printed.
#include "sales/contract/test_books.h"

#include <random>

namespace bihuan::contract {
namespace {

constexpr int kSeeds = 4;
constexpr int kActs = 60;

class Property : public Books {
protected:
    std::int64_t draw(std::int64_t from, std::int64_t to) {
        return std::uniform_int_distribution<std::int64_t>(from, to)(random);
    }
    template <class T>
    const T& any(const std::vector<T>& list) {
        return list[static_cast<std::size_t>(
            draw(0, static_cast<std::int64_t>(list.size()) - 1))];
    }
    std::vector<RecordId> ids_of(const std::string& object, const std::string& where = "1 = 1") {
        std::vector<RecordId> ids;
        company.workspace().read(company.system(), [&](const Snapshot& snapshot) {
            snapshot.db().query("SELECT id FROM " + snapshot.dialect().quote(object) +
                                    " WHERE " + where + " ORDER BY id",
                                {}, [&](const db::Row& row) {
                                    ids.emplace_back(row.integer(0));
                                    return true;
                                });
        });
        return ids;
    }
    static std::string fen(std::int64_t amount) { return Decimal(amount, 2).to_text(); }

    void new_contract() {
        const std::int64_t total = draw(100, 1'000'000);
        const std::int64_t share = draw(1, 9'999);
        const RecordId id = signed_contract(
            fen(total), R"("splits": [{"user": {"key": "li"}, "share": ")" + fen(share) +
                            R"("}, {"user": {"key": "zhao"}, "share": ")" + fen(10'000 - share) +
                            "\"}]");
        plan(id, R"([{"share": "30", "due_date": "2026-03-31"},
                     {"share": "70", "due_date": "2026-05-31"}])");
    }
    // One act; a refusal is as good as a success, as long as nothing is half done.
    void act() {
        const auto instalments = ids_of("instalment");
        const auto receipts = ids_of("receipt");
        const auto allocations = ids_of("allocation");
        const auto refunds = ids_of("refund", "state = 'approving'");
        const std::string why = R"({"reason": "试"})";
        switch (draw(0, 9)) {
            case 0: return new_contract();
            case 1: receipt(fen(draw(1, 800'000))); return;
            case 2:
            case 3:
            case 4:
                if (receipts.empty() || instalments.empty()) return;
                return allocate(any(receipts),
                                "[" + to("instalment", any(instalments),
                                         fen(draw(1, 500'000))) + "]");
            case 5:
                if (!receipts.empty()) allocate(any(receipts), "auto");
                return;
            case 6:
                if (!allocations.empty()) company.verb("fan", any(allocations), "reverse", why);
                return;
            case 7:
                if (!receipts.empty()) company.verb("fan", any(receipts), "reverse", why);
                return;
            case 8:
                if (!refunds.empty()) company.verb("fan", any(refunds), "approve");
                else if (!receipts.empty()) {
                    company.verb("fan", any(receipts), "refund",
                                 R"({"reason": "退", "amount": ")" + fen(draw(1, 300'000)) +
                                     "\"}");
                }
                return;
            case 9: {
                const auto contracts = ids_of("contract");
                if (contracts.empty()) return;
                company.verb("wang", any(contracts), draw(0, 1) ? "void" : "terminate", why);
                return;
            }
        }
    }
    void nothing(const std::string& what, const std::string& sql) {
        EXPECT_EQ(company.integer("SELECT count(*) FROM (" + sql + ") AS wrong"), 0) << what;
    }
    void check_books();

    std::mt19937_64 random;
};

void Property::check_books() {
    nothing("a receipt is allocated or refunded beyond its amount",
            "SELECT 1 FROM receipt WHERE allocated < 0 OR refunded < 0 "
            "OR allocated + refunded > amount_base");
    nothing("an instalment is paid beyond its amount or below zero",
            "SELECT 1 FROM instalment WHERE received < 0 OR received + written_off > amount_base");
    nothing("settled does not say what the sums say",
            "SELECT 1 FROM instalment WHERE settled <> "
            "(CASE WHEN void = 0 AND received + written_off >= amount_base THEN 1 ELSE 0 END)");
    nothing("a roll-up differs from its rows",
            "SELECT 1 FROM instalment i WHERE i.received <> "
            "(SELECT COALESCE(sum(a.amount), 0) FROM allocation a WHERE a.instalment = i.id "
            "AND a.kind = 'receipt')");
    nothing("a plan does not add up to its contract",
            "SELECT 1 FROM contract c WHERE c.stage <> 'void' AND c.amount_base - "
            "c.terminated_amount_base <> (SELECT COALESCE(sum(i.amount_base), 0) FROM instalment i "
            "WHERE i.contract = c.id AND i.void = 0)");
    nothing("signed figures differ from the contract",
            "SELECT 1 FROM contract c WHERE (SELECT sum(l.amount) FROM ledger l WHERE "
            "l.record = c.id AND l.metric = 'signed') <> CASE WHEN c.stage = 'void' THEN 0 "
            "ELSE c.amount_base - c.terminated_amount_base END");
    nothing("collected figures differ from the receipt",
            "SELECT 1 FROM receipt r WHERE (SELECT COALESCE(sum(l.amount), 0) FROM ledger l "
            "WHERE l.record = r.id AND l.metric = 'collected') <> CASE WHEN r.state = 'confirmed' "
            "THEN r.amount_base - r.refunded ELSE 0 END");
    nothing("allocated figures differ from the contract",
            "SELECT 1 FROM contract c WHERE (SELECT COALESCE(sum(l.amount), 0) FROM ledger l "
            "WHERE l.contract = c.id AND l.metric = 'allocated') <> c.received");
    nothing("somebody has a negative share",
            "SELECT contract, owner FROM ledger WHERE metric IN ('signed', 'allocated') "
            "GROUP BY metric, contract, owner HAVING sum(amount) < 0");
    nothing("a void contract keeps money", "SELECT 1 FROM contract WHERE stage = 'void' "
                                           "AND received <> 0");
    const std::int64_t firsts =
        company.integer("SELECT COALESCE(sum(count), 0) FROM ledger "
                        "WHERE metric = 'first_signed'");
    const std::int64_t standing =
        company.integer("SELECT count(*) FROM contract WHERE stage <> 'void'");
    EXPECT_EQ(firsts, standing > 0 ? 1 : 0);
}

TEST_F(Property, TheBooksStayTrue) {
    const std::uint64_t first = std::random_device{}();
    int done = 0;
    for (int i = 0; i < kSeeds; ++i) {
        const std::uint64_t seed = first + static_cast<std::uint64_t>(i);
        std::cout << "seed " << seed << "\n";
        random.seed(seed);
        for (int step = 0; step < kActs; ++step) {
            company.clock().advance(draw(0, kMicrosPerDay));
            try {
                act();
                ++done;
            } catch (const Error& error) {
                const bool is_refusal = error.code() == Code::conflict ||
                                        error.code() == Code::invalid;
                EXPECT_TRUE(is_refusal) << "seed " << seed << ": " << error.key() << " "
                                        << error.cause();
            }
            if (step % 5 == 4) check_books();
            if (HasFailure()) FAIL() << "seed " << seed << ", act " << step;
        }
    }
    EXPECT_GT(done, kSeeds * kActs / 4);
}

}  // namespace
}  // namespace bihuan::contract
