// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A study in sentences: how far its predictions can be trusted, what gained and what did not. Text
// to read and to copy. GUI thread.

#include "core/measure/study_summary.h"

#include <QTextBrowser>

namespace moqa {

class StudySummaryView : public QTextBrowser {
    Q_OBJECT
public:
    explicit StudySummaryView(QWidget* parent = nullptr);
    void setStudy(const Study* study); // null empties it
};

// As HTML, in the user's language.
QString summaryHtml(const StudySummary& summary);

} // namespace moqa
