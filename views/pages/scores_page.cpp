// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/scores_page.h"

#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/pages/choosers.h"
#include "views/pages/score_sources.h"
#include "views/panels/measure_offer.h"
#include "views/panels/plan_form.h"
#include "views/panels/wrap_box.h"
#include "views/plots/plot_frame.h"
#include "views/plots/scatter_link.h"
#include "views/state/score_text.h"
#include "views/state/text.h"
#include "views/state/window_words.h"
#include "views/tables/table_twin.h"
#include "views/theme/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

namespace {

const QString kAllTexts = QStringLiteral("");
const QString kScore = QStringLiteral("score"), kTexts = QStringLiteral("texts");
const QString kDirection = QStringLiteral("direction"), kOtherWay = QStringLiteral("flipped");
const QString kWeighted = QStringLiteral("\n"); // no text is called so

QString droppedCsv(const QMimeData& data) {
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.front().isLocalFile()) return {};
    const QString path = urls.front().toLocalFile();
    return path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive) ? path : QString();
}

} // namespace

ScoresPage::ScoresPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("scores"), parent) {
    setHeading(tr("Scores"), tr("Which guess of an expert's need for bits predicts the loss that "
                                "was measured on this model, layer by layer. +1: what the score "
                                "calls worth bits does lose most."));
    viewport()->setAcceptDrops(true);
}

void ScoresPage::build() {
    addChoosers();
    addNote();
    auto* const split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(allScores());
    split->addWidget(oneScore());
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 1);
    split->setChildrenCollapsible(false);
    body().addWidget(split, 1);
    connectState();
}

void ScoresPage::addChoosers() {
    WrapBox* const row = addControls();
    m_score = addChooser(*row->newGroup(), tr("S&core:"));
    m_score->setObjectName(QStringLiteral("scoreChooser"));
    m_corpora = addChooser(*row->newGroup(), tr("Loss &on:"));
    m_corpora->setObjectName(QStringLiteral("scoreTexts"));
    m_corpora->setToolTip(tr("The texts whose measured loss is meant, and on which scores that "
                             "come from an analysis are taken"));
    m_flip = new QCheckBox(tr("Other &way round"), this);
    m_flip->setObjectName(QStringLiteral("scoreFlip"));
    m_flip->setToolTip(tr("Bits go where the score's source would take them away"));
    QHBoxLayout* const verbs = row->newGroup();
    verbs->addWidget(m_flip);
    m_plan = new QPushButton(tr("&Plan by this score..."), this);
    m_plan->setObjectName(QStringLiteral("scorePlan"));
    m_plan->setToolTip(tr("Make a plan that gives bits as this score says"));
    verbs->addWidget(m_plan);
    connect(m_score, &QComboBox::activated, this, &ScoresPage::chooseScore);
    connect(m_corpora, &QComboBox::activated, this, &ScoresPage::chooseCorpora);
    connect(m_flip, &QCheckBox::toggled, this,
            [this](bool on) { workbench().scores().setFlipped(m_shownScore.toStdString(), on); });
    connect(m_plan, &QPushButton::clicked, this, &ScoresPage::planByScore);
}

void ScoresPage::addNote() {
    auto* const row = new QHBoxLayout;
    body().addLayout(row);
    m_note = new QLabel(this);
    m_note->setObjectName(QStringLiteral("scoreNote"));
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::NoTextInteraction); // nothing to select yet
    setDense(false);
    m_note->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    row->addWidget(m_note, 1);
    m_state = new QLabel(this);
    m_state->setObjectName(QStringLiteral("scoreState"));
    m_state->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(m_state);
    m_compute = new QPushButton(tr("Co&mpute"), this);
    m_compute->setObjectName(QStringLiteral("scoreCompute"));
    row->addWidget(m_compute);
    connect(m_compute, &QPushButton::clicked, this, [this] {
        ScoreDesk& desk = workbench().scores();
        desk.mayReadWeights() ? desk.again() : desk.readWeights();
    });
}

