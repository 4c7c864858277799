// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The settings table as a form: searched as one types, applied as a whole, each row with its
// command-line twin. GUI thread.

#include "views/state/settings.h"

#include <QDialog>
#include <map>

class QVBoxLayout;

namespace moqa {

class SettingsDialog : public QDialog {
    Q_OBJECT
public:
    explicit SettingsDialog(Settings& settings, QWidget* parent = nullptr);
    void apply();
    void showDefaults(); // in the form; holds once applied

private:
    struct Row {
        QWidget* holder;
        QWidget* editor;
        QString group, searched;
    };
    void addRow(const SettingInfo& setting, QVBoxLayout& list);
    void filter(const QString& letters);
    QVariant edited(const QString& id) const;
    void fill(const QString& id, const QVariant& value);

    Settings& m_settings;
    std::map<QString, Row> m_rows;
    std::map<QString, QWidget*> m_groups;
};

} // namespace moqa
