// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/welcome_page.h"

#include "views/theme/icons.h"

#include <QAction>
#include <QCommandLinkButton>
#include <QFileInfo>
#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

namespace moqa {

WelcomePage::WelcomePage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("welcome"), parent), m_files(workbench.settings()) {
    setHeading(tr("MoQa Workbench"),
               tr("See how a Mixture-of-Experts model uses its experts, decide where the bits go, "
                  "and write a quantized model whose quality you measured."));
}

void WelcomePage::build() {
    body().addSpacing(12);
    auto* const columns = new QHBoxLayout;
    columns->setSpacing(36);
    columns->addWidget(actionColumn(), 0, Qt::AlignTop);
    columns->addWidget(recentColumn(), 1);
    body().addLayout(columns, 1);
    auto* const drop = new QLabel(
        tr("Or drop a model folder, .safetensors, .h5 or .moqa file anywhere on this window."),
        this);
    drop->setForegroundRole(QPalette::PlaceholderText);
    body().addWidget(drop);
}

QWidget* WelcomePage::actionColumn() {
    auto* const column = new QWidget(this);
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    const auto add = [&](const char* id, const QString& text) {
        QAction* const action = workbench().actions().action(QLatin1String(id));
        auto* const button =
            new QCommandLinkButton(action->text().remove(QLatin1Char('&')), text, column);
        button->setIcon(action->icon());
        button->setIconSize(QSize(28, 28));
        button->setMinimumWidth(fontMetrics().averageCharWidth() * 58);
        button->setAccessibleDescription(text);
        connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
        layout->addWidget(button);
        return button;
    };
    add("file.demo", tr("A small trained model and three texts come with the program. First "
                        "picture within seconds, offline."))
        ->setDefault(true);
    add("file.open", tr("A workspace (.moqa), a quantized model (.h5) or a .safetensors file."));
    add("file.openFolder", tr("A model as it comes from a hub: config.json, tokenizer.json and "
                              "its shards."));
    add("help.tour", tr("What the pages show and how a model gets its bits, on the demo."));
    add("help.manual", tr("Pages, metrics and keys, explained."));
    return column;
}

QWidget* WelcomePage::recentColumn() {
    auto* const column = new QWidget(this);
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    m_workspaces = addList(*layout, tr("Recent &workspaces"));
    m_models = addList(*layout, tr("Recent &models"));
    connect(&m_files, &RecentFiles::changed, this, &WelcomePage::fillRecent);
    fillRecent();
    return column;
}

QListWidget* WelcomePage::addList(QVBoxLayout& layout, const QString& label) {
    auto* const title = new QLabel(label, this);
    auto* const list = new QListWidget(this);
    list->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    list->setAlternatingRowColors(true);
    list->setUniformItemSizes(true);
    title->setBuddy(list);
    layout.addWidget(title);
    layout.addWidget(list, 1);
    const auto pathOf = [](const QListWidgetItem* item) {
        return item ? item->data(Qt::UserRole).toString() : QString();
    };
    connect(list, &QListWidget::itemActivated, this,
            [this, pathOf](QListWidgetItem* item) { workbench().openPaths({pathOf(item)}); });
    auto* const remove = new QAction(tr("Remove from the list"), list);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    list->addAction(remove);
    list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(remove, &QAction::triggered, this, [this, list, pathOf] {
        workbench().settings().removeRecentPath(pathOf(list->currentItem()));
    });
    return list;
}

void WelcomePage::fillRecent() {
    if (!m_models) return;
    for (QListWidget* const list : {m_workspaces, m_models}) list->clear();
    for (const RecentFile& file : m_files.files()) {
        const QFileInfo info(file.path);
        const QString text = QStringLiteral("%1    %2").arg(info.fileName(), info.absolutePath());
        auto* const item = new QListWidgetItem(
            themedIcon(file.isWorkspace ? QStringLiteral("save") : QStringLiteral("folder")),
            file.missing ? tr("%1 (missing; Del removes it)").arg(text) : text,
            file.isWorkspace ? m_workspaces : m_models);
        item->setData(Qt::UserRole, file.path);
        item->setToolTip(file.path);
        // Still chosen and removed, but it looks gone and says so when opened.
        if (file.missing) item->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
    }
    for (QListWidget* const list : {m_workspaces, m_models}) {
        if (list->count() > 0) continue;
        auto* const none = new QListWidgetItem(tr("Nothing was opened yet."), list);
        none->setFlags(Qt::NoItemFlags);
    }
}

} // namespace moqa