// Lines of its own, whatever it says: the plots must not move when a score says more.
void ScoresPage::setDense(bool dense) {
    m_note->setFixedHeight(m_note->fontMetrics().lineSpacing() * (dense ? 1 : 2) + 4);
}

QWidget* ScoresPage::tableButtons() {
    auto* const box = new QWidget(this);
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    const auto button = [&](const QString& text, const char* name, const char* icon,
                            const QString& tip) {
        auto* const made = new QToolButton(box);
        made->setObjectName(QLatin1String(name));
        made->setText(text);
        made->setAccessibleName(text);
        made->setIcon(themedIcon(QLatin1String(icon)));
        made->setToolTip(tip);
        made->setAutoRaise(true);
        made->setFocusPolicy(Qt::TabFocus);
        row->addWidget(made);
        return made;
    };
    m_load = button(tr("Your own values..."), "scoreLoad", "add",
                    tr("A CSV with lines of layer,expert,value or tensor name,value; it may be "
                       "dropped on this page as well"));
    m_load->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_save = button(tr("Save the table of scores"), "scoreSave", "save",
                    tr("All scores and layers as CSV: what moqa scores --csv prints"));
    connect(m_load, &QToolButton::clicked, this, &ScoresPage::askForCsv);
    connect(m_save, &QToolButton::clicked, this, &ScoresPage::askAndSave);
    return box;
}

QWidget* ScoresPage::allScores() {
    m_all = new QTabWidget(this);
    m_all->setObjectName(QStringLiteral("scoreViews"));
    m_all->setAccessibleName(tr("All scores"));
    m_all->setDocumentMode(true);
    m_all->addTab(correlations(), tr("By layer"));
    m_table = new TableTwin(tr("Scores against the measured loss"), m_all);
    m_table->setObjectName(QStringLiteral("scoreTable"));
    m_all->addTab(m_table, tr("Table"));
    m_all->setCornerWidget(tableButtons(), Qt::TopRightCorner);
    return m_all;
}

QWidget* ScoresPage::correlations() {
    m_correlations = new HeatMapView;
    m_correlations->setObjectName(QStringLiteral("correlations"));
    m_correlations->xAxis->setTickLabelRotation(-40);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(addPlot(m_correlations, tr("Scores by layers")));
    // The offer's words need room of their own at any height of the window.
    auto* const offer = new QWidget(m_stack);
    auto* const layout = new QVBoxLayout(offer);
    m_offer = new MeasureOffer(workbench(), offer);
    layout->addWidget(m_offer);
    layout->addStretch(1);
    auto* const area = new QScrollArea(m_stack);
    area->setWidget(offer);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(tr("Measure losses"));
    m_stack->addWidget(area);
    // A column is a score.
    connect(m_correlations, &HeatMapView::cursorMoved, this,
            [this](QPoint cell) { chooseScore(cell.x()); });
    return m_stack;
}

QWidget* ScoresPage::oneScore() {
    m_scatter = new ScatterView;
    m_scatter->setObjectName(QStringLiteral("scoreScatter"));
    m_scatter->setPlaceholder(
        tr("Experts by their score and their measured loss appear here once both are known."));
    m_map = new HeatMapView;
    m_map->setObjectName(QStringLiteral("scoreMap"));
    m_map->setPlaceholder(tr("This score is not known: see its remark in the table."));
    m_one = new QTabWidget(this);
    m_one->setObjectName(QStringLiteral("scoreTabs"));
    m_one->setAccessibleName(tr("The score in sight"));
    m_one->setDocumentMode(true);
    PlotFrame* const frame = addPlot(m_scatter, tr("A score against the measured loss"));
    addScatterControls(*frame);
    m_one->addTab(frame, tr("Against the loss"));
    m_one->addTab(addPlot(m_map, tr("Map of a score")), tr("Map of the score"));
    m_link = new ScatterLink(*m_scatter, workbench().selection());
    new SelectionLink(*m_map, workbench().selection());
    return m_one;
}

