// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/selection_bar.h"

#include "views/panels/histogram_brush.h"
#include "views/panels/query_line.h"
#include "views/panels/wrap_box.h"
#include "views/state/metric_text.h"
#include "views/state/selection_verbs.h"
#include "views/state/text.h"
#include "views/state/window_words.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

SelectionBar::SelectionBar(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench) {
    setObjectName(QStringLiteral("selectionBar"));
    buildRow();
    connectState();
    updateFields();
    updateHistogram();
    showCount();
}

void SelectionBar::buildRow() {
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(6, 2, 6, 2);
    column->setSpacing(1);
    auto* const box = new WrapBox(this);
    column->addWidget(box);
    QHBoxLayout* const row = box->newGroup(true);
    m_verbs = box->newGroup();
    QHBoxLayout* const brush = box->newGroup();
    auto* const label = new QLabel(tr("Se&lect:"), this);
    m_query = new QueryLine(this);
    m_query->setAccessibleName(tr("Select experts by query"));
    m_query->setPlaceholderText(tr("load < 0.1 & bits > 4"));
    m_queryTip = tr("Return selects the experts for which this holds. Fields are the "
                    "quantities of an expert, layer, expert, bits and locked; "
                    "top(load, 5%) and rank(load) help; load[code] is of one text.");
    m_query->setToolTip(m_queryTip);
    m_query->setClearButtonEnabled(true);
    m_query->setMinimumWidth(fontMetrics().averageCharWidth() * 14);
    label->setBuddy(m_query);
    row->addWidget(label);
    row->addWidget(m_query, 1);
    m_count = new QLabel(this);
    row->addWidget(m_count);
    addVerb(tr("Clear"), tr("Select nothing"),
            [](const Document&, const Selection&) { return Selection::Objects(); });
    addVerb(tr("Invert"), tr("Select the experts that are not selected"),
            [](const Document& document, const Selection& selection) {
                return otherExperts(document, selection.objects());
            });
    addVerb(tr("Layer"), tr("Select all experts of the layers that are touched"), wholeLayers);
    addVerb(tr("Column"), tr("Select the experts of the same index in every layer"), wholeColumns);
    m_sets = new QToolButton(this);
    m_sets->setText(tr("Sets"));
    m_sets->setToolTip(tr("Keep the selection under a name, or select a set again"));
    m_sets->setAccessibleName(tr("Named sets of experts"));
    m_sets->setPopupMode(QToolButton::InstantPopup);
    m_setsMenu = new QMenu(m_sets);
    m_sets->setMenu(m_setsMenu);
    m_verbs->addWidget(m_sets);
    m_metric = new QLabel(this);
    m_metric->setForegroundRole(QPalette::PlaceholderText);
    brush->addWidget(m_metric);
    m_histogram = new HistogramBrush(this);
    brush->addWidget(m_histogram);
    m_error = new QLabel(this);
    m_error->setObjectName(QStringLiteral("queryError"));
    m_error->setWordWrap(true);
    m_error->hide();
    column->addWidget(m_error);
}

QToolButton* SelectionBar::addVerb(const QString& text, const QString& tip,
                                   Selection::Objects (*verb)(const Document&, const Selection&)) {
    auto* const button = new QToolButton(this);
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    m_verbs->addWidget(button);
    connect(button, &QToolButton::clicked, this, [this, verb] {
        Selection& selection = m_workbench.selection();
        selection.setObjects(verb(m_workbench.document(), selection));
    });
    return button;
}

