// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/welcome_page.h"

#include "views/theme/icons.h"

#include <QCommandLinkButton>
#include <QFileInfo>
#include <QFrame>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

namespace moqa {

WelcomePage::WelcomePage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("welcome"), parent) {
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
        button->setMinimumWidth(380);
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
    return column;
}

QWidget* WelcomePage::recentColumn() {
    auto* const column = new QWidget(this);
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const label = new QLabel(tr("&Recent"), column);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    m_recent = new QListWidget(column);
    m_recent->setAccessibleName(tr("Recent models and workspaces"));
    m_recent->setAlternatingRowColors(true);
    m_recent->setUniformItemSizes(true);
    label->setBuddy(m_recent);
    layout->addWidget(label);
    layout->addWidget(m_recent, 1);
    connect(m_recent, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        workbench().openPaths({item->data(Qt::UserRole).toString()});
    });
    connect(&workbench().settings(), &Settings::recentPathsChanged, this, &WelcomePage::fillRecent);
    fillRecent();
    return column;
}

void WelcomePage::fillRecent() {
    m_recent->clear();
    for (const QString& path : workbench().settings().recentPaths()) {
        const QFileInfo file(path);
        const bool workspace = path.endsWith(QLatin1String(".moqa"));
        auto* const item = new QListWidgetItem(
            themedIcon(workspace ? QStringLiteral("save") : QStringLiteral("folder")),
            QStringLiteral("%1    %2").arg(file.fileName(), file.absolutePath()), m_recent);
        item->setData(Qt::UserRole, path);
        item->setToolTip(path);
    }
    if (m_recent->count() == 0) {
        auto* const none = new QListWidgetItem(tr("Nothing was opened yet."), m_recent);
        none->setFlags(Qt::NoItemFlags);
    }
}

} // namespace moqa
