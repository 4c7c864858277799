// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/action_catalogue.h"

#include "views/state/settings.h"
#include "views/theme/icons.h"

namespace moqa {

namespace {

QStringList portable(const QList<QKeySequence>& keys) {
    QStringList texts;
    for (const QKeySequence& key : keys) texts << key.toString(QKeySequence::PortableText);
    return texts;
}

bool isKey(const QKeySequence& key) {
    return !key.isEmpty() && key[0].key() != Qt::Key_unknown && key[0].key() != Qt::Key(0);
}

} // namespace

QAction* ActionCatalogue::add(const QString& id, const ActionSpec& spec) {
    Q_ASSERT(!m_actions.contains(id));
    auto* const action = new QAction(spec.text, this);
    action->setObjectName(id);
    action->setShortcutContext(spec.context);
    action->setCheckable(spec.checkable);
    if (!spec.icon.isEmpty()) action->setIcon(themedIcon(spec.icon));
    action->setStatusTip(spec.tip);
    action->setWhatsThis(spec.tip);
    m_actions.insert(id, action);
    m_defaultKeys.insert(id, spec.keys);
    applyKeys(id, spec.keys);
    if (m_settings) applyStoredKeys(id);
    return action;
}

QAction* ActionCatalogue::action(const QString& id) const { return m_actions.value(id); }

void ActionCatalogue::setEnabled(const QString& id, bool on, const QString& reason) {
    QAction* const action = m_actions.value(id);
    if (!action) return;
    action->setEnabled(on);
    m_reasons[id] = on ? QString() : reason;
}

QString ActionCatalogue::disabledReason(const QString& id) const {
    const QAction* const action = m_actions.value(id);
    return action && !action->isEnabled() ? m_reasons.value(id) : QString();
}

void ActionCatalogue::followSettings(Settings& settings) {
    m_settings = &settings;
    for (const QString& id : settings.actionsWithKeys()) applyStoredKeys(id);
}

bool ActionCatalogue::hasDefaultKeys(const QString& id) const {
    const QAction* const action = m_actions.value(id);
    return action && action->shortcuts() == m_defaultKeys.value(id);
}

QString ActionCatalogue::ownerOf(const QKeySequence& key, const QString& exceptId) const {
    for (auto it = m_actions.begin(); it != m_actions.end(); ++it)
        if (it.key() != exceptId && it.value()->shortcuts().contains(key)) return it.key();
    return {};
}

void ActionCatalogue::setKeys(const QString& id, const QList<QKeySequence>& keys) {
    if (!m_actions.contains(id)) return;
    applyKeys(id, keys);
    if (!m_settings) return;
    if (keys == m_defaultKeys.value(id))
        m_settings->clearKeys(id);
    else
        m_settings->setKeys(id, portable(keys));
}

void ActionCatalogue::resetKeys(const QString& id) { setKeys(id, m_defaultKeys.value(id)); }

// What is stored may be stale: nonsense is left out, and so is a key that another action has now.
void ActionCatalogue::applyStoredKeys(const QString& id) {
    const auto stored = m_settings->keys(id);
    if (!stored || !m_actions.contains(id)) return;
    QList<QKeySequence> keys;
    for (const QString& text : *stored) {
        const QKeySequence key(text, QKeySequence::PortableText);
        if (isKey(key) && ownerOf(key, id).isEmpty()) keys << key;
    }
    if (!keys.isEmpty() || stored->isEmpty()) applyKeys(id, keys);
}

void ActionCatalogue::applyKeys(const QString& id, const QList<QKeySequence>& keys) {
    QAction* const action = m_actions.value(id);
    action->setShortcuts(keys);
    const QString shown = action->shortcut().toString(QKeySequence::NativeText);
    const QString tip = action->statusTip().isEmpty() ? plainText(*action) : action->statusTip();
    action->setToolTip(shown.isEmpty() ? tip : QStringLiteral("%1 (%2)").arg(tip, shown));
    emit keysChanged(id);
}

QString plainText(const QAction& action) {
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    while (text.endsWith(QLatin1Char('.')) || text.endsWith(QChar(0x2026))) text.chop(1);
    return text;
}

} // namespace moqa
