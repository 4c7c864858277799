// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/plan_library.h"

#include "views/state/workbench.h"
#include "views/tables/plan_library_model.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

namespace moqa {

PlanLibrary::PlanLibrary(Workbench& workbench, QWidget* parent)
    : QWidget(parent), m_workbench(workbench),
      m_model(new PlanLibraryModel(workbench.document(), this)), m_table(new QTableView(this)),
      m_duplicate(new QPushButton(tr("D&uplicate"), this)),
      m_rename(new QPushButton(tr("Re&name"), this)),
      m_remove(new QPushButton(tr("De&lete"), this)) {
    m_table->setTabKeyNavigation(false); // Tab goes on to the next widget
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Plans"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setAlternatingRowColors(true);
    m_table->verticalHeader()->hide();
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setSectionResizeMode(PlanLibraryModel::Name,
                                                      QHeaderView::ResizeToContents);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(6, 0, 6, 6);
    for (QPushButton* const button : {m_duplicate, m_rename, m_remove}) row->addWidget(button);
    row->addStretch(1);
    layout->addLayout(row);

    Document& document = workbench.document();
    connect(m_duplicate, &QPushButton::clicked, this,
            [this] { m_workbench.document().duplicatePlan(currentName()); });
    connect(m_rename, &QPushButton::clicked, this, [this] {
        m_table->edit(m_table->currentIndex().siblingAtColumn(PlanLibraryModel::Name));
    });
    connect(m_remove, &QPushButton::clicked, this,
            [this] { m_workbench.document().removePlan(currentName()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &PlanLibrary::showCurrent);
    connect(m_model, &QAbstractItemModel::modelReset, this, &PlanLibrary::followActive);
    connect(&document, &Document::activePlanChanged, this, &PlanLibrary::followActive);
    connect(&document, &Document::readOnlyChanged, this, &PlanLibrary::followActive);
    followActive();
}

std::string PlanLibrary::currentName() const {
    return m_model->nameAt(m_table->currentIndex().row());
}

void PlanLibrary::showCurrent() {
    if (const std::string name = currentName(); !name.empty())
        m_workbench.document().setActivePlan(name);
}

void PlanLibrary::followActive() {
    const int row = m_model->rowOf(m_workbench.document().activePlanName());
    {
        const QSignalBlocker noEcho(m_table->selectionModel());
        m_table->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row, 0));
    }
    m_table->viewport()->update();
    const bool usable = row >= 0 && m_workbench.document().readOnlyReason().isEmpty();
    for (QPushButton* const button : {m_duplicate, m_rename, m_remove}) button->setEnabled(usable);
}

} // namespace moqa
