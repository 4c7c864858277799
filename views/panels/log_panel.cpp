// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/log_panel.h"

#include "views/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

LogPanel::LogPanel(LogModel& log, QWidget* parent) : QWidget(parent) {
    auto* const filtered = new QSortFilterProxyModel(this);
    filtered->setSourceModel(&log);
    filtered->setFilterKeyColumn(-1);
    filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* const filter = new QLineEdit(this);
    filter->setPlaceholderText(tr("Filter"));
    filter->setAccessibleName(tr("Filter of the log"));
    filter->setClearButtonEnabled(true);
    auto* const copy = new QToolButton(this);
    copy->setIcon(themedIcon(QStringLiteral("copy")));
    copy->setToolTip(tr("Copy the log"));
    copy->setAccessibleName(copy->toolTip());
    copy->setAutoRaise(true);
    auto* const table = new QTableView(this);
    table->setModel(filtered);
    table->setAccessibleName(tr("Log"));
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setColumnWidth(LogModel::Time, 70);
    table->setColumnWidth(LogModel::Level, 64);
    table->setColumnWidth(LogModel::Area, 150);
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(4, 2, 4, 0);
    row->addWidget(filter, 1);
    row->addWidget(copy);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(row);
    layout->addWidget(table, 1);
    connect(filter, &QLineEdit::textChanged, filtered,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(copy, &QToolButton::clicked, &log,
            [&log] { QGuiApplication::clipboard()->setText(log.toText()); });
    connect(&log, &QAbstractItemModel::rowsInserted, table, &QTableView::scrollToBottom);
}

} // namespace moqa
