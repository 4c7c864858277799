// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/dendrogram_rail.h"

#include "views/state/text.h"

#include <QMouseEvent>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {
constexpr int kMapRow = 2; // of the layout: under title and caption
constexpr int kRailColumn = 1;
constexpr int kRailWidth = 90;
} // namespace

std::vector<TreeJoint> treeJoints(const ResultArray& dendrogram, const std::vector<int>& order) {
    const size_t leaves = order.size();
    if (leaves < 2 || dendrogram.shape != std::vector<int64_t>{int64_t(leaves) - 1, 4} ||
        dendrogram.values.size() != (leaves - 1) * 4)
        return {};
    struct Branch {
        double row = NAN, distance = 0;
        int firstLeaf = 0, lastLeaf = 0;
    };
    std::vector<Branch> branches(leaves);
    for (size_t row = 0; row < leaves; ++row) {
        const int expert = order[row];
        if (expert < 0 || expert >= static_cast<int>(leaves)) return {};
        const int leaf = static_cast<int>(row);
        branches[static_cast<size_t>(expert)] = {static_cast<double>(row), 0, leaf, leaf};
    }
    std::vector<TreeJoint> joints;
    for (size_t merge = 0; merge + 1 < leaves; ++merge) {
        const double* const field = &dendrogram.values[merge * 4];
        // A merge joins what was there before it.
        for (const double child : {field[0], field[1]})
            if (!(child >= 0 && child < static_cast<double>(branches.size()))) return {};
        const Branch a = branches[static_cast<size_t>(field[0])];
        const Branch b = branches[static_cast<size_t>(field[1])];
        if (std::isnan(a.row) || std::isnan(b.row) || !std::isfinite(field[2])) return {};
        const double middle = (a.row + b.row) / 2;
        const int firstLeaf = std::min(a.firstLeaf, b.firstLeaf);
        const int lastLeaf = std::max(a.lastLeaf, b.lastLeaf);
        joints.push_back(
            {a.row, b.row, middle, a.distance, b.distance, field[2], firstLeaf, lastLeaf});
        branches.push_back({middle, field[2], firstLeaf, lastLeaf});
    }
    return joints;
}

class DendrogramRail::Item final : public QCPAbstractItem {
public:
    Item(DendrogramRail& rail, QCPAxisRect* rect) : QCPAbstractItem(&rail.m_view), m_rail(rail) {
        setClipAxisRect(rect);
        m_x = rect->axis(QCPAxis::atBottom);
        m_y = rect->axis(QCPAxis::atLeft);
    }
    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }

protected:
    void draw(QCPPainter* painter) override {
        painter->setAntialiasing(false);
        const auto point = [this](double distance, double row) {
            return QPointF(m_x->coordToPixel(distance), m_y->coordToPixel(row));
        };
        const TreeJoint* const chosen = m_rail.m_hovered;
        const QPen plain(m_rail.m_view.yAxis->basePen().color(), 1);
        const QPen marked(Theme::of(m_rail.m_view.palette()).accent, 2);
        for (const TreeJoint& joint : m_rail.m_joints) {
            const bool isMarked = chosen && joint.firstLeaf >= chosen->firstLeaf &&
                                  joint.lastLeaf <= chosen->lastLeaf;
            painter->setPen(isMarked ? marked : plain);
            painter->drawLine(QLineF(point(joint.firstDistance, joint.firstRow),
                                     point(joint.distance, joint.firstRow)));
            painter->drawLine(QLineF(point(joint.secondDistance, joint.secondRow),
                                     point(joint.distance, joint.secondRow)));
            painter->drawLine(QLineF(point(joint.distance, joint.firstRow),
                                     point(joint.distance, joint.secondRow)));
        }
    }

private:
    DendrogramRail& m_rail;
    QCPAxis *m_x, *m_y;
};

DendrogramRail::DendrogramRail(HeatMapView& view)
    : QObject(&view), m_view(view), m_rect(new QCPAxisRect(&view)) {
    QCPAxis* const y = m_rect->axis(QCPAxis::atLeft);
    y->setRangeReversed(true);
    for (QCPAxis* const axis : m_rect->axes()) {
        axis->setVisible(false);
        axis->grid()->setVisible(false);
    }
    m_rect->setMinimumSize(kRailWidth, 0);
    m_rect->setMaximumSize(kRailWidth, QWIDGETSIZE_MAX);
    m_rect->setAutoMargins(QCP::msNone);
    m_rect->setMargins({});
    m_item = new Item(*this, m_rect);
    m_rect->setVisible(false);
    m_item->setVisible(false);
    connect(view.yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), y,
            qOverload<const QCPRange&>(&QCPAxis::setRange));
    y->setRange(view.yAxis->range());
    view.installEventFilter(this);
    // Margins of the map are known once it is laid out: the rail takes them over.
    connect(&view, &QCustomPlot::beforeReplot, this, [this] {
        const QMargins map = m_view.axisRect()->margins();
        m_rect->setMargins({0, map.top(), 4, map.bottom()});
    });
}

