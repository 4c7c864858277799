// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/a11y/plot_accessible.h"

#include "views/plots/plot_view.h"

#include <QAccessible>
#include <QAccessibleWidget>

namespace moqa {

namespace {

class PlotAccessible final : public QAccessibleWidget {
public:
    explicit PlotAccessible(PlotView* view) : QAccessibleWidget(view, QAccessible::Chart) {}
    QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Value) return static_cast<const PlotView*>(widget())->readout();
        return QAccessibleWidget::text(kind);
    }
};

QAccessibleInterface* plotInterface(const QString&, QObject* object) {
    auto* const view = qobject_cast<PlotView*>(object);
    return view ? new PlotAccessible(view) : nullptr;
}

} // namespace

void installPlotAccessibility() { QAccessible::installFactory(plotInterface); }

} // namespace moqa