void ScoresPage::addScatterControls(PlotFrame& frame) {
    m_layer = new QComboBox(this);
    m_layer->setObjectName(QStringLiteral("scoreLayer"));
    m_layer->setAccessibleName(tr("Layer"));
    m_layer->setToolTip(tr("Experts of one layer, or of all"));
    m_layer->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_log = new QCheckBox(tr("log"), this);
    m_log->setAccessibleName(tr("Logarithmic axes"));
    m_log->setToolTip(
        tr("Logarithmic axes of positive values that spread over more than a decade"));
    m_log->setChecked(view().logAxes());
    frame.toolBar().addWidget(m_layer);
    frame.toolBar().addWidget(m_log);
    connect(m_layer, &QComboBox::activated, this,
            [this] { view().setLayer(m_layer->currentData().toInt()); });
    connect(m_log, &QCheckBox::toggled, &view(), &ViewState::setLogAxes);
}

void ScoresPage::connectState() {
    ScoreDesk& desk = workbench().scores();
    connect(&desk, &ScoreDesk::changed, this, &ScoresPage::refreshIfVisible);
    connect(&desk, &ScoreDesk::userScoreLoaded, this,
            [this] { m_awaitedScore = QStringLiteral("csv"); });
    for (const auto signal : {&Document::opened, &Document::analysisChanged,
                              &Document::lossesChanged, &Document::corpusChoiceChanged})
        connect(&document(), signal, this, &ScoresPage::refreshIfVisible);
    connect(&view(), &ViewState::changed, this, [this](ViewState::Field field) {
        if (field == ViewState::Field::Layer || field == ViewState::Field::LogAxes ||
            field == ViewState::Field::Colours)
            refreshIfVisible();
    });
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench().jobs(), signal, this, [this](int number) {
            const JobInfo* const job = workbench().jobs().job(number);
            if (job && job->kind == JobKind::Scores && isVisible()) showState();
        });
    connect(m_table, &TableTwin::currentSourceRowChanged, this, &ScoresPage::chooseScore);
}

void ScoresPage::chooseScore(int row) {
    if (!m_source || row < 0 || row >= m_source->tableRows()) return;
    m_shownScore = m_source->tableCell(row, ScoreTable::Id).toString();
    showScore();
}

void ScoresPage::chooseCorpora() { takeCorpora(m_corpora->currentData().toString()); }

void ScoresPage::takeCorpora(const QString& chosen) {
    using Texts = ScoreDesk::Texts;
    workbench().scores().setTexts(chosen == kAllTexts   ? Texts::All
                                  : chosen == kWeighted ? Texts::Weighted
                                                        : Texts::One,
                                  chosen.toStdString());
}

void ScoresPage::askForCsv() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Values of your own"),
                                                      workbench().settings().lastFolder(),
                                                      tr("Values (*.csv);;All files (*)"));
    if (path.isEmpty()) return;
    workbench().settings().setLastFolder(QFileInfo(path).absolutePath());
    workbench().scores().loadCsv(path);
}

void ScoresPage::askAndSave() {
    const auto model = document().model();
    if (!model) return;
    const QString name = QStringLiteral("%1-scores.csv").arg(qstr(model->name()));
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save the table of scores"),
        QDir(workbench().settings().lastFolder()).filePath(name), tr("Values (*.csv)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += QStringLiteral(".csv");
    workbench().settings().setLastFolder(QFileInfo(path).absolutePath());
    workbench().scores().saveCsv(path);
}

PlanForm* ScoresPage::newPlanForm() {
    auto* const form =
        new PlanForm(document().analysis() != nullptr, document().losses(), window());
    if (workbench().scores().userScore()) form->offerUserScore(workbench().scores().userName());
    form->chooseScore(m_shownScore, m_flip->isChecked());
    return form;
}

void ScoresPage::planByScore() {
    const std::unique_ptr<PlanForm> form(newPlanForm());
    if (form->exec() != QDialog::Accepted) return;
    PlanOptions options = form->options();
    options.corpusWeights = workbench().scores().corpora();
    emit workbench().pageRequested(QStringLiteral("plan"));
    workbench().makePlan(options);
}

void ScoresPage::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedCsv(*event->mimeData()).isEmpty())
        event->ignore(); // the window's business
    else
        event->acceptProposedAction();
}

