// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stage 2: what an expert means to one text against another. Points off the diagonal are experts
// whose importance depends on the data; how few channels carry that change; what each expert means
// to each text; and the channels of one expert.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;
class QStackedWidget;
class QTabWidget;

namespace moqa {

class BarsView;
class HeatMapView;
class ScatterLink;
class ScatterView;
class SeriesView;

class MappingPage : public Page {
    Q_OBJECT
public:
    explicit MappingPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    QWidget* newChannels();
    void connectChoosers();
    void linkScatter();
    void linkMatrix();
    void showSelection();
    void showMatrix(const QString& metric);
    void showChannels();
    // The one that the layer chooser names; of "all layers" that of the cursor, else the first.
    int layerInSight();

    QTabWidget* m_tabs = nullptr;
    ScatterView* m_scatter = nullptr;
    ScatterLink* m_scatterLink = nullptr;
    HeatMapView* m_matrix = nullptr;
    SeriesView* m_concentration = nullptr;
    BarsView* m_channels = nullptr;
    QStackedWidget* m_channelStack = nullptr;
    QComboBox *m_metric = nullptr, *m_x = nullptr, *m_y = nullptr, *m_layer = nullptr;
    QCheckBox* m_log = nullptr;
    QString m_shownMetric;
};

} // namespace moqa
