// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tables/table_twin.h"

#include "views/state/text.h"
#include "views/state/window_words.h"
#include "views/theme/row_height.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

TableTwin::TableTwin(const QString& name, QWidget* parent)
    : QWidget(parent), m_model(new SourceTableModel(this)), m_table(new QTableView(this)) {
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    addFilterRow(*layout, name);
    m_table->setTabKeyNavigation(false); // Tab goes on to the next widget
    m_table->setAccessibleName(tr("%1, as a table").arg(name));
    m_table->setAlternatingRowColors(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setModel(m_model);
    keepRowHeight(*m_table, 6);
    // Widths from some rows: measuring all 30 000 takes 77 ms.
    m_table->horizontalHeader()->setResizeContentsPrecision(50);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    m_table->setSortingEnabled(true);
    m_table->installEventFilter(this);
    layout->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (now.isValid() && !m_following && m_table->hasFocus())
                    emit currentSourceRowChanged(m_model->sourceRow(now.row()));
            });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        if (!m_following && m_table->hasFocus()) emit selectedSourceRowsChanged(selectedRows());
    });
}

void TableTwin::addFilterRow(QLayout& layout, const QString& name) {
    auto* const row = new QHBoxLayout;
    row->setContentsMargins(8, 2, 8, 0);
    m_filter = new QLineEdit(this);
    m_filter->setClearButtonEnabled(true);
    m_filter->setPlaceholderText(tr("Filter: words, /pattern/ or > 1.5"));
    m_filter->setAccessibleName(tr("Filter of the table %1").arg(name));
    m_filter->setToolTip(tr("Words that a row must show, a /regular expression/, or a comparison "
                            "of the value: > 1.5, <= 0, = 4, != 0"));
    m_column = new QComboBox(this);
    m_column->setAccessibleName(tr("Column that the filter looks at"));
    m_column->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_count = new QLabel(this);
    row->addWidget(m_filter, 1);
    row->addWidget(m_column);
    row->addWidget(m_count);
    static_cast<QBoxLayout&>(layout).addLayout(row);
    connect(m_filter, &QLineEdit::textChanged, this, &TableTwin::applyFilter);
    connect(m_column, &QComboBox::activated, this, &TableTwin::applyFilter);
}

void TableTwin::setSource(std::shared_ptr<const PlotSource> source) {
    if (source == m_model->source()) return;
    m_model->setSource(std::move(source));
    updateColumns();
    applyFilter();
}

void TableTwin::updateColumns() {
    QStringList headers;
    for (int column = 0; column < m_model->columnCount(); ++column)
        headers << m_model->source()->tableHeader(column);
    if (headers == m_headers) return;
    m_headers = headers;
    m_column->clear();
    m_column->addItem(tr("any column"), -1);
    for (int column = 0; column < headers.size(); ++column)
        m_column->addItem(headers[column], column);
    m_table->resizeColumnsToContents();
}

void TableTwin::applyFilter() {
    const auto filter = TableFilter::parse(m_filter->text());
    // Half a pattern is no fault worth a message: the rows stay until it is whole.
    m_filter->setProperty("invalid", !filter.ok());
    const Error fault = filter.ok() ? Error() : inWindowWords(filter.error());
    m_count->setToolTip(filter.ok() ? QString() : qstr(fault.message()));
    if (!filter.ok()) {
        m_count->setText(qstr(fault.what));
        return;
    }
    m_model->setFilter(filter.value(), m_column->currentData().toInt());
    m_count->setText(tr("%n row(s)", nullptr, m_model->rowCount()));
}

void TableTwin::setCurrentSourceRow(int sourceRow) {
    const int row = m_model->rowOfSource(sourceRow);
    if (row < 0) return;
    m_following = true;
    // The cursor may move within what is selected; where the table led, its selection follows.
    const QModelIndex index = m_model->index(row, 0);
    if (m_table->selectionModel()->isSelected(index))
        m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    else if (m_table->currentIndex().row() != row)
        m_table->selectRow(row);
    m_following = false;
    m_table->scrollTo(m_model->index(row, 0), QAbstractItemView::EnsureVisible);
}

void TableTwin::setSelectedSourceRows(const std::vector<int>& sourceRows) {
    std::vector<int> shown, now = selectedRows();
    std::sort(now.begin(), now.end());
    std::vector<int> wanted = sourceRows;
    std::sort(wanted.begin(), wanted.end());
    if (now == wanted) return;
    for (int row = 0; row < m_model->rowCount(); ++row)
        if (std::binary_search(wanted.begin(), wanted.end(), m_model->sourceRow(row)))
            shown.push_back(row);
    // Runs of rows: Qt compares every range with every other.
    QItemSelection selection;
    for (size_t i = 0; i < shown.size();) {
        const size_t from = i++;
        while (i < shown.size() && shown[i] == shown[i - 1] + 1) ++i;
        selection.append(
            QItemSelectionRange(m_model->index(shown[from], 0),
                                m_model->index(shown[i - 1], m_model->columnCount() - 1)));
    }
    m_following = true;
    m_table->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    m_following = false;
}

std::vector<int> TableTwin::shownRows() const {
    std::vector<int> rows;
    for (int row = 0; row < m_model->rowCount(); ++row) rows.push_back(m_model->sourceRow(row));
    return rows;
}

std::vector<int> TableTwin::selectedRows() const {
    std::vector<int> rows;
    // Ranges, since a list of indexes of 30 000 rows takes seconds to make.
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    for (int& row : rows) row = m_model->sourceRow(row);
    return rows;
}

void TableTwin::copy() const {
    if (!m_model->source()) return;
    const std::vector<int> selected = selectedRows();
    copyRows(*m_model->source(), selected.empty() ? shownRows() : selected);
}

bool TableTwin::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void copyRows(const PlotSource& source, const std::vector<int>& rows) {
    auto* const data = new QMimeData;
    data->setText(source.tabText(rows));
    data->setHtml(source.htmlTable(rows));
    QGuiApplication::clipboard()->setMimeData(data);
}

} // namespace moqa
