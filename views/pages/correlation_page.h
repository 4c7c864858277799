// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stage 3: which experts of a layer work together, and which do the same work.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;

namespace moqa {

class HeatMapView;

class CorrelationPage : public Page {
    Q_OBJECT
public:
    explicit CorrelationPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    void connectControls();

    HeatMapView* m_matrix = nullptr;
    QComboBox *m_metric = nullptr, *m_corpus = nullptr, *m_layer = nullptr;
    QCheckBox *m_clustered = nullptr, *m_robust = nullptr;
};

} // namespace moqa
