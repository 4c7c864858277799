// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/adapt_page.h"

#include "views/heatmap/colour_controls.h"
#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/selection_link.h"
#include "views/pages/adapt_sources.h"
#include "views/panels/adapt_form.h"
#include "views/panels/quantize_form.h"
#include "views/panels/staleness_badge.h"
#include "views/plots/plot_frame.h"
#include "views/plots/series_view.h"
#include "views/state/open_request.h"
#include "views/state/text.h"
#include "views/tables/table_twin.h"

#include <QDir>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

// One file that this page takes: a text, or a quantized file.
QString takenPath(const QMimeData& data) {
    if (data.urls().size() != 1 || !data.urls().front().isLocalFile()) return {};
    const QString path = data.urls().front().toLocalFile();
    return isTextPath(path) || path.endsWith(QLatin1String(".h5")) ? path : QString();
}

QLabel* sentence(QWidget* parent, const char* objectName, const QString& name) {
    auto* const label = new QLabel(parent);
    label->setObjectName(QLatin1String(objectName));
    label->setAccessibleName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

AdaptPage::AdaptPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("adapt"), parent) {
    viewport()->setAcceptDrops(true); // of a scroll area the viewport takes drops
    setHeading(tr("Adapt to a new text"),
               tr("Does the quantized file still fit, and what would a switch of its cached "
                  "channels win? A patch lies over the file and can be taken back; the file stays "
                  "as it is."));
}

void AdaptPage::build() {
    m_form = new AdaptForm(this);
    auto* const right = new QVBoxLayout;
    m_verdict = sentence(this, "adaptVerdict", tr("Verdict"));
    QFont large = m_verdict->font();
    large.setBold(true);
    m_verdict->setFont(large);
    m_verdict->hide();
    right->addWidget(m_verdict);
    m_tabs = new QTabWidget(this);
    m_tabs->setObjectName(QStringLiteral("adaptTabs"));
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(driftTab(), tr("Drift"));
    m_tabs->addTab(expertsTab(), tr("Experts"));
    m_tabs->addTab(gainTab(), tr("What it wins"));
    m_tabs->addTab(patchesTab(), tr("Patches"));
    right->addWidget(m_tabs, 1);
    auto* const columns = new QHBoxLayout;
    columns->setSpacing(14);
    columns->addWidget(m_form);
    columns->addLayout(right, 1);
    body().addLayout(columns, 1);
    addBadges();
    connectForm();
    connectState();
}

QWidget* AdaptPage::driftTab() {
    m_drift = new SeriesView;
    m_drift->setObjectName(QStringLiteral("drift"));
    m_drift->setPlaceholder(tr("Choose a quantized file with a channel cache and a new text, then "
                               "check the plan:\nhow far the text drifts from the calibration "
                               "texts appears here, layer by layer."));
    return addPlot(m_drift, tr("Drift by layer"));
}

QWidget* AdaptPage::expertsTab() {
    auto* const split = new QSplitter(Qt::Vertical, this);
    m_map = new HeatMapView;
    m_map->setObjectName(QStringLiteral("precisionChange"));
    m_map->setPlaceholder(tr("The experts whose precision changes appear here after a check."));
    new SelectionLink(*m_map, workbench().selection());
    split->addWidget(addPlot(m_map, tr("Change of the experts' precision")));
    m_changes = new TableTwin(tr("Experts whose precision changes"), split);
    split->addWidget(m_changes);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    // A row of the table is an expert: the cursor goes there in every plot.
    connect(m_changes, &TableTwin::currentSourceRowChanged, this, [this](int row) {
        if (!m_shown || row < 0 || row >= static_cast<int>(m_shown->changes.size())) return;
        const PrecisionChange& change = m_shown->changes[static_cast<size_t>(row)];
        workbench().selection().setCursor(ObjectRef::ofExpert(change.layer, change.expert));
    });
    return split;
}

QWidget* AdaptPage::gainTab() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 6, 0, 0);
    m_gainText = sentence(box, "adaptGain", tr("What the patch wins"));
    m_gain = new TableTwin(tr("Scores with and without the patch"), box);
    column->addWidget(m_gainText);
    column->addWidget(m_gain, 1);
    return box;
}

