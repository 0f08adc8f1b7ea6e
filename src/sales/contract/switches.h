// What a company decides once about its figures, with the names the documents use.
//
// Constants until companies set them apart; every use reads them here.
#pragma once

namespace bihuan::contract {

// 承兑汇票: counts as collected on the receipt's day; false: on the day it is honoured.
inline constexpr bool kBillsCountOnReceipt = true;
// 框架合同: its confirmed orders count as signed; the framework itself counts 0 in any case.
inline constexpr bool kFrameworkOrdersCountAsSigned = true;

}  // namespace bihuan::contract
