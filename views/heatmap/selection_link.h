// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Joins a heat map of layers x experts to the shared selection, both ways. Lives as long as the
// view. GUI thread.

#include "views/heatmap/heat_map_view.h"
#include "views/state/selection.h"

#include <QObject>

namespace moqa {

class SelectionLink : public QObject {
    Q_OBJECT
public:
    SelectionLink(HeatMapView& view, Selection& selection);

private:
    GridCell cellOf(const ObjectRef& object) const;
    ObjectRef objectAt(QPoint cell) const; // invalid outside and on gaps
    void takeCells(const QList<QPoint>& cells);
    void takeBlock(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers);
    void showObjects();
    void showAll();

    HeatMapView& m_view;
    Selection& m_selection;
};

} // namespace moqa
