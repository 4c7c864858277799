// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A row of controls that goes on in the next line where the window is narrow or the font large.
// What belongs together, a label and its field, is a group and stays together; a group that
// stretches takes what its line leaves. The height follows the width by itself, so that the layouts
// around it need not know. GUI thread.

#include <QWidget>
#include <vector>

class QHBoxLayout;

namespace moqa {

class WrapBox final : public QWidget {
    Q_OBJECT
public:
    explicit WrapBox(QWidget* parent = nullptr);
    // An empty group at the end.
    QHBoxLayout* newGroup(bool stretches = false);
    void setMargins(const QMargins& margins);
    void setGap(int pixels); // between groups
    int lines() const { return m_lines; } // as laid out

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Group {
        QWidget* widget;
        bool stretches;
    };
    std::vector<Group> shown() const;
    void layOut();
    // One line at its place; its height.
    int placeLine(const std::vector<Group>& line, int top) const;

    std::vector<Group> m_groups;
    QMargins m_margins;
    int m_gap, m_lines = 1, m_height = 0;
};

} // namespace moqa
