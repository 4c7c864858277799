// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The notes of the workspace, as plain text: written where one works, one undoable step for each
// time that the hand rests or goes elsewhere. GUI thread.

#include "views/state/document.h"

#include <QPlainTextEdit>
#include <QTimer>

namespace moqa {

class NotesPanel : public QPlainTextEdit {
    Q_OBJECT
public:
    static constexpr int kRestMs = 1500;
    explicit NotesPanel(Document& document, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {360, 140}; }

protected:
    void focusOutEvent(QFocusEvent* event) override;

private:
    void showNotes();
    void keep();

    Document& m_document;
    QTimer m_rest;
};

} // namespace moqa