void SelectionBar::connectState() {
    Document& document = m_workbench.document();
    connect(m_query, &QLineEdit::returnPressed, this, &SelectionBar::runQuery);
    connect(m_query, &QLineEdit::textEdited, this, [this] {
        showError({});
        m_answer.reset(); // not asked yet
        markQuery();
    });
    connect(m_setsMenu, &QMenu::aboutToShow, this, &SelectionBar::fillSetsMenu);
    connect(m_histogram, &HistogramBrush::rangeBrushed, this, &SelectionBar::takeRange);
    connect(m_histogram, &HistogramBrush::brushBegan, this,
            [this] { m_beforeBrush = m_workbench.selection().objects(); });
    connect(m_histogram, &HistogramBrush::brushAbandoned, this,
            [this] { m_workbench.selection().setObjects(m_beforeBrush); });
    connect(&m_workbench.selection(), &Selection::objectsChanged, this, [this] {
        showCount();
        markQuery();
    });
    for (const auto signal :
         {&Document::opened, &Document::analysisChanged, &Document::activePlanChanged})
        connect(&document, signal, this, [this] {
            updateFields();
            updateHistogram();
            showCount();
        });
    // Painting edits many times a second.
    auto* const soon = new QTimer(this);
    soon->setSingleShot(true);
    soon->setInterval(0);
    connect(soon, &QTimer::timeout, this, &SelectionBar::updateHistogram);
    connect(&document, &Document::planEdited, soon, [this, soon] {
        if (!m_workbench.document().analysis()) soon->start(); // it shows bits
    });
    if (QAction* const query = m_workbench.actions().action(QStringLiteral("selection.query")))
        connect(query, &QAction::triggered, this, &SelectionBar::focusQuery);
    connect(&m_workbench.view(), &ViewState::changed, this, [this](ViewState::Field field) {
        if (field == ViewState::Field::Metric || field == ViewState::Field::Corpus)
            updateHistogram();
    });
}

void SelectionBar::runQuery() {
    const QString text = m_query->text().trimmed();
    m_answer.reset();
    markQuery();
    if (text.isEmpty()) {
        showError({});
        return;
    }
    auto found = expertsWhere(m_workbench.document(), m_workbench.view().corpus(), m_query->text());
    if (!found.ok()) {
        const Error error = inWindowWords(found.error());
        QString line = qstr(error.what);
        if (!error.where.empty()) line = tr("%1: %2").arg(qstr(error.where), line);
        if (!error.hint.empty()) line += QStringLiteral("; ") + qstr(error.hint);
        showError(line, queryErrorPosition(found.error()));
        return;
    }
    showError({});
    if (found->empty()) showError(tr("No expert is like that."));
    m_answer = *found;
    m_workbench.selection().setObjects(std::move(*found));
    markQuery();
}

// A query that no longer says what is selected is written in italics.
void SelectionBar::markQuery() {
    const bool left = m_answer && *m_answer != m_workbench.selection().objects();
    QFont font = m_query->font();
    font.setItalic(left && !m_query->text().isEmpty());
    m_query->setFont(font);
    const QString note = font.italic() ? tr("The selection was changed after this query. Return "
                                            "selects by it again.")
                                       : QString();
    m_query->setToolTip(note.isEmpty() ? m_queryTip : note + QStringLiteral("\n") + m_queryTip);
    m_query->setAccessibleDescription(note.isEmpty() ? m_error->text() : note);
}

void SelectionBar::focusQuery() {
    m_query->setFocus(Qt::ShortcutFocusReason);
    m_query->selectAll();
}

void SelectionBar::showError(const QString& text, int position) {
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    m_query->setAccessibleDescription(text);
    if (position >= 0) m_query->setSelection(position, 1);
}

void SelectionBar::showCount() {
    const Document& document = m_workbench.document();
    int experts = 0;
    for (const ObjectRef& object : m_workbench.selection().objects())
        experts += object.kind == ObjectKind::Expert;
    m_count->setText(tr("%1 of %2 experts").arg(count(experts), count(expertCount(document))));
    setVisible(expertCount(document) > 0);
    if (!m_brushing) m_histogram->clearRange(); // another hand chose
}

void SelectionBar::updateFields() {
    QStringList names;
    for (const std::string& name : queryFieldNames()) names << qstr(name);
    for (const std::string& name : queryFunctionNames()) names << qstr(name);
    for (const char* word : {"and", "or", "not", "in"}) names << QLatin1String(word);
    names.sort(Qt::CaseInsensitive);
    m_query->setNames(names);
}

