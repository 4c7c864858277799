// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/shortcuts_dialog.h"

#include "app/gui/manual.h"
#include "views/state/fuzzy.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace moqa {

QString keysText(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    return keys.join(ShortcutsDialog::tr(" or "));
}

ShortcutsDialog::ShortcutsDialog(ActionCatalogue& actions, QWidget* parent)
    : QDialog(parent), m_actions(actions), m_list(new QTreeWidget(this)) {
    setWindowTitle(tr("Keys and gestures"));
    auto* const letters = new QLineEdit(this);
    letters->setPlaceholderText(tr("Find an action"));
    letters->setAccessibleName(letters->placeholderText());
    letters->setClearButtonEnabled(true);
    m_list->setHeaderLabels({tr("Action"), tr("Keys"), tr("What it does")});
    m_list->setAccessibleName(tr("Actions and their keys"));
    m_list->setAlternatingRowColors(true);
    m_list->setUniformRowHeights(true);
    auto* const gestures = new QLabel(gesturesHtml(), this);
    gestures->setWordWrap(true);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* const resetAll = buttons->addButton(tr("All to &defaults"), QDialogButtonBox::ResetRole);
    // Enter in the line above must not press a button, least of all the one that resets all keys.
    for (QAbstractButton* const button : buttons->buttons())
        static_cast<QPushButton*>(button)->setAutoDefault(false);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(letters);
    layout->addWidget(m_list, 1);
    layout->addWidget(newEditor());
    layout->addWidget(gestures);
    layout->addWidget(buttons);
    fill();
    const QSize wanted(fontMetrics().averageCharWidth() * 120, fontMetrics().height() * 42);
    resize(parent ? wanted.boundedTo(parent->window()->size())
                  : wanted); // large fonts, low screens
    connect(letters, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ShortcutsDialog::showChosen);
    connect(&actions, &ActionCatalogue::keysChanged, this, &ShortcutsDialog::showKeysOf);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(resetAll, &QPushButton::clicked, this, [this] {
        for (const QString& id : m_actions.actions().keys()) m_actions.resetKeys(id);
        showChosen();
    });
    showChosen();
}

QWidget* ShortcutsDialog::newEditor() {
    auto* const editor = new QWidget(this);
    auto* const label = new QLabel(tr("&New keys:"), editor);
    m_key = new QKeySequenceEdit(editor);
    m_key->setAccessibleName(tr("New keys"));
    for (QWidget* const part : m_key->findChildren<QWidget*>())
        part->setAccessibleName(m_key->accessibleName());
    label->setBuddy(m_key);
    m_assign = new QPushButton(tr("&Set"), editor);
    m_none = new QPushButton(tr("N&o keys"), editor);
    m_default = new QPushButton(tr("De&fault"), editor);
    m_verdict = new QLabel(editor);
    m_verdict->setWordWrap(true);
    auto* const column = new QVBoxLayout(editor);
    column->setContentsMargins(0, 0, 0, 0);
    auto* const row = new QHBoxLayout;
    for (QWidget* const widget :
         std::initializer_list<QWidget*>{label, m_key, m_assign, m_none, m_default})
        row->addWidget(widget);
    column->addLayout(row);
    column->addWidget(m_verdict);
    connect(m_key, &QKeySequenceEdit::keySequenceChanged, this, &ShortcutsDialog::judgeKey);
    connect(m_assign, &QPushButton::clicked, this, &ShortcutsDialog::assign);
    connect(m_none, &QPushButton::clicked, this, [this] {
        m_actions.setKeys(chosen(), {});
        showChosen();
    });
    connect(m_default, &QPushButton::clicked, this, [this] {
        m_actions.resetKeys(chosen());
        showChosen();
    });
    return editor;
}

void ShortcutsDialog::fill() {
    QMap<QString, QTreeWidgetItem*> groups;
    const auto& all = m_actions.actions();
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QString group = actionGroupTitle(it.key());
        if (!groups.contains(group)) groups[group] = new QTreeWidgetItem(m_list, {group});
        auto* const item =
            new QTreeWidgetItem(groups[group], {plainText(*it.value()), keysText(*it.value()),
                                                it.value()->statusTip()});
        item->setData(0, Qt::UserRole, it.key());
        m_items[it.key()] = item;
    }
    for (QTreeWidgetItem* const group : std::as_const(groups)) {
        group->setFlags(Qt::ItemIsEnabled);
        group->setFirstColumnSpanned(true);
    }
    m_list->expandAll();
    m_list->resizeColumnToContents(0);
    m_list->resizeColumnToContents(1);
}

void ShortcutsDialog::filter(const QString& letters) {
    for (int g = 0; g < m_list->topLevelItemCount(); ++g) {
        QTreeWidgetItem* const group = m_list->topLevelItem(g);
        bool any = false;
        for (int i = 0; i < group->childCount(); ++i) {
            QTreeWidgetItem* const item = group->child(i);
            const bool fits = fuzzyScore(letters, item->text(0)) > 0 ||
                              item->text(1).contains(letters, Qt::CaseInsensitive) ||
                              item->text(2).contains(letters, Qt::CaseInsensitive);
            item->setHidden(!fits);
            any = any || fits;
        }
        group->setHidden(!any);
    }
}

void ShortcutsDialog::choose(const QString& actionId) {
    m_list->setCurrentItem(m_items.value(actionId));
}

QString ShortcutsDialog::chosen() const {
    const QTreeWidgetItem* const item = m_list->currentItem();
    return item ? item->data(0, Qt::UserRole).toString() : QString();
}

void ShortcutsDialog::showChosen() {
    const QString id = chosen();
    m_key->clear();
    m_key->setEnabled(!id.isEmpty());
    m_none->setEnabled(!id.isEmpty() && !m_actions.action(id)->shortcuts().isEmpty());
    m_default->setEnabled(!id.isEmpty() && !m_actions.hasDefaultKeys(id));
    judgeKey();
}

void ShortcutsDialog::judgeKey() {
    const QKeySequence key = m_key->keySequence();
    const QString id = chosen();
    m_assign->setEnabled(!id.isEmpty() && !key.isEmpty());
    m_assign->setText(tr("&Set"));
    m_verdict->clear();
    if (id.isEmpty()) {
        m_verdict->setText(tr("Choose an action to give it other keys."));
        return;
    }
    const QString owner = m_actions.ownerOf(key, id);
    if (key.isEmpty() || owner.isEmpty()) return;
    m_verdict->setText(
        tr("%1 belongs to \u201c%2\u201d.")
            .arg(key.toString(QKeySequence::NativeText), plainText(*m_actions.action(owner))));
    m_assign->setText(tr("&Take it from there"));
}

void ShortcutsDialog::assign() {
    const QKeySequence key = m_key->keySequence();
    const QString id = chosen();
    if (id.isEmpty() || key.isEmpty()) return;
    if (const QString owner = m_actions.ownerOf(key, id); !owner.isEmpty()) {
        QList<QKeySequence> left = m_actions.action(owner)->shortcuts();
        left.removeAll(key);
        m_actions.setKeys(owner, left);
    }
    m_actions.setKeys(id, {key});
    showChosen();
}

void ShortcutsDialog::showKeysOf(const QString& id) {
    if (QTreeWidgetItem* const item = m_items.value(id))
        item->setText(1, keysText(*m_actions.action(id)));
}

} // namespace moqa
