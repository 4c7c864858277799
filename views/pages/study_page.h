// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Plans by many methods under equal conditions: one table with intervals and paired tests, their
// divergence against their size, and random plans predicted against measured. Runs a study on the
// document's texts, or shows the report of one.

#include "views/pages/page.h"
#include "views/plots/study_points.h"

class QComboBox;
class QTabWidget;

namespace moqa {

class PlotFrame;
class StudyForm;
class StudySummaryView;
struct StudyTable;
class SymbolView;
class TableTwin;

class StudyPage : public Page {
    Q_OBJECT
public:
    explicit StudyPage(Workbench& workbench, QWidget* parent = nullptr);

public slots:
    void openReport(); // asks for the file
    void saveReport();

protected:
    void build() override;
    void refresh() override;

private:
    QWidget* plansTab();
    QWidget* predictionsTab();
    void addChoosers(PlotFrame& frame);
    void connectForm();
    void connectState();
    void run();
    void showState();
    void showEstimate();
    void showStudy();
    void showPoints();
    void fillCells();
    void choosePoint(int row);
    std::optional<StudyCell> cell(const QComboBox& chooser) const;

    StudyForm* m_form = nullptr;
    QTabWidget* m_tabs = nullptr;
    TableTwin* m_table = nullptr;
    StudySummaryView* m_summary = nullptr;
    SymbolView *m_points = nullptr, *m_predictions = nullptr;
    QComboBox *m_cell = nullptr, *m_texts = nullptr, *m_measure = nullptr,
              *m_predictedCell = nullptr;
    std::vector<StudyCell> m_cells;
    std::shared_ptr<const Study> m_shown;
    std::shared_ptr<const StudyTable> m_source;
};

} // namespace moqa