void DendrogramRail::place(bool shown) {
    if (shown == m_shown) return;
    m_shown = shown;
    QCPLayoutGrid& grid = *m_view.plotLayout();
    if (shown) {
        grid.insertColumn(kRailColumn);
        grid.addElement(kMapRow, kRailColumn, m_rect);
    } else {
        grid.take(m_rect);
        grid.simplify();
    }
    m_rect->setVisible(shown);
    m_item->setVisible(shown);
}

const TreeJoint* DendrogramRail::clusterAt(double distance, double row) const {
    const TreeJoint* smallest = nullptr;
    for (const TreeJoint& joint : m_joints) {
        if (row < joint.firstLeaf - 0.5 || row > joint.lastLeaf + 0.5) continue;
        if (joint.distance < distance || (smallest && smallest->distance <= joint.distance))
            continue;
        smallest = &joint;
    }
    return smallest;
}

QPointF DendrogramRail::pixelOf(double distance, double row) const {
    return {m_rect->axis(QCPAxis::atBottom)->coordToPixel(distance),
            m_rect->axis(QCPAxis::atLeft)->coordToPixel(row)};
}

const TreeJoint* DendrogramRail::underMouse(const QPointF& position) const {
    if (!m_shown || !m_rect->rect().contains(position.toPoint())) return nullptr;
    return clusterAt(m_rect->axis(QCPAxis::atBottom)->pixelToCoord(position.x()),
                     m_rect->axis(QCPAxis::atLeft)->pixelToCoord(position.y()));
}

QString DendrogramRail::readout(const TreeJoint& joint) const {
    constexpr int kMostNamed = 12;
    const auto grid = m_view.grid();
    QStringList names;
    for (int row = joint.firstLeaf; row <= joint.lastLeaf && grid && row < grid->rows(); ++row) {
        if (names.size() == kMostNamed) {
            names << QStringLiteral("\u2026");
            break;
        }
        names << QString::number(grid->rowIds[static_cast<size_t>(row)]);
    }
    return tr("Cluster of %n experts, joined at distance %1: %2", nullptr,
              joint.lastLeaf - joint.firstLeaf + 1)
        .arg(figure(joint.distance), names.join(QStringLiteral(", ")));
}

void DendrogramRail::setHovered(const TreeJoint* joint) {
    if (joint == m_hovered) return;
    m_hovered = joint;
    m_view.replot(QCustomPlot::rpQueuedReplot);
    // The view hears of the same move after this and clears what it said of a cell.
    QMetaObject::invokeMethod(
        this,
        [this] { emit m_view.readoutChanged(m_hovered ? readout(*m_hovered) : m_view.readout()); },
        Qt::QueuedConnection);
}

bool DendrogramRail::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::MouseMove:
        setHovered(underMouse(static_cast<QMouseEvent*>(event)->position()));
        break;
    case QEvent::Leave: setHovered(nullptr); break;
    case QEvent::MouseButtonPress: {
        const auto* const mouse = static_cast<QMouseEvent*>(event);
        const TreeJoint* const joint = underMouse(mouse->position());
        if (mouse->button() != Qt::LeftButton || !joint) break;
        m_pressed = true;
        emit clusterChosen(joint->firstLeaf, joint->lastLeaf, mouse->modifiers());
        return true;
    }
    case QEvent::MouseButtonRelease:
        if (std::exchange(m_pressed, false)) return true;
        break;
    default: break;
    }
    return QObject::eventFilter(watched, event);
}

void DendrogramRail::setJoints(std::vector<TreeJoint> joints) {
    m_hovered = nullptr;
    m_joints = std::move(joints);
    double most = 0;
    for (const TreeJoint& joint : m_joints) most = std::max(most, joint.distance);
    m_rect->axis(QCPAxis::atBottom)->setRange(0, most > 0 ? most * 1.03 : 1);
    place(!m_joints.empty());
    m_view.replot(QCustomPlot::rpQueuedReplot);
}

} // namespace moqa
