// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which guess of an expert's need predicts what was measured on this model: rank correlations by
// layer and score, a table with a warning where the pooled number misleads, one score against the
// loss expert by expert, and its map. A user's own values stand beside the built-in scores.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace moqa {

class HeatMapView;
class MeasureOffer;
class PlanForm;
class PlotFrame;
class ScatterLink;
class ScatterView;
struct ScoreTable;
class TableTwin;

class ScoresPage : public Page {
    Q_OBJECT
public:
    explicit ScoresPage(Workbench& workbench, QWidget* parent = nullptr);

    // Of the score in sight, asked for and given to the workbench.
    void planByScore();
    // A dialog with the score in sight chosen, on the heap.
    PlanForm* newPlanForm();

    PageChoices ownChoices() const override;

protected:
    void build() override;
    void refresh() override;
    void setDense(bool dense) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addChoosers();
    void addNote();
    QWidget* tableButtons();
    QWidget* allScores();
    QWidget* correlations();
    QWidget* oneScore();
    void addScatterControls(PlotFrame& frame);
    void connectState();
    void chooseScore(int row);
    void chooseCorpora();
    void takeCorpora(const QString& chosen); // the data of an entry of the chooser
    QString chosenCorpora() const;
    void askForCsv();
    void askAndSave();
    int shownRow() const; // of the table; -1 = none
    // Of an opened figure.
    void takeChoices(const PageChoices& choices);
    void fillChoosers();
    void fillCorpora();
    void showState();
    void showCorrelations();
    void showScore();
    void showNote();

    QComboBox *m_score = nullptr, *m_corpora = nullptr, *m_layer = nullptr;
    QCheckBox *m_log = nullptr, *m_flip = nullptr;
    QPushButton *m_plan = nullptr, *m_compute = nullptr;
    QToolButton *m_load = nullptr, *m_save = nullptr;
    QLabel *m_note = nullptr, *m_state = nullptr;
    QStackedWidget* m_stack = nullptr;
    MeasureOffer* m_offer = nullptr;
    QTabWidget *m_all = nullptr, *m_one = nullptr;
    HeatMapView *m_correlations = nullptr, *m_map = nullptr;
    ScatterView* m_scatter = nullptr;
    ScatterLink* m_link = nullptr;
    TableTwin* m_table = nullptr;
    QString m_shownScore = QStringLiteral("significance");
    QString m_awaitedScore; // to be shown once the comparison has it
    std::shared_ptr<const ScoreTable> m_source;
};

} // namespace moqa
