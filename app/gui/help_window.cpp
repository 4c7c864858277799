// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/help_window.h"

#include "app/gui/manual.h"

#include <QLineEdit>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace moqa {

HelpWindow::HelpWindow(const ActionCatalogue& actions, QWidget* parent)
    : QDialog(parent), m_text(new QTextBrowser(this)), m_search(new QLineEdit(this)) {
    setWindowTitle(tr("Manual"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_search->setPlaceholderText(tr("Search, Enter for the next place"));
    m_search->setAccessibleName(tr("Search in the manual"));
    m_search->setClearButtonEnabled(true);
    m_text->setAccessibleName(tr("Manual"));
    m_text->setHtml(manualHtml(actions));
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_search);
    layout->addWidget(m_text, 1);
    resize(fontMetrics().averageCharWidth() * 100, fontMetrics().height() * 40);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(m_search->text()); });
}

void HelpWindow::showAnchor(const QString& anchor) { m_text->scrollToAnchor(anchor); }

bool HelpWindow::find(const QString& text) {
    if (text.isEmpty() || m_text->find(text)) return !text.isEmpty();
    m_text->moveCursor(QTextCursor::Start);
    return m_text->find(text);
}

} // namespace moqa
