// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Widths to choose among, some with a group size and symmetry of their own: "2,3g32,3,4gr,4s".
// Values; any thread.

#include "core/plan/plan.h"

#include <string>
#include <vector>

namespace moqa {

struct WidthList {
    std::vector<int> widths;       // in the common group and symmetry
    std::vector<UnitFormat> pairs; // with their own group; symmetric as written
};

// Each text is BITS, BITSgGROUP or BITSgGROUPs: GROUP a number of columns or "r" for the whole row,
// s for symmetric. A width that is given a group is a pair even where that is the common group. A
// usage error that quotes the text and `where`; pairs given twice are one.
Result<WidthList> parseWidthList(const std::vector<std::string>& texts, const std::string& where);
// "3g32", "4grs": what parseWidthList reads of a pair.
std::string pairName(const UnitFormat& pair);
std::vector<std::string> pairNames(const std::vector<UnitFormat>& pairs);

} // namespace moqa
