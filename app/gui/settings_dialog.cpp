// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/settings_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

namespace moqa {

namespace {

QWidget* newEditor(const SettingInfo& setting, QWidget* parent) {
    if (setting.choices.empty()) {
        auto* const box = new QSpinBox(parent);
        box->setRange(setting.least, setting.most);
        box->setSuffix(settingText(setting.unit));
        box->setSpecialValueText(settingText(setting.leastText));
        return box;
    }
    auto* const box = new QComboBox(parent);
    for (const SettingChoice& choice : setting.choices)
        box->addItem(settingText(choice.label), QString::fromLatin1(choice.value));
    return box;
}

QString optionText(const SettingInfo& setting) {
    QStringList values;
    for (const SettingChoice& choice : setting.choices) values << QString::fromLatin1(choice.value);
    return QStringLiteral("--%1 %2").arg(QLatin1String(setting.option),
                                         values.isEmpty() ? QStringLiteral("N")
                                                          : values.join(QLatin1Char('|')));
}

} // namespace

SettingsDialog::SettingsDialog(Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings) {
    setWindowTitle(tr("Settings"));
    auto* const search = new QLineEdit(this);
    search->setPlaceholderText(tr("Find a setting"));
    search->setAccessibleName(search->placeholderText());
    search->setClearButtonEnabled(true);
    auto* const area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(tr("Settings"));
    auto* const form = new QWidget(area);
    auto* const list = new QVBoxLayout(form);
    for (const SettingInfo& setting : settingTable()) addRow(setting, *list);
    list->addStretch(1);
    area->setWidget(form);
    auto* const buttons =
        new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Apply |
                                 QDialogButtonBox::Cancel | QDialogButtonBox::RestoreDefaults,
                             this);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(search);
    layout->addWidget(area, 1);
    layout->addWidget(buttons);
    const QSize wanted(fontMetrics().averageCharWidth() * 80, fontMetrics().height() * 34);
    resize(parent ? wanted.boundedTo(parent->window()->size())
                  : wanted); // large fonts, low screens
    connect(search, &QLineEdit::textChanged, this, &SettingsDialog::filter);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        apply();
        accept();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons->button(QDialogButtonBox::Apply), &QPushButton::clicked, this,
            &SettingsDialog::apply);
    connect(buttons->button(QDialogButtonBox::RestoreDefaults), &QPushButton::clicked, this,
            &SettingsDialog::showDefaults);
}

void SettingsDialog::addRow(const SettingInfo& setting, QVBoxLayout& list) {
    const QString group = settingText(setting.group);
    if (!m_groups.contains(group)) {
        auto* const heading = new QLabel(QStringLiteral("<h3>%1</h3>").arg(group), this);
        list.addWidget(heading);
        m_groups[group] = heading;
    }
    const QString id = QString::fromLatin1(setting.id);
    auto* const holder = new QWidget(this);
    auto* const grid = new QGridLayout(holder);
    auto* const title = new QLabel(settingText(setting.title), holder);
    QWidget* const editor = newEditor(setting, holder);
    editor->setObjectName(id);
    editor->setAccessibleName(settingText(setting.title));
    editor->setAccessibleDescription(settingText(setting.text));
    title->setBuddy(editor);
    auto* const text = new QLabel(settingText(setting.text) + QLatin1Char('\n') +
                                      tr("Command line: %1").arg(optionText(setting)),
                                  holder);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    grid->addWidget(title, 0, 0);
    grid->addWidget(editor, 0, 1);
    grid->addWidget(text, 1, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    list.addWidget(holder);
    m_rows[id] = {holder, editor, group,
                  QStringList{group, title->text(), text->text(), id}.join(QLatin1Char(' '))};
    fill(id, m_settings.value(id));
}

void SettingsDialog::filter(const QString& letters) {
    std::map<QString, bool> any;
    for (const auto& [id, row] : m_rows) {
        const bool fits = row.searched.contains(letters.trimmed(), Qt::CaseInsensitive);
        row.holder->setVisible(fits);
        any[row.group] = any[row.group] || fits;
    }
    for (const auto& [group, heading] : m_groups) heading->setVisible(any[group]);
}

QVariant SettingsDialog::edited(const QString& id) const {
    const QWidget* const editor = m_rows.at(id).editor;
    if (const auto* const box = qobject_cast<const QComboBox*>(editor)) return box->currentData();
    return qobject_cast<const QSpinBox*>(editor)->value();
}

void SettingsDialog::fill(const QString& id, const QVariant& value) {
    QWidget* const editor = m_rows.at(id).editor;
    if (auto* const box = qobject_cast<QComboBox*>(editor))
        box->setCurrentIndex(box->findData(value));
    else
        qobject_cast<QSpinBox*>(editor)->setValue(value.toInt());
}

void SettingsDialog::apply() {
    for (const auto& [id, row] : m_rows)
        if (edited(id) != m_settings.value(id)) m_settings.setValue(id, edited(id));
}

void SettingsDialog::showDefaults() {
    for (const SettingInfo& setting : settingTable())
        fill(QString::fromLatin1(setting.id), fallbackOf(setting));
}

} // namespace moqa
