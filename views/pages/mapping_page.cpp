// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/mapping_page.h"

#include "views/pages/choosers.h"
#include "views/plots/plot_frame.h"
#include "views/plots/scatter_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QVBoxLayout>

namespace moqa {

namespace {
const QString kFirstMetric = QStringLiteral("significance");
}

MappingPage::MappingPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("mapping"), parent) {
    setHeading(tr("Mapping"), tr("An expert's significance on one text against another. On the "
                                 "dashed diagonal it means the same to both; far from it, the plan "
                                 "should know which text comes."));
}

void MappingPage::build() {
    QHBoxLayout* const row = addControls();
    m_metric = addChooser(*row, tr("&Metric:"));
    m_x = addChooser(*row, tr("Al&ong x:"));
    m_y = addChooser(*row, tr("Along &y:"));
    m_layer = addChooser(*row, tr("La&yer:"));
    m_log = new QCheckBox(tr("Lo&garithmic axes"), this);
    m_log->setChecked(view().logAxes());
    row->addWidget(m_log);
    row->addStretch(1);
    m_scatter = new ScatterView;
    m_scatter->setPlaceholder(
        tr("Two analysed texts are needed to compare them.\n\nChoose texts with \"Texts and "
           "analysis\" (Ctrl+T)."));
    body().addWidget(addPlot(m_scatter, tr("One corpus against another")), 1);
    connectChoosers();
    linkSelection();
    connect(&document(), &Document::opened, this, &MappingPage::refreshIfVisible);
    connect(&document(), &Document::analysisChanged, this, &MappingPage::refreshIfVisible);
    connect(&view(), &ViewState::changed, this, &MappingPage::refreshIfVisible);
}

void MappingPage::connectChoosers() {
    connect(m_metric, &QComboBox::activated, this, [this] {
        m_shownMetric = m_metric->currentData().toString();
        refresh();
    });
    connect(m_x, &QComboBox::activated, this,
            [this] { view().setCorpus(m_x->currentData().toString()); });
    connect(m_y, &QComboBox::activated, this,
            [this] { view().setOtherCorpus(m_y->currentData().toString()); });
    connect(m_layer, &QComboBox::activated, this,
            [this] { view().setLayer(m_layer->currentData().toInt()); });
    connect(m_log, &QCheckBox::toggled, &view(), &ViewState::setLogAxes);
}

void MappingPage::linkSelection() {
    Selection& selection = workbench().selection();
    connect(m_scatter, &ScatterView::pointHovered, this, [&selection](int layer, int expert) {
        selection.setHovered(expert < 0 ? ObjectRef() : ObjectRef::ofExpert(layer, expert));
    });
    connect(m_scatter, &ScatterView::pointClicked, this,
            [&selection](int layer, int expert, Qt::KeyboardModifiers modifiers) {
                const ObjectRef object = ObjectRef::ofExpert(layer, expert);
                selection.setCursor(object);
                if (modifiers.testFlag(Qt::ControlModifier))
                    selection.toggle(object);
                else
                    selection.setObjects({object});
            });
    connect(m_scatter, &ScatterView::pinRequested, this, [&selection](int layer, int expert) {
        const ObjectRef object = ObjectRef::ofExpert(layer, expert);
        selection.setPinned(object == selection.pinned() ? ObjectRef() : object);
    });
    connect(m_scatter, &ScatterView::pointsEnclosed, this,
            [&selection](const auto& units, Qt::KeyboardModifiers modifiers) {
                Selection::Objects objects;
                if (modifiers.testFlag(Qt::ControlModifier)) objects = selection.objects();
                for (const auto& [layer, expert] : units)
                    objects.insert(ObjectRef::ofExpert(layer, expert));
                selection.setObjects(std::move(objects));
            });
    connect(&selection, &Selection::objectsChanged, this, &MappingPage::showSelection);
    connect(&selection, &Selection::cursorChanged, this, &MappingPage::showSelection);
}

void MappingPage::showSelection() {
    if (!isVisible()) return;
    std::set<std::pair<int, int>> units;
    for (const ObjectRef& object : workbench().selection().objects())
        if (object.kind == ObjectKind::Expert) units.insert({object.layer, object.expert});
    m_scatter->setSelected(std::move(units));
    const ObjectRef cursor = workbench().selection().cursor();
    m_scatter->setCurrent(cursor.layer, cursor.expert);
}

void MappingPage::refresh() {
    const auto analysis = document().analysis();
    const QString wanted = m_shownMetric.isEmpty() ? kFirstMetric : m_shownMetric;
    QList<Choice> metrics, corpora;
    if (analysis) {
        // Only what is known of single texts can be compared between them.
        for (const Choice& choice : metricChoices(*analysis, "layer,expert"))
            if (corpusChoices(*analysis, choice.data.toString(), true).size() >= 2)
                metrics.append(choice);
    }
    const QString metric = setChoices(*m_metric, metrics, wanted).toString();
    if (analysis && !metric.isEmpty()) corpora = corpusChoices(*analysis, metric, true);
    const QString x = setChoices(*m_x, corpora, view().corpus()).toString();
    QString other = view().otherCorpus();
    for (const Choice& choice : corpora)
        if (other.isEmpty() || other == x) other = choice.data.toString();
    const QString y = setChoices(*m_y, corpora, other).toString();
    const int layer =
        setChoices(*m_layer, analysis ? layerChoices(*analysis, true) : QList<Choice>(),
                   view().layer())
            .toInt();
    m_scatter->setScatter(metric.isEmpty() ? nullptr
                                           : corpusScatter(*analysis, metric, x, y, layer));
    m_scatter->setLogAxes(view().logAxes());
    showSelection();
}

} // namespace moqa