void ScoresPage::dropEvent(QDropEvent* event) {
    const QString path = droppedCsv(*event->mimeData());
    if (path.isEmpty()) return event->ignore();
    event->acceptProposedAction();
    workbench().scores().loadCsv(path);
}

int ScoresPage::shownRow() const {
    return m_source ? m_source->board->rowOf(m_shownScore.toStdString()) : -1;
}

QString ScoresPage::chosenCorpora() const {
    const ScoreDesk& desk = workbench().scores();
    switch (desk.texts()) {
    case ScoreDesk::Texts::All: return kAllTexts;
    case ScoreDesk::Texts::Weighted: return kWeighted;
    case ScoreDesk::Texts::One: return qstr(desk.text());
    }
    return kAllTexts;
}

PageChoices ScoresPage::ownChoices() const {
    const bool flipped = workbench().scores().isFlipped(m_shownScore.toStdString());
    return {{kScore, m_shownScore},
            {kTexts, chosenCorpora()},
            {kDirection, flipped ? kOtherWay : QString()}};
}

void ScoresPage::takeChoices(const PageChoices& choices) {
    const auto of = [&choices](const QString& name) {
        const auto found = choices.find(name);
        return found == choices.end() ? QString() : found->second;
    };
    m_awaitedScore = of(kScore);
    workbench().scores().setFlipped(m_awaitedScore.toStdString(), of(kDirection) == kOtherWay);
    takeCorpora(of(kTexts));
}

void ScoresPage::refresh() {
    if (const auto choices = takeRequestedChoices()) takeChoices(*choices);
    ScoreDesk& desk = workbench().scores();
    desk.want();
    const auto board = desk.board();
    if (!board || !m_source || m_source->board != board) {
        m_source = scoreTableOf(board, desk.userName());
        m_table->setSource(m_source);
    }
    fillChoosers();
    showCorrelations();
    showScore();
    showState();
}

void ScoresPage::fillChoosers() {
    QList<Choice> scores, layers;
    for (int row = 0; m_source && row < m_source->tableRows(); ++row)
        scores.append({m_source->titleOf(row), m_source->tableCell(row, ScoreTable::Id),
                       m_source->remarkOf(row)});
    // The user's values are chosen once they are compared, which is some refreshes later.
    const QString kept = m_shownScore.isEmpty() ? QStringLiteral("significance") : m_shownScore;
    m_shownScore =
        setChoices(*m_score, scores, m_awaitedScore.isEmpty() ? kept : m_awaitedScore).toString();
    if (m_shownScore == m_awaitedScore)
        m_awaitedScore.clear();
    else if (!m_awaitedScore.isEmpty())
        m_shownScore = setChoices(*m_score, scores, kept).toString();
    if (const auto model = document().model()) {
        layers.append({tr("all layers"), -1});
        for (const int layer : model->spec().moeLayers())
            layers.append({tr("layer %1").arg(layer), layer});
    }
    setChoices(*m_layer, layers, view().layer());
    const QSignalBlocker quiet(m_log);
    m_log->setChecked(view().logAxes());
    fillCorpora();
}

void ScoresPage::fillCorpora() {
    QList<Choice> texts;
    const std::vector<std::string> names = workbench().scores().textNames();
    const CorpusWeights weights = weightsOf(document().corpora());
    if (!names.empty()) texts.append({tr("all texts alike"), kAllTexts});
    if (!names.empty() && !weights.empty())
        texts.append({tr("all texts, by their weights"), kWeighted,
                      tr("The weights that \"Texts and analysis\" gives them")});
    for (const std::string& name : names) texts.append({qstr(name), qstr(name)});
    setChoices(*m_corpora, texts, chosenCorpora());
}

