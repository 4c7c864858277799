// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/model_panel.h"

#include "views/panels/name_first.h"
#include "views/panels/tree_selection.h"
#include "views/state/text.h"
#include "views/tables/model_tree_model.h"

#include <QLabel>
#include <QTreeView>
#include <QVBoxLayout>

namespace moqa {

namespace {
constexpr int kIndentation = 12; // four levels leave a name its room
}

ModelPanel::ModelPanel(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench), m_facts(new QLabel(this)),
      m_tree(new QTreeView(this)), m_model(new ModelTreeModel(this)) {
    m_facts->setWordWrap(true);
    m_facts->setContentsMargins(8, 6, 8, 4);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_tree->setModel(m_model);
    new TreeSelection(*m_tree, *m_model, nullptr, workbench.selection());
    m_tree->setAccessibleName(tr("Tensors of the model"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setUniformRowHeights(true);
    m_tree->setAlternatingRowColors(true);
    m_tree->setTextElideMode(Qt::ElideMiddle); // "experts.3.down_proj": both ends tell
    m_tree->setIndentation(kIndentation);
    new NameFirst(*m_tree, ModelTreeModel::Name,
                  {ModelTreeModel::Type, ModelTreeModel::Shape, ModelTreeModel::Bytes});
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_facts);
    layout->addWidget(m_tree, 1);
    connect(&workbench.document(), &Document::opened, this, &ModelPanel::showModel);
    showModel();
}

void ModelPanel::showModel() {
    const auto model = m_workbench.document().model();
    m_model->setModel(model);
    if (!model) {
        m_facts->setText(tr("No model is open."));
        return;
    }
    const ModelSpec& spec = model->spec();
    int64_t weights = 0, bytes = 0;
    for (const WeightEntry& entry : model->weights()) {
        weights += entry.count();
        bytes += entry.bytes;
    }
    m_facts->setText(
        tr("<b>%1</b><br>%2, %3 layers, %4 experts, %5 a token%6<br>%7 M weights, %8")
            .arg(qstr(model->name()).toHtmlEscaped(), qstr(spec.family).toHtmlEscaped())
            .arg(spec.layerCount())
            .arg(spec.experts)
            .arg(spec.topK)
            .arg(spec.sharedExperts > 0 ? tr(", %n shared", nullptr, spec.sharedExperts)
                                        : QString())
            .arg(QLocale().toString(static_cast<double>(weights) / 1e6, 'f', 1), byteText(bytes)));
    m_tree->setToolTip(qstr(model->path()));
}

} // namespace moqa
