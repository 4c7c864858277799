// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fuzzy clusters behind a plan: how much each expert of a layer belongs to each width, and
// which lie in the overlap of two, where the lower precision wins. GUI thread.

#include "core/plan/plan_origin.h"
#include "views/plots/series_view.h"
#include "views/state/workbench.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace moqa {

// Curves over the experts of a layer by rising significance: a membership for each width, and the
// largest one less the overlap. Null if the layer is not there.
std::shared_ptr<const SeriesSource> membershipSeries(const PlanMemberships& memberships, int layer);
// True where the rule took the lower of two close clusters.
bool inOverlap(const BaseDecision& decision);

class MembershipPanel : public QWidget {
    Q_OBJECT
public:
    explicit MembershipPanel(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildRow(QVBoxLayout& column);
    void compute(); // when in sight
    void take(Result<PlanMemberships> found);
    void showLayer();
    void showExpert();

    Workbench& m_workbench;
    std::optional<PlanMemberships> m_memberships;
    QString m_refusal; // why there are none
    bool m_stale = true;
    QComboBox* m_layer;
    QPushButton* m_select;
    SeriesView* m_plot;
    QLabel *m_overlap, *m_expert;
};

} // namespace moqa
