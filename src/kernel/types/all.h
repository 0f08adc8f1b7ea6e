// The accessors of every field type, one per file; all.cpp lists them in order.
//
// Owned by kernel/types. The objects are immutable: any thread.
#pragma once

#include "kernel/types/field_type.h"

namespace bihuan::types {

const FieldType& text_type();
const FieldType& long_text_type();
const FieldType& integer_type();
const FieldType& decimal_type();
const FieldType& money_type();
const FieldType& percent_type();
const FieldType& boolean_type();
const FieldType& date_type();
const FieldType& month_type();
const FieldType& datetime_type();
const FieldType& select_type();
const FieldType& multi_select_type();
const FieldType& user_type();
const FieldType& department_type();
const FieldType& lookup_type();
const FieldType& lines_type();
const FieldType& phone_type();
const FieldType& email_type();
const FieldType& url_type();
const FieldType& address_type();
const FieldType& attachment_type();
const FieldType& autonumber_type();
const FieldType& formula_type();
const FieldType& rollup_type();
const FieldType& rating_type();
const FieldType& progress_type();

}  // namespace bihuan::types
