// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Joins a scatter plot of experts to the shared selection, both ways. Lives as long as the view.
// GUI thread.

#include "views/plots/scatter_view.h"
#include "views/state/selection.h"

#include <QObject>

namespace moqa {

class ScatterLink : public QObject {
    Q_OBJECT
public:
    ScatterLink(ScatterView& view, Selection& selection);
    // What is selected, as the view shows it: for a view that comes into sight or has new points.
    void show();

private:
    void takePoint(const ObjectRef& object, Qt::KeyboardModifiers modifiers);
    void takePoints(const std::vector<std::pair<int, int>>& units, Qt::KeyboardModifiers modifiers);

    ScatterView& m_view;
    Selection& m_selection;
};

} // namespace moqa
