// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A line for a query of experts that completes the name before the cursor, whatever stands around
// it. GUI thread.

#include <QLineEdit>

class QCompleter;
class QStringListModel;

namespace moqa {

class QueryLine : public QLineEdit {
    Q_OBJECT
public:
    explicit QueryLine(QWidget* parent = nullptr);
    void setNames(const QStringList& names);
    QCompleter& nameCompleter() { return *m_completer; } // for tests

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString wordBeforeCursor() const;
    void complete();
    void take(const QString& name);

    QCompleter* m_completer;
    QStringListModel* m_names;
};

} // namespace moqa
