// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The command that does what a page is about to do, to read and to copy. GUI thread.

#include <QStringList>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace moqa {

class CommandLine : public QWidget {
    Q_OBJECT
public:
    explicit CommandLine(QWidget* parent = nullptr);
    // note: what the command needs beside what it names; empty = nothing.
    void setCommand(const QStringList& words, const QString& note = {});
    QString command() const;
    void copy() const;

private:
    QLineEdit* m_line;
    QToolButton* m_copy;
};

// The words as a POSIX shell takes them back.
QString shellText(const QStringList& words);

} // namespace moqa
