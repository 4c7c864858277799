// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The selection of experts in one row, for every page: how many, a query line, invert, whole layers
// and columns, named sets, and a histogram to brush. Each verb is one change of the selection. GUI
// thread.

#include "views/state/workbench.h"

#include <QWidget>

#include <optional>

class QLabel;
class QMenu;
class QToolButton;

namespace moqa {

class HistogramBrush;
class QueryLine;

class SelectionBar : public QWidget {
    Q_OBJECT
public:
    explicit SelectionBar(Workbench& workbench, QWidget* parent = nullptr);

    // What Return in the line does. The error, if any, stands under it.
    void runQuery();
    void focusQuery();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildRow();
    QToolButton* addVerb(const QString& text, const QString& tip,
                         Selection::Objects (*verb)(const Document&, const Selection&));
    void connectState();
    void showCount();
    void showError(const QString& text, int position = -1);
    void markQuery();
    void updateFields();
    void updateHistogram();
    void fitMetric();
    void takeRange(double lower, double upper);
    void fillSetsMenu();
    void saveSet();
    void renameSet(const std::string& name);

    Workbench& m_workbench;
    QueryLine* m_query;
    QString m_queryTip;
    std::optional<Selection::Objects> m_answer; // of the query that stands in the line, if asked
    QLabel *m_count, *m_error, *m_metric;
    QHBoxLayout* m_verbs;
    QToolButton* m_sets;
    QMenu* m_setsMenu;
    HistogramBrush* m_histogram;
    std::vector<double> m_values; // of the histogram, [layer rows, experts]
    std::vector<int> m_layers;    // of the rows
    int m_experts = 0;
    Selection::Objects m_beforeBrush;
    bool m_brushing = false;
};

} // namespace moqa
