// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The shown plan as a file for others: what each target can hold of it and costs, written by a job,
// read again and compared tensor by tensor.

#include "views/pages/page.h"

#include <map>

class QTabWidget;

namespace moqa {

class ExportForm;
class StackView;
class TableTwin;
struct TargetRow;

class ExportPage : public Page {
    Q_OBJECT
public:
    explicit ExportPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    QWidget* targetsTab();
    QWidget* checkTab();
    void connectForm();
    void connectState();
    void choosePath();
    void run(bool anew);
    void stop();
    void savePlan();
    void suggestPaths();
    void lockOptions();
    void showTargets();
    void showState();
    void showReports();
    // Why nothing can be written now; empty = it can.
    QString fault() const;
    QString note() const;
    QString costText() const;
    QStringList command() const;
    QString savedPlan() const;
    // The shown plan's run whose layers lie beside the path that is chosen.
    bool isUnfinished() const;
    Workbench& bench() const { return const_cast<ExportPage*>(this)->workbench(); }

    ExportForm* m_form = nullptr;
    QTabWidget* m_tabs = nullptr;
    StackView* m_sizes = nullptr;
    TableTwin *m_targets = nullptr, *m_tensors = nullptr, *m_files = nullptr;
    std::string m_optionsOf; // plan whose run or cache lent the form its options
    std::string m_pathsOf;   // plan that the form's paths were typed or suggested for
    std::shared_ptr<const ExportCheck> m_shown;
    struct SavedPlan {
        QString path;
        std::string hash;
    };
    std::map<std::string, SavedPlan> m_savedPlans; // by name, for the command line
    std::weak_ptr<const ModelSource> m_measured; // whose side files were
    int64_t m_sideBytes = 0;
    QString m_cost; // of what is asked for: judged when it changes, not at each step of a job
};

} // namespace moqa