QWidget* AdaptPage::patchesTab() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 6, 0, 0);
    m_basePath = sentence(box, "adaptBase", tr("File under the patches"));
    m_patches = new TableTwin(tr("Patches that lie over the file"), box);
    m_addPatch = new QPushButton(tr("Add patch..."), box);
    m_addPatch->setObjectName(QStringLiteral("adaptAddPatch"));
    m_addPatch->setToolTip(tr("A patch that was written for this file"));
    m_takeBack = new QPushButton(tr("Take back"), box);
    m_takeBack->setObjectName(QStringLiteral("adaptTakeBack"));
    m_takeBack->setToolTip(tr("The chosen patch no longer lies over the file; its own file stays "
                              "(Delete in the table)"));
    auto* const row = new QHBoxLayout;
    row->addWidget(m_addPatch);
    row->addWidget(m_takeBack);
    row->addStretch(1);
    column->addWidget(m_basePath);
    column->addWidget(m_patches, 1);
    column->addLayout(row);
    connect(m_addPatch, &QPushButton::clicked, this, &AdaptPage::addPatch);
    connect(m_takeBack, &QPushButton::clicked, this, &AdaptPage::takeBack);
    auto* const key = new QShortcut(QKeySequence(Qt::Key_Delete), &m_patches->table());
    key->setContext(Qt::WidgetShortcut);
    connect(key, &QShortcut::activated, this, &AdaptPage::takeBack);
    connect(m_patches->table().selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AdaptPage::showState);
    return box;
}

void AdaptPage::addBadges() {
    AdaptDesk& desk = workbench().adapting();
    auto* const checked = new StalenessBadge(
        workbench(),
        {tr("Check"), JobKind::Adapt, [&desk] { return desk.outcomeFit(); }, tr("Check again"),
         tr("Check again"),
         [&desk] { return desk.file() ? QString() : tr("choose a file with a channel cache"); }},
        this);
    checked->setObjectName(QStringLiteral("adaptBadge"));
    connect(checked, &StalenessBadge::againRequested, &desk, &AdaptDesk::run);
    auto* const measured = new StalenessBadge(
        workbench(),
        {tr("Measurement"), JobKind::Gain, [&desk] { return desk.gainFit(); }, tr("Measure again"),
         tr("Measure again"),
         [&desk] {
             return desk.outcomeFit().fit == Fit::Current ? QString() : tr("check again first");
         }},
        this);
    measured->setObjectName(QStringLiteral("gainBadge"));
    connect(measured, &StalenessBadge::againRequested, this,
            [this, &desk] { desk.measure(m_form->measuredTokens()); });
    for (StalenessBadge* const badge : {checked, measured}) {
        addBadge(badge);
        connect(&desk, &AdaptDesk::changed, badge, &StalenessBadge::judgeAgain);
    }
}

void AdaptPage::connectForm() {
    AdaptDesk& desk = workbench().adapting();
    connect(m_form, &AdaptForm::fileRequested, this, &AdaptPage::chooseFile);
    connect(m_form, &AdaptForm::textRequested, this, &AdaptPage::chooseText);
    connect(m_form, &AdaptForm::textChosen, this, [this, &desk](int index) {
        const auto all = texts();
        if (index >= 0 && index < static_cast<int>(all.size()))
            desk.setText(all[static_cast<size_t>(index)]);
    });
    connect(m_form, &AdaptForm::optionsChanged, this,
            [this, &desk] { desk.setOptions(m_form->tokens(), m_form->mode()); });
    connect(m_form, &AdaptForm::runRequested, this, [this, &desk] {
        m_tabs->setCurrentIndex(0);
        desk.run();
    });
    connect(m_form, &AdaptForm::stopRequested, &desk, &AdaptDesk::stop);
    connect(m_form, &AdaptForm::measureRequested, this, [this, &desk] {
        m_tabs->setCurrentIndex(2);
        desk.measure(m_form->measuredTokens());
    });
    connect(m_form, &AdaptForm::saveRequested, this, &AdaptPage::savePatch);
}

void AdaptPage::connectState() {
    // Without following the plan: a read that was cancelled would begin again at once.
    connect(&workbench().adapting(), &AdaptDesk::changed, this, [this] {
        if (isVisible()) showAll();
    });
    connect(&view(), &ViewState::changed, this, [this](ViewState::Field field) {
        if (field == ViewState::Field::Colours && isVisible()) showOutcome();
    });
    for (const auto signal : {&Document::opened, &Document::activePlanChanged,
                              &Document::runsChanged, &Document::corpusChoiceChanged})
        connect(&document(), signal, this, &AdaptPage::refreshIfVisible);
    for (const auto signal :
         {&JobRunner::jobAdded, &JobRunner::jobChanged, &JobRunner::jobFinished})
        connect(&workbench().jobs(), signal, this, [this](int number) {
            const JobInfo* const job = workbench().jobs().job(number);
            if (job && isVisible() &&
                (job->kind == JobKind::Adapt || job->kind == JobKind::Gain ||
                 job->kind == JobKind::Patch))
                showState();
        });
}

