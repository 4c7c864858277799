// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The cluster tree of a heat map's rows, drawn between the map and its colours and moving with it.
// Under the mouse it says which rows join at which distance, in the view's read-out; a click
// chooses them. Lives as long as the view. GUI thread.

#include "core/analysis/result_array.h"
#include "views/heatmap/heat_map_view.h"

#include <QObject>
#include <vector>

namespace moqa {

// One merge of the tree: the middles of two branches join at a distance. Rows are places of the
// map.
struct TreeJoint {
    double firstRow = 0, secondRow = 0, row = 0;                // row: middle of the new branch
    double firstDistance = 0, secondDistance = 0, distance = 0; // where the branches begin
    int firstLeaf = 0, lastLeaf = 0;                            // rows that it joins, side by side
};

// Joints of a dendrogram [merges, 4] over rows in the order given (expert of each row). Empty if
// the two do not fit.
std::vector<TreeJoint> treeJoints(const ResultArray& dendrogram, const std::vector<int>& order);

class DendrogramRail : public QObject {
    Q_OBJECT
public:
    explicit DendrogramRail(HeatMapView& view);
    void setJoints(std::vector<TreeJoint> joints); // empty = no tree, no room
    bool isShown() const { return m_shown; }
    // The smallest cluster with this row whose joint lies at the distance or beyond: what a tree
    // cut there would leave together. Null where the tree ends before.
    const TreeJoint* clusterAt(double distance, double row) const;
    QString readout(const TreeJoint& joint) const;
    QPointF pixelOf(double distance, double row) const;

signals:
    void clusterChosen(int firstRow, int lastRow, Qt::KeyboardModifiers modifiers);

private:
    class Item;
    void place(bool shown);
    bool eventFilter(QObject* watched, QEvent* event) override;
    const TreeJoint* underMouse(const QPointF& position) const;
    void setHovered(const TreeJoint* joint);

    HeatMapView& m_view;
    QCPAxisRect* m_rect;
    Item* m_item;
    std::vector<TreeJoint> m_joints;
    const TreeJoint* m_hovered = nullptr; // of m_joints
    bool m_pressed = false;
    bool m_shown = false;
};

} // namespace moqa
