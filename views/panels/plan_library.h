// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The plans of the document in a dock: which is shown, duplicate, rename, delete, notes. GUI
// thread.

#include <QWidget>

class QPushButton;
class QTableView;

namespace moqa {

class PlanLibraryModel;
class Workbench;

class PlanLibrary : public QWidget {
    Q_OBJECT
public:
    explicit PlanLibrary(Workbench& workbench, QWidget* parent = nullptr);

private:
    void followActive();
    void showCurrent();
    std::string currentName() const;

    Workbench& m_workbench;
    PlanLibraryModel* m_model;
    QTableView* m_table;
    QPushButton *m_duplicate, *m_rename, *m_remove;
};

} // namespace moqa
