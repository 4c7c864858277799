// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/query_line.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>

namespace moqa {

namespace {

constexpr int kMaxShown = 10;

bool isNameLetter(QChar c) { return c.isLetterOrNumber() || c == QLatin1Char('_'); }

} // namespace

// The completer is not the line's own: that one would replace the whole text.
QueryLine::QueryLine(QWidget* parent)
    : QLineEdit(parent), m_completer(new QCompleter(this)), m_names(new QStringListModel(this)) {
    m_completer->setModel(m_names);
    m_completer->setWidget(this);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setMaxVisibleItems(kMaxShown);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &QueryLine::take);
    connect(this, &QLineEdit::textEdited, this, &QueryLine::complete);
}

void QueryLine::setNames(const QStringList& names) { m_names->setStringList(names); }

QString QueryLine::wordBeforeCursor() const {
    int begin = cursorPosition();
    while (begin > 0 && isNameLetter(text().at(begin - 1))) --begin;
    return text().mid(begin, cursorPosition() - begin);
}

void QueryLine::complete() {
    const QString word = wordBeforeCursor();
    const bool isName = !word.isEmpty() && !word.at(0).isDigit();
    m_completer->setCompletionPrefix(word);
    const bool isWhole = m_completer->completionCount() == 1 &&
                         m_completer->currentCompletion().compare(word, Qt::CaseInsensitive) == 0;
    if (!isName || isWhole || m_completer->completionCount() == 0) {
        m_completer->popup()->hide();
        return;
    }
    QRect at = cursorRect();
    at.setWidth(m_completer->popup()->sizeHintForColumn(0) + 2 * fontMetrics().height());
    m_completer->complete(at);
}

void QueryLine::take(const QString& name) {
    const qsizetype length = wordBeforeCursor().size();
    const int begin = cursorPosition() - static_cast<int>(length);
    setSelection(begin, static_cast<int>(length));
    insert(name);
}

void QueryLine::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        complete();
        return;
    }
    // The list asks its widget first: these keys are its own.
    if (m_completer->popup()->isVisible() &&
        (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
         event->key() == Qt::Key_Escape || event->key() == Qt::Key_Tab)) {
        event->ignore();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace moqa
