// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A form or a panel that gives way where its place is low: it keeps its width and is scrolled up
// and down, without a frame and without a bar below. GUI thread.

#include <QScrollArea>

class QVBoxLayout;

namespace moqa {

class ScrollBox final : public QScrollArea {
    Q_OBJECT
public:
    // Takes over the content.
    explicit ScrollBox(QWidget* content, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

// Gives the panel a column of its own that is scrolled where the panel is low.
QVBoxLayout* scrolledColumn(QWidget& panel, int margin);

} // namespace moqa
