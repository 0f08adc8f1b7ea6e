#include "kernel/types/all.h"

namespace bihuan::types {

const std::vector<const FieldType*>& all() {
    static const std::vector<const FieldType*> kAll = {
        &text_type(),       &long_text_type(),    &integer_type(),    &decimal_type(),
        &money_type(),      &percent_type(),      &boolean_type(),    &date_type(),
        &month_type(),      &datetime_type(),     &select_type(),     &multi_select_type(),
        &user_type(),       &department_type(),   &lookup_type(),     &lines_type(),
        &phone_type(),      &email_type(),        &url_type(),        &address_type(),
        &attachment_type(), &autonumber_type(),   &formula_type(),    &rollup_type(),
        &rating_type(),     &progress_type()};
    return kAll;
}

const FieldType* find(std::string_view name) {
    for (const FieldType* type : all()) {
        if (type->name() == name) return type;
    }
    return nullptr;
}

}  // namespace bihuan::types