void SelectionBar::updateHistogram() {
    const auto analysis = m_workbench.document().analysis();
    m_values.clear();
    QString name;
    if (analysis) {
        const QString chosen = m_workbench.view().metric();
        const std::string metric = chosen.isEmpty() ? "load" : chosen.toStdString();
        auto array = analysis->find(metric, m_workbench.view().corpus().toStdString());
        if (!array) array = analysis->find(metric, "");
        const MetricInfo* const info = findMetric(metric);
        const size_t cells = analysis->moeLayers.size() * static_cast<size_t>(analysis->experts);
        if (array && info && array->values.size() == cells) {
            m_values = array->values;
            m_layers = analysis->moeLayers;
            m_experts = analysis->experts;
            name = metricTitle(*info);
        }
    } else if (const Plan* const plan = m_workbench.document().activePlan(); plan) {
        const UnitFields fields = queryFields(m_workbench.document(), {});
        m_values = fields.bits;
        m_layers = fields.moeLayers;
        m_experts = fields.experts;
        name = tr("Bits");
    }
    m_metric->setText(name);
    fitMetric();
    m_histogram->setValues(name, m_values);
}

// Its name stands in the tip of the histogram too: it is the first to give way, and is never cut.
void SelectionBar::fitMetric() {
    const int missing = m_metric->isHidden() ? m_metric->sizeHint().width() + 12 : 0;
    m_metric->setVisible(layout()->sizeHint().width() + missing <= width());
}

void SelectionBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitMetric();
}

void SelectionBar::takeRange(double lower, double upper) {
    Selection::Objects objects;
    for (size_t i = 0; i < m_values.size(); ++i) {
        if (!(m_values[i] >= lower && m_values[i] <= upper)) continue;
        const auto experts = static_cast<size_t>(m_experts);
        objects.insert(objects.end(),
                       ObjectRef::ofExpert(m_layers[i / experts], static_cast<int>(i % experts)));
    }
    m_brushing = true;
    m_workbench.selection().setObjects(std::move(objects));
    m_brushing = false;
}

void SelectionBar::fillSetsMenu() {
    m_setsMenu->clear();
    Document& document = m_workbench.document();
    QAction* const keep =
        m_setsMenu->addAction(tr("&Keep the selection as..."), this, &SelectionBar::saveSet);
    keep->setEnabled(!m_workbench.selection().objects().empty());
    if (document.namedSets().empty()) return;
    m_setsMenu->addSeparator();
    for (const auto& [name, objects] : document.namedSets())
        m_setsMenu->addAction(
            tr("%1 (%2)").arg(qstr(name), count(static_cast<qint64>(objects.size()))), this,
            [this, chosen = objects] { m_workbench.selection().setObjects(chosen); });
    m_setsMenu->addSeparator();
    QMenu* const rename = m_setsMenu->addMenu(tr("&Rename"));
    QMenu* const remove = m_setsMenu->addMenu(tr("&Delete"));
    for (const auto& entry : document.namedSets()) {
        const std::string name = entry.first;
        rename->addAction(qstr(name), this, [this, name] { renameSet(name); });
        remove->addAction(qstr(name), this,
                          [this, name] { m_workbench.document().removeNamedSet(name); });
    }
}

void SelectionBar::saveSet() {
    bool given = false;
    const QString name = QInputDialog::getText(this, tr("Keep the selection"), tr("&Name:"),
                                               QLineEdit::Normal, {}, &given);
    if (given && !name.trimmed().isEmpty())
        m_workbench.document().setNamedSet(name.trimmed().toStdString(),
                                           m_workbench.selection().objects());
}

void SelectionBar::renameSet(const std::string& name) {
    bool given = false;
    const QString wanted = QInputDialog::getText(this, tr("Rename the set"), tr("&Name:"),
                                                 QLineEdit::Normal, qstr(name), &given);
    if (given && !wanted.trimmed().isEmpty())
        m_workbench.document().renameNamedSet(name, wanted.trimmed().toStdString());
}

} // namespace moqa