void ScoresPage::showState() {
    ScoreDesk& desk = workbench().scores();
    const bool model = document().model() != nullptr;
    const bool running = desk.isRunning();
    QString text;
    for (const JobInfo& job : workbench().jobs().jobs())
        if (job.active() && job.kind == JobKind::Scores)
            text = tr("Computing the scores: %1 %").arg(static_cast<int>(job.fraction * 100));
    if (model && !running && !desk.mayReadWeights())
        text = tr("Scores of the weights would read %1.").arg(byteText(desk.weightBytes()));
    else if (model && !running && !desk.isCurrent())
        text = tr("Not computed for what is chosen now.");
    m_correlations->setPlaceholder(
        running ? tr("What the scores are worth appears here once they are computed.")
                : tr("Open a model to see what its scores are worth."));
    m_state->setText(text);
    m_state->setVisible(!text.isEmpty());
    m_compute->setText(desk.mayReadWeights() ? tr("Co&mpute") : tr("Read the &weights"));
    m_compute->setVisible(model && !running && (!desk.mayReadWeights() || !desk.isCurrent()));
    const int row = shownRow();
    const bool known =
        row >= 0 && m_source->board->comparison.rows[static_cast<size_t>(row)].missing.empty();
    m_flip->setEnabled(row >= 0);
    m_plan->setEnabled(known);
    m_load->setEnabled(model);
    m_save->setEnabled(m_source != nullptr);
}

void ScoresPage::showCorrelations() {
    const bool offer = document().model() && (!m_source || !m_source->board->isCompared()) &&
                       !(document().losses() && workbench().scores().isRunning());
    m_stack->setCurrentIndex(offer ? 1 : 0);
    QString why;
    if (m_source && m_source->board->lossFault)
        why = qstr(inWindowWords(*m_source->board->lossFault).message());
    m_offer->setReason(why);
    const auto grid = m_source ? correlationGrid(*m_source) : nullptr;
    // Correlations of any table mean the same: the colours stay, whatever the data.
    ColourChoice colours = view().colours(QStringLiteral("score_correlation"));
    if (!colours.limits) colours.limits = ColourLimits{-1, 1};
    colours.spread = ValueScale::Linear;
    m_correlations->setGrid(grid, colours);
    if (!grid) return;
    QSharedPointer<QCPAxisTickerText> names(new QCPAxisTickerText);
    for (int column = 0; column < grid->columns(); ++column)
        names->addTick(column, m_source->tableCell(column, ScoreTable::Id).toString());
    m_correlations->xAxis->setTicker(names);
}

void ScoresPage::showScore() {
    const int row = shownRow();
    m_score->setCurrentIndex(m_score->findData(m_shownScore));
    m_scatter->setScatter(m_source ? scoreScatter(*m_source, row, view().layer(), view().logAxes())
                                   : nullptr);
    const auto grid = m_source ? scoreGrid(*m_source, row) : nullptr;
    m_map->setGrid(grid, view().colours(grid ? qstr(grid->key.metric) : QString()));
    m_link->show();
    {
        const QSignalBlocker quiet(m_flip);
        m_flip->setChecked(workbench().scores().isFlipped(m_shownScore.toStdString()));
    }
    m_table->setCurrentSourceRow(row);
    if (m_correlations->grid())
        m_correlations->setCurrentCell({row, std::max(0, m_correlations->currentCell().y())});
    showNote();
    showState();
}

void ScoresPage::showNote() {
    const int row = shownRow();
    // An empty note is nothing to focus.
    m_note->setTextInteractionFlags(row < 0 ? Qt::NoTextInteraction : Qt::TextSelectableByMouse);
    if (row < 0) return m_note->clear();
    const ScoreRow& score = m_source->board->comparison.rows[static_cast<size_t>(row)];
    const QString text = score.info ? QStringLiteral("%1 <code>%2</code>")
                                          .arg(scoreDescription(*score.info).toHtmlEscaped(),
                                               qstr(score.info->formula).toHtmlEscaped())
                                    : tr("Values that you gave for every expert.");
    const QString remark = m_source->remarkOf(row);
    // There is room for two lines: what must be known comes first.
    m_note->setText(remark.isEmpty() ? text
                                     : QStringLiteral("<b>%1.</b>").arg(remark.toHtmlEscaped()));
    m_note->setToolTip(remark.isEmpty() ? text
                                        : remark.toHtmlEscaped() + QStringLiteral("<br>") + text);
}

} // namespace moqa
