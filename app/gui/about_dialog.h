// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What this program is made of: versions, libraries found, licences. For people and for bug
// reports: no name of a file, folder, machine or user is in it.

#include <QDialog>
#include <QList>
#include <QPair>

namespace moqa {

// Name and value, in the order shown.
QList<QPair<QString, QString>> programFacts();
QString bugReportText(); // "Name: value" lines

class AboutDialog : public QDialog {
    Q_OBJECT
public:
    explicit AboutDialog(QWidget* parent = nullptr);
};

} // namespace moqa
