// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/action_catalogue.h"

#include "views/theme/icons.h"

namespace moqa {

QAction* ActionCatalogue::add(const QString& id, const ActionSpec& spec) {
    Q_ASSERT(!m_actions.contains(id));
    auto* const action = new QAction(spec.text, this);
    action->setObjectName(id);
    action->setShortcuts(spec.keys);
    action->setShortcutContext(spec.context);
    action->setCheckable(spec.checkable);
    if (!spec.icon.isEmpty()) action->setIcon(themedIcon(spec.icon));
    if (!spec.tip.isEmpty()) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        action->setToolTip(keys.isEmpty() ? spec.tip
                                          : QStringLiteral("%1 (%2)").arg(spec.tip, keys));
        action->setStatusTip(spec.tip);
        action->setWhatsThis(spec.tip);
    }
    m_actions.insert(id, action);
    return action;
}

QAction* ActionCatalogue::action(const QString& id) const { return m_actions.value(id); }

} // namespace moqa
