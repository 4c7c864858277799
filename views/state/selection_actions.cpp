// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/selection_actions.h"

#include "views/state/selection_verbs.h"
#include "views/state/workbench.h"

#include <QCoreApplication>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Actions)
};

QKeySequence keys(const char* text) { return QKeySequence(QLatin1String(text)); }

} // namespace

void addSelectionActions(Workbench& workbench) {
    ActionCatalogue& actions = workbench.actions();
    actions.add(QStringLiteral("selection.query"),
                {Text::tr("Select by &query"),
                 Text::tr("Write what the experts to select have in common"),
                 {keys("Ctrl+Shift+F")}});
    const auto add = [&](const char* id, const QString& text, const QString& tip,
                         const QList<QKeySequence>& bound, auto verb) {
        QAction* const action = actions.add(QLatin1String(id), {text, tip, bound});
        QObject::connect(action, &QAction::triggered, &workbench, [&workbench, verb] {
            workbench.selection().setObjects(verb(workbench.document(), workbench.selection()));
        });
    };
    add("selection.all", Text::tr("Select &all experts"), Text::tr("Select every expert"), {},
        [](const Document& document, const Selection&) { return allExperts(document); });
    add("selection.invert", Text::tr("&Invert selection"),
        Text::tr("Select the experts that are not selected"), {keys("Ctrl+Shift+I")},
        [](const Document& document, const Selection& selection) {
            return otherExperts(document, selection.objects());
        });
    add("selection.layers", Text::tr("Select whole &layers"),
        Text::tr("Select all experts of the layers that are touched"), {keys("Ctrl+L")},
        wholeLayers);
    add("selection.columns", Text::tr("Select whole &columns"),
        Text::tr("Select the experts of the same index in every layer"), {keys("Ctrl+Shift+L")},
        wholeColumns);
}

} // namespace moqa
