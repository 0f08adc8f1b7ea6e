// Money: invoices, red ones, receipts by transfer and by bill, allocations, contracts that are
// paid in full, and money whose payer nobody knows yet.
#include "app/demo_story.h"

#include <algorithm>

namespace bihuan::app {

namespace {

constexpr int kUnclaimed = 3;
constexpr int kReversed = 2;
constexpr int kBillDays = 180;     // to maturity

// Receipts of a contract that no invoice covers yet.
struct Loose { RecordId receipt; std::int64_t amount; };

struct Books {
    DemoStory& story;
    std::map<std::size_t, std::vector<Loose>> loose;           // by contract
    std::map<std::pair<std::size_t, std::size_t>, RecordId> of_order;  // invoices of frameworks
};

std::string number_of(DemoStory& story) {
    return "2632000000" + std::to_string(1'000'000'000 + ++story.documents);
}

RecordId issue(DemoStory& story, const DemoContract& contract, std::int64_t amount) {
    DemoScene& scene = story.scene;
    const std::size_t who = scene.owner_of("contract", contract.id, story.boss);
    const RecordId id = scene.create(
        who, "invoice",
        {{"contract", contract.id},
         {"account", story.plan.accounts[contract.account].id},
         {"amount", demo_yuan(amount)},
         {"kind", amount > 30'000 ? "digital_special" : "digital_normal"}});
    scene.verb(who, "invoice", id, "submit");
    scene.verb(story.finance, "invoice", id, "approve");
    const Date day = scene.workspace().zone().date_of(scene.now());
    scene.verb(story.finance, "invoice", id, "issue",
               "{\"invoice_number\":\"" + number_of(story) + "\",\"date\":\"" + to_text(day) +
                   "\"}");
    return id;
}

void allocate(DemoStory& story, RecordId receipt, RecordId instalment, RecordId invoice,
              std::int64_t amount) {
    std::string list = "[{";
    if (instalment) list += "\"instalment\":\"" + to_text(instalment) + "\",";
    if (invoice) list += "\"invoice\":\"" + to_text(invoice) + "\",";
    list += "\"amount\":\"" + std::to_string(amount) + "\"}]";
    story.scene.verb(story.finance, "receipt", receipt, "allocate",
                     demo_text("allocations", list));
}

void invoice_contract(Books& books, std::size_t at) {
    DemoStory& story = books.story;
    DemoContract& contract = story.plan.contracts[at];
    contract.invoice = issue(story, contract, contract.amount);
    contract.invoice_rest = contract.amount;
    for (const Loose& one : books.loose[at]) {
        allocate(story, one.receipt, RecordId(), contract.invoice, one.amount);
        contract.invoice_rest -= one.amount;
    }
    books.loose.erase(at);
}

void tell_invoices(const std::shared_ptr<Books>& books, std::size_t at) {
    DemoStory& story = books->story;
    const DemoContract& contract = story.plan.contracts[at];
    if (contract.fate == DemoFate::framework) {
        for (std::size_t i = 0; i < contract.orders.size(); ++i) {
            story.on(add_days(contract.orders[i].received, 1), 11 * 60, [books, at, i] {
                const DemoContract& owed = books->story.plan.contracts[at];
                books->of_order[{at, i}] = issue(books->story, owed, owed.orders[i].amount);
            });
        }
        return;
    }
    if (!contract.invoiced) return;
    if (!contract.is_reddened) {
        story.on(*contract.invoiced, 11 * 60, [books, at] { invoice_contract(*books, at); });
        return;
    }
    // The buyer's name was wrong: red, and once more.
    const auto wrong = std::make_shared<RecordId>();
    story.on(*contract.invoiced, 11 * 60, [books, at, wrong] {
        const DemoContract& owed = books->story.plan.contracts[at];
        *wrong = issue(books->story, owed, owed.amount);
    });
    story.on(add_days(*contract.invoiced, 4), 11 * 60, [books, wrong] {
        DemoStory& told = books->story;
        told.scene.verb(told.finance, "invoice", *wrong, "red",
                        "{\"reason\":\"购方名称有误\",\"invoice_number\":\"" + number_of(told) +
                            "\"}");
    });
    story.on(add_days(*contract.invoiced, 5), 11 * 60,
             [books, at] { invoice_contract(*books, at); });
}

RecordId receive_bill(DemoStory& story, const DemoPayment& payment, RecordId account) {
    const RecordId bill = story.scene.create(
        story.finance, "bill",
        {{"bill_number", "1302" + std::to_string(100'000'000 + ++story.documents)},
         {"kind", story.documents % 5 == 0 ? "commercial" : "bank"},
         {"acceptor", story.documents % 5 == 0 ? "某集团财务公司" : "某商业银行"},
         {"account", account},
         {"amount", demo_yuan(payment.amount)},
         {"received_on", payment.date},
         {"maturity", add_days(payment.date, kBillDays)}});
    if (story.documents % 4 == 0) {
        story.scene.verb(story.finance, "bill", bill, "endorse",
                         demo_text("to", "常州某传动设备供应商"));
    }
    return bill;
}

void receive(Books& books, std::size_t at, const std::shared_ptr<RecordId>& bill) {
    DemoStory& story = books.story;
    const DemoPayment& payment = story.plan.payments[at];
    DemoContract& contract = story.plan.contracts[payment.contract];
    const RecordId account = story.plan.accounts[contract.account].id;
    DemoValues values{{"account", account},
                      {"contract", contract.id},
                      {"amount", demo_yuan(payment.amount)},
                      {"date", payment.date},
                      {"method", payment.by_bill ? "bill" : "transfer"}};
    if (payment.by_bill) values.emplace_back("bill", *bill = receive_bill(story, payment, account));
    const RecordId receipt = story.scene.create(story.finance, "receipt", values);
    story.scene.verb(story.finance, "receipt", receipt, "confirm");
    RecordId invoice;
    const auto of_order = books.of_order.find({payment.contract, payment.instalment});
    if (of_order != books.of_order.end()) invoice = of_order->second;
    if (contract.invoice && contract.invoice_rest >= payment.amount) {
        invoice = contract.invoice;
        contract.invoice_rest -= payment.amount;
    }
    if (!invoice) books.loose[payment.contract].push_back({receipt, payment.amount});
    allocate(story, receipt, contract.instalments.at(payment.instalment), invoice,
             payment.amount);
}

void tell_payment(const std::shared_ptr<Books>& books, std::size_t at) {
    DemoStory& story = books->story;
    const DemoPayment& payment = story.plan.payments[at];
    const auto bill = std::make_shared<RecordId>();
    story.on(payment.date, 16 * 60 + 40, [books, at, bill] { receive(*books, at, bill); });
    if (!payment.by_bill) return;
    story.on(add_days(payment.date, kBillDays + 1), 10 * 60, [books, bill] {
        DemoStory& told = books->story;
        told.scene.verb(told.finance, "bill", *bill, "honour");
    });
}

// Paid to the last yuan: the contract is complete.
void tell_completion(DemoStory& story) {
    for (std::size_t c = 0; c < story.plan.contracts.size(); ++c) {
        const DemoContract& contract = story.plan.contracts[c];
        if (contract.fate != DemoFate::normal) continue;
        bool is_paid = true;
        Date last = contract.signed_on;
        for (const DemoInstalment& one : contract.plan) {
            is_paid = is_paid && one.paid.has_value();
            last = std::max(last, one.paid.value_or(last));
        }
        if (!is_paid) continue;
        last = std::max(last, contract.invoiced.value_or(last));
        for (const DemoOrder& order : contract.orders) last = std::max(last, order.received);
        story.on(add_days(last, 6), 10 * 60, [&story, c] {
            const DemoContract& done = story.plan.contracts[c];
            const std::size_t who = story.scene.owner_of("contract", done.id, story.boss);
            story.scene.verb(who, "contract", done.id, "complete");
        });
    }
}

void tell_mistakes(DemoStory& story) {
    for (int i = 0; i < kReversed; ++i) {
        const DemoPayment& payment = story.plan.payments[story.plan.payments.size() / 3 +
                                                         static_cast<std::size_t>(i) * 97];
        const std::size_t contract = payment.contract;
        const std::int64_t amount = payment.amount;
        const auto receipt = std::make_shared<RecordId>();
        story.on(payment.date, 17 * 60, [&story, contract, amount, receipt] {
            const RecordId account =
                story.plan.accounts[story.plan.contracts[contract].account].id;
            *receipt = story.scene.create(story.finance, "receipt",
                                          {{"account", account}, {"amount", demo_yuan(amount)}});
            story.scene.verb(story.finance, "receipt", *receipt, "confirm");
        });
        story.on(add_days(payment.date, 1), 9 * 60 + 10, [&story, receipt] {
            story.scene.verb(story.finance, "receipt", *receipt, "reverse",
                             demo_text("reason", "重复登记"));
        });
    }
    for (int i = 0; i < kUnclaimed; ++i) {
        story.on(add_days(story.plan.today, -3 - i * 5), 16 * 60, [&story, i] {
            const RecordId receipt = story.scene.create(
                story.finance, "receipt",
                {{"amount", demo_yuan(18'600 + 7'350 * i)},
                 {"payer", "个人账户 " + story.words.person(story.dice)},
                 {"note", "附言不清，待认领"}});
            story.scene.verb(story.finance, "receipt", receipt, "confirm");
        });
    }
}

}  // namespace

void tell_payments(DemoStory& story) {
    const auto books = std::make_shared<Books>(Books{story, {}, {}});
    for (std::size_t i = 0; i < story.plan.contracts.size(); ++i) tell_invoices(books, i);
    for (std::size_t i = 0; i < story.plan.payments.size(); ++i) tell_payment(books, i);
    tell_completion(story);
    tell_mistakes(story);
}

}  // namespace bihuan::app
