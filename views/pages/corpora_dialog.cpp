// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/corpora_dialog.h"

#include "core/store/demo_files.h"
#include "views/state/job_costs.h"
#include "views/state/settings.h"
#include "views/tables/corpora_model.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

CorporaDialog::CorporaDialog(const CorpusLibrary& corpora, Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings), m_model(new CorporaModel(this)) {
    setWindowTitle(tr("Texts and analysis"));
    setAcceptDrops(true);
    resize(fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 28);
    auto* const layout = new QVBoxLayout(this);
    auto* const text = new QLabel(
        tr("Calibration uses a share of each text, evaluation the rest: they never overlap. Known "
           "texts calibrate; new ones only evaluate. Drop .txt or .jsonl files here."),
        this);
    text->setWordWrap(true);
    text->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(text);
    m_table = new QTableView(this);
    m_table->setTabKeyNavigation(false); // Tab goes on to the next widget
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Texts"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(CorporaModel::Name, 150);
    m_table->setColumnWidth(CorporaModel::Calibrates, 140);
    m_table->setColumnWidth(CorporaModel::Evaluates, 110);
    QHeaderView* const header = m_table->horizontalHeader();
    for (int column = 0; column + 1 < header->count(); ++column) // no title is cut
        header->resizeSection(
            column, std::max(header->sectionSize(column), header->sectionSizeHint(column) + 8));
    layout->addWidget(m_table, 1);

    auto* const row = new QHBoxLayout;
    auto* const add = new QPushButton(tr("&Add texts..."), this);
    auto* const demo = new QPushButton(tr("Add &demo texts"), this);
    auto* const remove = new QPushButton(tr("&Remove"), this);
    for (QPushButton* const button : {add, demo, remove}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    row->addStretch(1);
    layout->addLayout(row);

    auto* const form = new QFormLayout;
    m_tokens = new QSpinBox(this);
    m_tokens->setRange(0, 1'000'000'000);
    m_tokens->setSingleStep(1024);
    m_tokens->setValue(8192);
    m_tokens->setGroupSeparatorShown(true);
    m_tokens->setSpecialValueText(tr("all"));
    form->addRow(tr("&Tokens of each text, at most:"), m_tokens);
    m_window = new QSpinBox(this);
    m_window->setRange(0, 1 << 20);
    m_window->setSingleStep(128);
    m_window->setSpecialValueText(tr("the model's limit, at most 2048"));
    form->addRow(tr("&Window in tokens:"), m_window);
    m_significance = new QComboBox(this);
    m_significance->addItem(
        tr("energy: gate\u00b2 \u00d7 activation\u00b2 \u00d7 weight norm\u00b2"),
        static_cast<int>(Significance::Energy));
    m_significance->addItem(tr("magnitude: gate \u00d7 |activation| \u00d7 weight norm"),
                            static_cast<int>(Significance::Magnitude));
    m_significance->addItem(tr("activation: without the weight norm"),
                            static_cast<int>(Significance::Activation));
    form->addRow(tr("&Significance:"), m_significance);
    m_reweight = new QDoubleSpinBox(this);
    m_reweight->setRange(0, 1);
    m_reweight->setSingleStep(0.05);
    m_reweight->setSpecialValueText(tr("off"));
    m_reweight->setToolTip(tr("Exponent a of the token weights rank^-a"));
    form->addRow(tr("Re-&weight frequent tokens:"), m_reweight);
    layout->addLayout(form);
    m_costText = new QLabel(this);
    m_costText->setObjectName(QStringLiteral("cost"));
    m_costText->setWordWrap(true);
    m_costText->setForegroundRole(QPalette::PlaceholderText);
    m_costText->setAccessibleName(tr("What the analysis will cost"));
    layout->addWidget(m_costText);
    m_buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Analyse"));
    layout->addWidget(m_buttons);

    connect(add, &QPushButton::clicked, this, &CorporaDialog::addFiles);
    connect(demo, &QPushButton::clicked, this, &CorporaDialog::addDemoTexts);
    connect(remove, &QPushButton::clicked, this,
            [this] { m_model->removeText(m_table->currentIndex().row()); });
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_model, &QAbstractItemModel::modelReset, this, &CorporaDialog::followRows);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &CorporaDialog::followRows);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &CorporaDialog::followRows);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &CorporaDialog::followRows);
    for (QSpinBox* const box : {m_tokens, m_window})
        connect(box, &QSpinBox::valueChanged, this, &CorporaDialog::showCost);
    m_model->setLibrary(corpora);
    followRows();
}

void CorporaDialog::followRows() {
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(m_model->calibratingCount() > 0);
    showCost();
}

void CorporaDialog::setCost(Cost cost) {
    m_cost = std::move(cost);
    showCost();
}

void CorporaDialog::showCost() {
    const bool known = m_cost && m_model->calibratingCount() > 0;
    m_costText->setText(
        known ? costText(m_cost(choiceOf(corpora()).calibration, maxTokens(), options()))
              : QString());
}

void CorporaDialog::addFiles() {
    const QStringList paths = QFileDialog::getOpenFileNames(
        this, tr("Add texts"), m_settings.lastFolder(),
        tr("Texts (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)"));
    if (paths.isEmpty()) return;
    m_settings.setLastFolder(QFileInfo(paths.front()).absolutePath());
    for (const QString& path : paths) m_model->addFile(path);
}

void CorporaDialog::addDemoTexts() {
    const auto demo = findDemoFiles();
    if (!demo.ok()) {
        emit demoTextsFailed(demo.error());
        return;
    }
    CorpusChoice choice;
    for (const DemoCorpus& corpus : demo->corpora) {
        if (corpus.known) choice.calibration.push_back(corpus.calibration());
        choice.evaluation.push_back(corpus.evaluation());
    }
    m_model->setChoice(choice);
}

void CorporaDialog::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void CorporaDialog::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) m_model->addFile(url.toLocalFile());
    event->acceptProposedAction();
}

const CorpusLibrary& CorporaDialog::corpora() const { return m_model->library(); }
int64_t CorporaDialog::maxTokens() const { return m_tokens->value(); }

AnalyzeOptions CorporaDialog::options() const {
    AnalyzeOptions options;
    options.window = m_window->value();
    options.reweight = m_reweight->value();
    options.significance = static_cast<Significance>(m_significance->currentData().toInt());
    options.corpusWeights = weightsOf(m_model->library());
    return options;
}

} // namespace moqa
