// The shipped words and lists of data/demo_company: people, products, and what names are made of.
//
// Read once, then a plain value.
#pragma once

#include "app/demo_dice.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bihuan::app {

struct DemoPerson {
    std::string login, name, dept, role, position;
};

struct DemoProduct {
    std::string code, name, category, unit, spec;
    std::int64_t price = 0, cost = 0, floor = 0;  // yuan
};

class DemoWords {
public:
    DemoWords();  // throws Error(internal) when a list is missing

    const std::vector<DemoPerson>& people() const { return people_; }
    const std::vector<DemoProduct>& products() const { return products_; }
    const std::string& any(DemoDice& dice, const std::string& kind) const;
    std::string person(DemoDice& dice) const;
    // Never the same one twice.
    std::string company(DemoDice& dice);

private:
    std::vector<DemoPerson> people_;
    std::vector<DemoProduct> products_;
    std::map<std::string, std::vector<std::string>> words_;
    std::set<std::string> taken_;
};

}  // namespace bihuan::app
