// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Files may be dropped anywhere in the window: a text field would take them as text, so it is made
// to let them through to what is behind it. GUI thread.

#include <QObject>

namespace moqa {

class FileDrops : public QObject {
    Q_OBJECT
public:
    // Watches every widget of the application.
    explicit FileDrops(QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace moqa