// Texts of the workspace, and the one that was chosen from a file.
std::vector<AdaptText> AdaptPage::texts() const {
    std::vector<AdaptText> all;
    Workbench& bench = const_cast<AdaptPage*>(this)->workbench();
    for (const CorpusEntry& entry : bench.document().corpora())
        all.push_back({calibrationOf(entry), evaluationOf(entry)});
    const auto chosen = bench.adapting().text();
    if (chosen && std::find(all.begin(), all.end(), *chosen) == all.end()) all.push_back(*chosen);
    return all;
}

QString AdaptPage::askOpen(const QString& title, const QString& filter) {
    const QString path =
        QFileDialog::getOpenFileName(this, title, workbench().settings().lastFolder(), filter);
    if (!path.isEmpty()) workbench().settings().setLastFolder(QFileInfo(path).absolutePath());
    return path;
}

void AdaptPage::chooseFile() {
    const QString path = askOpen(tr("Choose a quantized file"), tr("Quantized model (*.h5)"));
    if (!path.isEmpty()) workbench().adapting().setFile(path);
}

void AdaptPage::chooseText() {
    const QString path = askOpen(tr("Choose a new text"),
                                 tr("Texts (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)"));
    if (!path.isEmpty()) workbench().adapting().setText(adaptTextOf(path.toStdString()));
}

void AdaptPage::savePatch() {
    const AdaptDesk& desk = workbench().adapting();
    if (!desk.mayPatch()) return;
    const QFileInfo base(desk.filePath());
    const QString name =
        QStringLiteral("%1-%2.h5")
            .arg(base.completeBaseName(), qstr(desk.outcome()->choice.text.name()));
    QString path = QFileDialog::getSaveFileName(
        this, tr("Save the patch"), QDir(base.absolutePath()).filePath(name), tr("Patch (*.h5)"));
    if (path.isEmpty()) return;
    if (!path.endsWith(QLatin1String(".h5"))) path += QStringLiteral(".h5");
    m_tabs->setCurrentIndex(3);
    workbench().adapting().save(path);
}

void AdaptPage::addPatch() {
    if (!workbench().adapting().file()) return;
    const QString path = askOpen(tr("Add a patch"), tr("Patch (*.h5)"));
    if (!path.isEmpty()) workbench().adapting().addPatch(path);
}

void AdaptPage::takeBack() {
    const QModelIndexList rows = m_patches->table().selectionModel()->selectedRows();
    if (rows.isEmpty()) return;
    const int row = m_patches->shownRows().at(static_cast<size_t>(rows.front().row()));
    workbench().adapting().takeBack(row);
}

void AdaptPage::dragEnterEvent(QDragEnterEvent* event) {
    if (takenPath(*event->mimeData()).isEmpty()) {
        event->ignore();
    } else if (workbench().adapting().isBusy()) {
        // Nothing can be chosen while a check runs. Taken all the same: the window would open it.
        event->setDropAction(Qt::IgnoreAction);
        event->accept();
    } else {
        event->acceptProposedAction();
    }
}

void AdaptPage::dropEvent(QDropEvent* event) {
    const QString path = takenPath(*event->mimeData());
    if (path.isEmpty() || workbench().adapting().isBusy()) return;
    event->acceptProposedAction();
    if (isTextPath(path))
        workbench().adapting().setText(adaptTextOf(path.toStdString()));
    else
        workbench().adapting().setFile(path);
}

void AdaptPage::refresh() {
    workbench().adapting().followPlan();
    showAll();
}

void AdaptPage::showAll() {
    showTexts();
    showOutcome();
    showVerdict();
    showGain();
    showPatches();
    showState();
}

void AdaptPage::showTexts() {
    QStringList names, tips;
    const auto all = texts();
    for (const AdaptText& text : all) {
        names << qstr(text.name());
        tips << tr("Sample %1, measured on %2")
                    .arg(qstr(corpusArgument(text.sample)), qstr(corpusArgument(text.measured)));
    }
    const auto chosen = workbench().adapting().text();
    const auto found = chosen ? std::find(all.begin(), all.end(), *chosen) : all.end();
    m_form->setTexts(names, tips, found == all.end() ? -1 : static_cast<int>(found - all.begin()));
}

void AdaptPage::showOutcome() {
    const auto& outcome = workbench().adapting().outcome();
    const auto now = outcome ? outcome->adaptation : nullptr;
    const ColourChoice colours = view().colours(QStringLiteral("precision-change"));
    if (now == m_shown) return m_map->setColours(colours);
    m_shown = now;
    m_drift->setSeries(now ? driftSeries(*outcome) : nullptr);
    const auto grid = now ? changeGrid(*outcome) : nullptr;
    m_map->setGrid(grid, colours);
    m_changes->setSource(now ? std::make_shared<ChangeSource>(*outcome) : nullptr);
}

