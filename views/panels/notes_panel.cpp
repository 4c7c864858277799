// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/notes_panel.h"

#include "views/state/text.h"

namespace moqa {

NotesPanel::NotesPanel(Document& document, QWidget* parent)
    : QPlainTextEdit(parent), m_document(document) {
    setAccessibleName(tr("Notes of the workspace"));
    setPlaceholderText(tr("Notes on this work; they are saved with the workspace."));
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, &NotesPanel::keep);
    connect(this, &QPlainTextEdit::textChanged, &m_rest, qOverload<>(&QTimer::start));
    for (const auto signal :
         {&Document::opened, &Document::notesChanged, &Document::readOnlyChanged})
        connect(&document, signal, this, &NotesPanel::showNotes);
    connect(&document, &Document::editsWanted, this, &NotesPanel::keep);
    showNotes();
}

void NotesPanel::showNotes() {
    setEnabled(m_document.isOpen());
    setReadOnly(!m_document.readOnlyReason().isEmpty());
    const QString notes = qstr(m_document.notes());
    if (notes != toPlainText()) setPlainText(notes);
    m_rest.stop();
}

void NotesPanel::keep() {
    m_rest.stop();
    if (m_document.isOpen() && !isReadOnly()) m_document.setNotes(toPlainText().toStdString());
}

void NotesPanel::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    keep();
}

} // namespace moqa
