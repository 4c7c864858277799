// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A plot's values as a table with a filter line: sorted by a click on a header, filtered by words,
// pattern or value, copied with the header. GUI thread.

#include "views/tables/source_table_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace moqa {

class TableTwin : public QWidget {
    Q_OBJECT
public:
    explicit TableTwin(const QString& name, QWidget* parent = nullptr);

    void setSource(std::shared_ptr<const PlotSource> source);
    void setCurrentSourceRow(int sourceRow); // -1 = none
    void setSelectedSourceRows(const std::vector<int>& sourceRows);
    QTableView& table() { return *m_table; }
    // Rows of the source that the filter leaves, in the order shown.
    std::vector<int> shownRows() const;
    // The selected rows, or all shown if none is: tab-separated text and HTML, with the header.
    void copy() const;

signals:
    void currentSourceRowChanged(int sourceRow);                        // by the user
    void selectedSourceRowsChanged(const std::vector<int>& sourceRows); // by the user

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void addFilterRow(QLayout& layout, const QString& name);
    void applyFilter();
    std::vector<int> selectedRows() const;
    void updateColumns();

    SourceTableModel* m_model;
    QTableView* m_table;
    QLineEdit* m_filter;
    QComboBox* m_column;
    QLabel* m_count;
    QStringList m_headers;
    bool m_following = false; // what others selected is being shown
};

// Puts rows of a source on the clipboard, as text and HTML, with their header.
void copyRows(const PlotSource& source, const std::vector<int>& rows);

} // namespace moqa
