// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/study_page.h"

#include "views/panels/quantize_form.h"
#include "views/panels/study_form.h"
#include "views/panels/study_summary_view.h"
#include "views/plots/plot_frame.h"
#include "views/plots/symbol_view.h"
#include "views/state/study_desk.h"
#include "views/state/text.h"
#include "views/tables/study_table.h"
#include "views/tables/table_twin.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSplitter>
#include <QTabWidget>
#include <QToolBar>

namespace moqa {

namespace {

QComboBox* chooser(const QString& name, const char* id) {
    auto* const box = new QComboBox;
    box->setObjectName(QLatin1String(id));
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    return box;
}

// "known: code, wiki; new: drama": who calibrates decides it.
QString textsOf(const CorpusLibrary& library) {
    QStringList known, fresh;
    for (const CorpusEntry& entry : library) {
        if (!entry.evaluates && !entry.calibrates) continue;
        (entry.isKnown() ? known : fresh) << qstr(entry.name);
    }
    QStringList parts;
    if (!known.isEmpty())
        parts << StudyPage::tr("Known texts: %1").arg(known.join(QStringLiteral(", ")));
    if (!fresh.isEmpty())
        parts << StudyPage::tr("New texts: %1").arg(fresh.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral(". "));
}

} // namespace

StudyPage::StudyPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("study"), parent) {
    setHeading(tr("Study"), tr("Plans by many methods under equal conditions: what each recovers "
                               "of the loss of uniform bits, on known and on new texts, and how "
                               "sure that is."));
}

void StudyPage::build() {
    m_form = new StudyForm(this);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("studyTabs"));
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(plansTab(), tr("Plans"));
    m_tabs->addTab(predictionsTab(), tr("Predicted and measured"));
    m_summary = new StudySummaryView(m_tabs);
    m_tabs->addTab(m_summary, tr("In short"));
    auto* const columns = new QSplitter(Qt::Horizontal, this);
    columns->addWidget(m_form);
    columns->addWidget(m_tabs);
    columns->setStretchFactor(0, 0);
    columns->setStretchFactor(1, 1);
    columns->setChildrenCollapsible(false);
    body().addWidget(columns, 1);
    connectForm();
    connectState();
}

QWidget* StudyPage::plansTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_points = new SymbolView;
    m_points->setObjectName(QStringLiteral("studyPoints"));
    m_points->setPlaceholder(tr("Run a study, or open the report of one: every plan appears here "
                                "as it is scored."));
    PlotFrame* const frame = addPlot(m_points, tr("Divergence of the plans"));
    addChoosers(*frame);
    split->addWidget(frame);
    m_table = new TableTwin(tr("Plans of the study"), split);
    split->addWidget(m_table);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    connect(m_points, &SymbolView::rowChosen, this, &StudyPage::choosePoint);
    connect(m_table, &TableTwin::currentSourceRowChanged, this, [this](int row) {
        if (const auto points = std::dynamic_pointer_cast<const StudyPoints>(m_points->symbols()))
            m_points->goToRow(points->rowOf(row));
    });
    return split;
}

void StudyPage::addChoosers(PlotFrame& frame) {
    m_measure = chooser(tr("What the plans are drawn against"), "studyMeasure");
    m_measure->addItem(tr("mean bits"), static_cast<int>(StudyMeasure::MeanBits));
    m_measure->addItem(tr("size in MB"), static_cast<int>(StudyMeasure::Megabytes));
    m_texts = chooser(tr("Texts whose divergence is drawn"), "studyShownTexts");
    m_texts->addItem(tr("known and new texts"), static_cast<int>(StudyTexts::Both));
    m_texts->addItem(tr("known texts"), static_cast<int>(StudyTexts::Known));
    m_texts->addItem(tr("new texts"), static_cast<int>(StudyTexts::New));
    m_cell = chooser(tr("Calibration and group"), "studyCell");
    for (QComboBox* const box : {m_measure, m_texts, m_cell}) {
        frame.toolBar().addWidget(box);
        connect(box, &QComboBox::currentIndexChanged, this, &StudyPage::showPoints);
    }
}

QWidget* StudyPage::predictionsTab() {
    m_predictions = new SymbolView;
    m_predictions->setObjectName(QStringLiteral("studyPredictions"));
    m_predictions->setPlaceholder(
        tr("Random plans appear here, predicted against measured, where a study has some."));
    PlotFrame* const frame = addPlot(m_predictions, tr("Random plans, predicted and measured"));
    m_predictedCell = chooser(tr("Calibration and group"), "studyPredictedCell");
    frame->toolBar().addWidget(m_predictedCell);
    connect(m_predictedCell, &QComboBox::currentIndexChanged, this, &StudyPage::showPoints);
    return frame;
}

void StudyPage::connectForm() {
    connect(m_form, &StudyForm::runRequested, this, &StudyPage::run);
    connect(m_form, &StudyForm::stopRequested, &workbench().study(), &StudyDesk::stop);
    connect(m_form, &StudyForm::openRequested, this, &StudyPage::openReport);
    connect(m_form, &StudyForm::saveRequested, this, &StudyPage::saveReport);
    connect(m_form, &StudyForm::gridChanged, this, [this] {
        showEstimate();
        showState();
    });
}

void StudyPage::connectState() {
    connect(&workbench().study(), &StudyDesk::changed, this, &StudyPage::refreshIfVisible);
    for (const auto signal : {&Document::opened, &Document::analysisChanged,
                              &Document::corpusChoiceChanged, &Document::lossesChanged})
        connect(&document(), signal, this, &StudyPage::refreshIfVisible);
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench().jobs(), signal, this, [this](int number) {
            const JobInfo* const job = workbench().jobs().job(number);
            if (job && job->kind == JobKind::Study && isVisible()) showState();
        });
}

