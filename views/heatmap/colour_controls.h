// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The row of controls that decides the colours of a heat map: map, scale, direction, and limits
// with the histogram of what is shown. Writes to ViewState, and shows what it says. GUI thread.

#include "views/state/view_state.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QToolButton;

namespace moqa {

class HeatMapView;
class RangeBars;

class ColourControls : public QWidget {
    Q_OBJECT
public:
    ColourControls(HeatMapView& map, ViewState& view, QWidget* parent = nullptr);

private:
    void addMapControls(QHBoxLayout& row);
    void addRangeControls(QHBoxLayout& row);
    void connectControls();
    QString metric() const;
    void typeLimits();
    void setLimits(ColourLimits limits);
    void showState();

    HeatMapView& m_map;
    ViewState& m_view;
    QComboBox *m_gradient, *m_scale;
    QCheckBox *m_reversed, *m_robust, *m_lock;
    QLineEdit *m_lower, *m_upper;
    QToolButton* m_reset;
    RangeBars* m_bars;
};

} // namespace moqa
