// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/command_line.h"

#include "views/theme/icons.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QToolButton>

namespace moqa {

QString shellText(const QStringList& words) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    QStringList quoted;
    for (QString word : words)
        quoted << (plain.match(word).hasMatch()
                       ? word
                       : QLatin1Char('\'') +
                             word.replace(QLatin1Char('\''), QStringLiteral("'\\''")) +
                             QLatin1Char('\''));
    return quoted.join(QLatin1Char(' '));
}

CommandLine::CommandLine(QWidget* parent) : QWidget(parent) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_line = new QLineEdit(this);
    m_line->setObjectName(QStringLiteral("commandLine"));
    m_line->setReadOnly(true);
    m_line->setAccessibleName(tr("The same on the command line"));
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(this->font().pointSizeF() * 0.9);
    m_line->setFont(font);
    m_copy = new QToolButton(this);
    m_copy->setObjectName(QStringLiteral("commandCopy"));
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setAccessibleName(tr("Copy the command"));
    m_copy->setToolTip(tr("Copy the command"));
    row->addWidget(m_line, 1);
    row->addWidget(m_copy);
    connect(m_copy, &QToolButton::clicked, this, &CommandLine::copy);
    setCommand({});
}

void CommandLine::setCommand(const QStringList& words, const QString& note) {
    const QString text = shellText(words);
    if (m_line->text() != text) {
        m_line->setText(text);
        m_line->setCursorPosition(0);
    }
    const QString tip = note.isEmpty() ? text : text + QStringLiteral("\n\n") + note;
    m_line->setToolTip(tip);
    m_line->setAccessibleDescription(note);
    m_copy->setEnabled(!words.isEmpty());
    setVisible(!words.isEmpty());
}

QString CommandLine::command() const { return m_line->text(); }

void CommandLine::copy() const { QGuiApplication::clipboard()->setText(m_line->text()); }

} // namespace moqa
