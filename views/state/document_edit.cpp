// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/document_edit.h"

#include "views/state/document.h"

#include <algorithm>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::DocumentEdit)
};

// Experts, not units: an expert whose projections differ has three.
int expertsIn(const PlanDelta& delta) {
    std::set<std::pair<int, int>> experts;
    for (const UnitChange& change : delta.changes) experts.insert({change.layer, change.expert});
    return static_cast<int>(experts.size());
}

} // namespace

// Whole sentences with one %n each: other languages decline more than the noun.
QString bitsText(const PlanDelta& delta) {
    const UnitChange& first = delta.changes.front();
    const int n = expertsIn(delta);
    const auto all = [&](auto test) {
        return std::all_of(delta.changes.begin(), delta.changes.end(), test);
    };
    const bool oneLayer = all([&](const UnitChange& c) { return c.layer == first.layer; });
    const bool oneWidth = all([&](const UnitChange& c) { return c.newBits == first.newBits; });
    if (first.oldLocked != first.newLocked) {
        if (!oneLayer)
            return first.newLocked ? Text::tr("Lock %n expert(s) in several layers", nullptr, n)
                                   : Text::tr("Unlock %n expert(s) in several layers", nullptr, n);
        return (first.newLocked ? Text::tr("Lock %n expert(s) in layer %1", nullptr, n)
                                : Text::tr("Unlock %n expert(s) in layer %1", nullptr, n))
            .arg(first.layer);
    }
    if (!oneWidth)
        return oneLayer ? Text::tr("Step the bits of %n expert(s) in layer %1", nullptr, n)
                              .arg(first.layer)
                        : Text::tr("Step the bits of %n expert(s) in several layers", nullptr, n);
    return oneLayer ? Text::tr("Set %n expert(s) in layer %1 to %2 bit", nullptr, n)
                          .arg(first.layer)
                          .arg(first.newBits)
                    : Text::tr("Set %n expert(s) in several layers to %1 bit", nullptr, n)
                          .arg(first.newBits);
}

DocumentEdit::DocumentEdit(Document& document, const QString& text,
                           std::vector<DocumentChange> changes, bool applied)
    : QUndoCommand(text), m_document(document), m_changes(std::move(changes)), m_applied(applied) {}

void DocumentEdit::swap(const QString& text) {
    std::vector<DocumentChange> inverse;
    for (const DocumentChange& change : m_changes) inverse.push_back(m_document.apply(change));
    std::reverse(inverse.begin(), inverse.end());
    m_document.record({text.toStdString(), m_changes});
    m_changes = std::move(inverse);
}

void DocumentEdit::undo() { swap(Text::tr("Undo: %1").arg(text())); }

void DocumentEdit::redo() {
    if (!std::exchange(m_applied, false)) {
        swap(text());
        return;
    }
    m_document.record({text().toStdString(), m_changes});
    for (DocumentChange& change : m_changes)
        if (auto* const bits = std::get_if<PlanBits>(&change)) bits->delta = bits->delta.inverted();
}

} // namespace moqa
