// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stage 2: what an expert means to one text against another. Points off the diagonal are experts
// whose importance depends on the data.

#include "views/pages/page.h"

class QCheckBox;
class QComboBox;

namespace moqa {

class ScatterView;

class MappingPage : public Page {
    Q_OBJECT
public:
    explicit MappingPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;

private:
    void connectChoosers();
    void linkSelection();
    void showSelection();

    ScatterView* m_scatter = nullptr;
    QComboBox *m_metric = nullptr, *m_x = nullptr, *m_y = nullptr, *m_layer = nullptr;
    QCheckBox* m_log = nullptr;
    QString m_shownMetric;
};

} // namespace moqa