// What was measured says more than what was expected.
void AdaptPage::showVerdict() {
    const auto& outcome = workbench().adapting().outcome();
    const auto& gain = workbench().adapting().gain();
    m_verdict->setVisible(outcome.has_value());
    QString text = outcome ? verdictText(*outcome) : QString();
    if (outcome && gain && gain->difference && gain->choice == outcome->choice)
        text += QLatin1Char(' ') + gainVerdict(*gain);
    m_verdict->setText(text);
}

void AdaptPage::showGain() {
    const auto& gain = workbench().adapting().gain();
    m_gainText->setText(gain ? gainText(*gain)
                             : tr("With and without the patch, on a part of the text that is no "
                                  "part of the sample: measure it before it is applied."));
    m_gain->setSource(gain ? std::make_shared<GainSource>(*gain) : nullptr);
}

void AdaptPage::showPatches() {
    const AdaptDesk& desk = workbench().adapting();
    m_basePath->setText(
        desk.file() ? tr("Over %1, which is never written. Use: moqa evaluate FILE --patch PATCH.")
                          .arg(QFileInfo(desk.filePath()).fileName())
                    : tr("No file with a channel cache is chosen."));
    const auto source = std::make_shared<PatchSource>(desk.patches());
    m_patches->setSource(desk.file() ? source : nullptr);
    m_tabs->setTabText(3, desk.patches().empty() ? tr("Patches")
                                                 : tr("Patches (%1)").arg(desk.patches().size()));
}

void AdaptPage::showState() {
    if (!isBuilt()) return;
    const AdaptDesk& desk = workbench().adapting();
    AdaptForm::State state;
    state.file = desk.filePath();
    if (const auto file = desk.file()) {
        QStringList names;
        for (const std::string& name : file->cached.corpora) names << qstr(name);
        state.fileText = tr("%1 % of the channels cached: %2, %3; calibrated on %4.")
                             .arg(figure(100 * file->cached.share), count(file->channels),
                                  byteText(file->cacheBytes), names.join(QStringLiteral(", ")));
        state.measures = desk.original()
                             ? tr("Divergence is measured from the model that is open.")
                             : tr("The original model is not open: perplexity alone is measured.");
    } else if (desk.isReading()) {
        state.fileText = tr("Reading the channel cache...");
    }
    if (const auto& fault = desk.fault()) state.fault = qstr(fault->message());
    if (desk.isReading())
        state.missing = QString();
    else if (!desk.file())
        state.missing = tr("Choose a file that was written with a channel cache: on the page "
                           "Export, or with moqa quantize --cache 0.01.");
    else if (!desk.text())
        state.missing = tr("Choose a new text, or drop one here.");
    if (const auto model = document().model(); model && desk.text())
        state.estimate = costText(
            workbench().pace().corrected(JobKind::Adapt, adaptCost(*model, desk.choice())));
    const auto& outcome = desk.outcome();
    if (outcome) state.patch = patchText(*outcome);
    state.mayMeasure = desk.mayPatch();
    state.maySave = desk.mayPatch() && !desk.isPatching();
    if (desk.file() && desk.text()) {
        state.command = {QStringLiteral("moqa"), QStringLiteral("adapt"), desk.filePath(),
                         QStringLiteral("--corpus"), qstr(corpusArgument(desk.text()->sample))};
        if (desk.tokens() != AdaptChoice().tokens)
            state.command << QStringLiteral("--tokens") << QString::number(desk.tokens());
        if (desk.mode() == PatchMode::Resident)
            state.command << QStringLiteral("--mode") << QStringLiteral("resident");
    }
    for (const JobInfo& job : workbench().jobs().jobs()) {
        if (!job.active() || (job.kind != JobKind::Adapt && job.kind != JobKind::Gain)) continue;
        state.progress = job.fraction;
        state.mayStop = job.state != JobState::Cancelling;
        state.step = job.state == JobState::Cancelling ? tr("stopping") : job.step;
        if (job.remainingMs) state.step += tr(", %1 left").arg(durationText(*job.remainingMs));
    }
    state.mayRun = desk.file() && desk.text();
    m_form->setState(state);
    m_addPatch->setEnabled(desk.file() && !state.progress && !desk.isPatching());
    m_takeBack->setEnabled(m_patches->table().selectionModel()->hasSelection() &&
                           !desk.isPatching());
}

} // namespace moqa
