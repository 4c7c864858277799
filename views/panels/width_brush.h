// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The row of bit widths, in their colours: the brush of the plan page. GUI thread.

#include <QWidget>

class QButtonGroup;

namespace moqa {

class WidthBrush : public QWidget {
    Q_OBJECT
public:
    explicit WidthBrush(QWidget* parent = nullptr);
    int brushBits() const;
    void setBrushBits(int bits);

signals:
    void brushChosen(int bits);

private:
    QButtonGroup* m_group;
};

} // namespace moqa
