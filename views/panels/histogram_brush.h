// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A small histogram of one value of every expert; a drag over it, or Shift with the arrows, marks a
// range of values. GUI thread.

#include <QWidget>
#include <optional>
#include <utility>
#include <vector>

namespace moqa {

class HistogramBrush : public QWidget {
    Q_OBJECT
public:
    explicit HistogramBrush(QWidget* parent = nullptr);
    // NaN are left out. name: "Load over fair share".
    void setValues(const QString& name, const std::vector<double>& values);
    std::optional<std::pair<double, double>> range() const;
    void clearRange();
    int bins() const { return static_cast<int>(m_counts.size()); }
    int countOf(int bin) const { return m_counts[static_cast<size_t>(bin)]; }
    QSize sizeHint() const override { return {180, 30}; }
    QSize minimumSizeHint() const override { return {100, 24}; }

signals:
    void brushBegan();
    // Both ends belong to the range.
    void rangeBrushed(double lower, double upper);
    void brushAbandoned(); // Esc in a drag: choose again what was chosen

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int binAt(double x) const;
    double edge(int bin) const;
    void mark(int from, int to);
    void describe();

    QString m_name;
    double m_lowest = 0, m_highest = 0;
    std::vector<int> m_counts;
    int m_from = -1, m_to = -1; // marked bins, in the order of the drag; -1 = none
    int m_cursor = 0;
    bool m_dragging = false;
};

} // namespace moqa
