// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/wrap_box.h"

#include <QEvent>
#include <QHBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

constexpr int kGap = 10, kBetweenLines = 4, kInGroup = 6;

int leastWidth(const QWidget& group) { return group.minimumSizeHint().width(); }
int likedWidth(const QWidget& group) {
    return std::max(leastWidth(group), group.sizeHint().width());
}

} // namespace

WrapBox::WrapBox(QWidget* parent) : QWidget(parent), m_gap(kGap) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QHBoxLayout* WrapBox::newGroup(bool stretches) {
    auto* const group = new QWidget(this);
    auto* const row = new QHBoxLayout(group);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kInGroup);
    m_groups.push_back({group, stretches});
    group->show(); // those that come after the box is in sight are in sight too
    return row;
}

void WrapBox::setMargins(const QMargins& margins) {
    m_margins = margins;
    layOut();
}

void WrapBox::setGap(int pixels) {
    m_gap = pixels;
    layOut();
}

std::vector<WrapBox::Group> WrapBox::shown() const {
    std::vector<Group> groups;
    for (const Group& group : m_groups)
        if (likedWidth(*group.widget) > 0) groups.push_back(group);
    return groups;
}

QSize WrapBox::sizeHint() const {
    int wide = 0;
    for (const Group& group : shown()) wide += likedWidth(*group.widget) + m_gap;
    return {wide + m_margins.left() + m_margins.right(), minimumSizeHint().height()};
}

QSize WrapBox::minimumSizeHint() const {
    int wide = 0, high = 0;
    for (const Group& group : shown()) {
        wide = std::max(wide, leastWidth(*group.widget));
        high = std::max(high, group.widget->sizeHint().height());
    }
    return {wide + m_margins.left() + m_margins.right(),
            std::max(m_height, high + m_margins.top() + m_margins.bottom())};
}

void WrapBox::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layOut();
}

bool WrapBox::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) {
        layOut();
        updateGeometry();
    }
    return QWidget::event(event);
}

// Each line takes as many groups as fit with their least widths.
void WrapBox::layOut() {
    const int room = width() - m_margins.left() - m_margins.right();
    std::vector<std::vector<Group>> lines(1);
    int used = 0;
    for (const Group& group : shown()) {
        const int wide = leastWidth(*group.widget);
        if (!lines.back().empty() && used + m_gap + wide > room) {
            lines.emplace_back();
            used = 0;
        }
        used += wide + (lines.back().empty() ? 0 : m_gap);
        lines.back().push_back(group);
    }
    int top = m_margins.top();
    for (const std::vector<Group>& line : lines) top += placeLine(line, top) + kBetweenLines;
    m_lines = static_cast<int>(lines.size());
    const int height = top - kBetweenLines + m_margins.bottom();
    if (height == m_height) return;
    m_height = height;
    updateGeometry();
}

// What is left beyond the least widths goes to what groups would like to have, then to those that
// stretch.
int WrapBox::placeLine(const std::vector<Group>& line, int top) const {
    int least = 0, liked = 0, high = 0, stretching = 0;
    for (const Group& group : line) {
        least += leastWidth(*group.widget);
        liked += likedWidth(*group.widget);
        high = std::max(high, group.widget->sizeHint().height());
        stretching += group.stretches;
    }
    const int gaps = m_gap * (static_cast<int>(line.size()) - 1);
    const int room = std::max(0, width() - m_margins.left() - m_margins.right() - gaps);
    const double share =
        liked > least ? std::clamp((room - least) / static_cast<double>(liked - least), 0.0, 1.0)
                      : 1.0;
    const int rest = std::max(0, room - liked);
    int left = m_margins.left();
    for (const Group& group : line) {
        const int atLeast = leastWidth(*group.widget);
        int wide = atLeast + static_cast<int>((likedWidth(*group.widget) - atLeast) * share);
        if (group.stretches) wide += rest / stretching;
        group.widget->setGeometry(left, top, wide, high);
        left += wide + m_gap;
    }
    return high;
}

} // namespace moqa