void StudyPage::run() {
    const auto grid = m_form->grid();
    if (!grid.ok()) return workbench().reportOf(grid.error(), QStringLiteral("study"));
    m_tabs->setCurrentIndex(0);
    workbench().study().run(*grid, m_form->mixes());
}

void StudyPage::openReport() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open the report of a study"),
                                     workbench().settings().lastFolder(), tr("Report (*.json)"));
    if (path.isEmpty()) return;
    workbench().settings().setLastFolder(QFileInfo(path).absolutePath());
    workbench().study().open(path);
}

void StudyPage::saveReport() {
    const auto study = workbench().study().study();
    if (!study) return;
    const QString name = QStringLiteral("%1-study.json").arg(qstr(study->model));
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save the report of the study"),
        QDir(workbench().settings().lastFolder()).filePath(name),
        tr("Report, can be opened again (*.json);;Values (*.csv);;Table as text (*.txt)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".json");
    workbench().settings().setLastFolder(QFileInfo(path).absolutePath());
    workbench().study().save(path);
}

void StudyPage::refresh() {
    m_form->setDefaults(workbench().measureDefaults().quantize);
    showEstimate();
    showState();
    showStudy();
}

void StudyPage::showState() {
    StudyForm::State state;
    const auto model = document().model();
    state.texts = model ? textsOf(document().corpora()) : QString();
    StudyGrid texts;
    if (!model)
        state.missing = tr("Open a model to run a study on it.");
    else if (const Status used = useTexts(texts, document().corpora(), m_form->mixes()); !used.ok())
        state.missing = tr("A study needs texts that calibrate and texts that evaluate: choose "
                           "them under \"Texts and analysis\".");
    for (const JobInfo& job : workbench().jobs().jobs()) {
        if (!job.active() || job.kind != JobKind::Study) continue;
        state.progress = job.fraction;
        state.mayStop = job.state != JobState::Cancelling;
        state.step = job.state == JobState::Cancelling ? tr("stopping") : job.step;
        if (job.remainingMs) state.step += tr(", %1 left").arg(durationText(*job.remainingMs));
    }
    const StudyDesk& desk = workbench().study();
    state.hasStudy = desk.study() != nullptr;
    m_form->setState(state);
    QString outcome;
    if (desk.study() && !state.progress) {
        outcome = desk.path().isEmpty() ? tr("This study is in no file yet.")
                                        : tr("Report: %1.").arg(folderLink(desk.path()));
        if (!desk.study()->complete)
            outcome.prepend(tr("Unfinished: %n plan(s) were scored.", nullptr,
                               static_cast<int>(desk.study()->rows.size())) +
                            QLatin1Char(' '));
    }
    m_form->setOutcome(outcome);
}

void StudyPage::showEstimate() {
    const auto model = document().model();
    auto grid = m_form->grid();
    if (!model || !grid.ok() || !useTexts(*grid, document().corpora(), m_form->mixes()).ok()) {
        m_form->setEstimate({});
        return;
    }
    const JobEstimate cost = studyCost(*model, *grid, document().corpora());
    const auto plans = static_cast<int>(plansOf(*grid));
    m_form->setEstimate(tr("%n plan(s).", nullptr, plans) + QLatin1Char(' ') +
                        costText(workbench().pace().corrected(JobKind::Study, cost)));
}

void StudyPage::showStudy() {
    const auto study = workbench().study().study();
    if (study == m_shown) return;
    m_shown = study;
    m_source = studyTable(study);
    m_table->setSource(m_source);
    m_summary->setStudy(m_shown.get());
    fillCells();
    showPoints();
}

void StudyPage::fillCells() {
    const std::vector<StudyCell> cells = m_shown ? cellsOf(*m_shown) : std::vector<StudyCell>();
    if (cells == m_cells) return;
    m_cells = cells;
    for (QComboBox* const box : {m_cell, m_predictedCell}) {
        const QSignalBlocker quiet(box);
        const QString before = box->currentText();
        box->clear();
        for (size_t i = 0; i < cells.size(); ++i)
            box->addItem(
                tr("%1, group %2").arg(qstr(cells[i].calibration), groupText(cells[i].group)),
                static_cast<int>(i));
        if (box == m_cell && cells.size() > 1) box->addItem(tr("all together"), -1);
        box->setCurrentIndex(std::max(0, box->findText(before)));
        box->setEnabled(cells.size() > 1);
    }
}

std::optional<StudyCell> StudyPage::cell(const QComboBox& chooser) const {
    const QVariant chosen = chooser.currentData();
    const auto index = static_cast<size_t>(chosen.toInt());
    if (!chosen.isValid() || chosen.toInt() < 0 || index >= m_cells.size()) return std::nullopt;
    return m_cells[index];
}

void StudyPage::showPoints() {
    const auto points =
        studyPoints(m_shown, cell(*m_cell), static_cast<StudyTexts>(m_texts->currentData().toInt()),
                    static_cast<StudyMeasure>(m_measure->currentData().toInt()));
    const auto before = m_points->symbols();
    m_points->setSymbols(points, before && points && before->xName == points->xName);
    const auto predicted = cell(*m_predictedCell);
    m_predictions->setSymbols(m_shown && predicted ? predictionPoints(*m_shown, *predicted)
                                                   : nullptr);
    m_tabs->setTabEnabled(1, m_shown && !m_shown->predictions.empty());
}

void StudyPage::choosePoint(int row) {
    const auto points = std::dynamic_pointer_cast<const StudyPoints>(m_points->symbols());
    if (points && row >= 0 && row < points->tableRows())
        m_table->setCurrentSourceRow(points->origins[static_cast<size_t>(row)].studyRow);
}

} // namespace moqa
