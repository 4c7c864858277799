// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows of a table that are as high as its font asks for, whatever size that is set to later.

class QTableView;

namespace moqa {

// padding: pixels above and below a line of text together.
void keepRowHeight(QTableView& table, int padding);

} // namespace moqa
