// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one undo command of the Document: a list of changes that are swapped with their inverse each
// time it is done or undone. And the names that the history shows for them.

#include "views/state/document_change.h"

#include <QUndoCommand>

namespace moqa {

class Document;

class DocumentEdit final : public QUndoCommand {
public:
    // applied: a gesture already changed the document while it ran, so that the first redo must
    // not do it again. Only for PlanBits.
    DocumentEdit(Document& document, const QString& text, std::vector<DocumentChange> changes,
                 bool applied = false);
    void undo() override;
    void redo() override;

private:
    void swap(const QString& text);

    Document& m_document;
    std::vector<DocumentChange> m_changes; // what the next redo or undo does
    bool m_applied;
};

// "Set 12 experts in layer 7 to 3 bit"
QString bitsText(const PlanDelta& delta);

} // namespace moqa
