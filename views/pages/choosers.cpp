// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/choosers.h"

#include "views/heatmap/grid_source.h"
#include "views/state/metric_text.h"
#include "views/state/text.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QLabel>
#include <algorithm>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Choosers)
};

constexpr int kLeastLetters = 12;

// As wide as its longest choice where there is room, and with an elided one where there is not: a
// row of them must not make the page wider than the window.
class Chooser final : public QComboBox {
public:
    QSize minimumSizeHint() const override {
        const QSize least = QComboBox::minimumSizeHint();
        return {std::min(least.width(),
                         kLeastLetters * fontMetrics().averageCharWidth() + 2 * least.height()),
                least.height()};
    }
};
} // namespace

QComboBox* addChooser(QHBoxLayout& row, const QString& label) {
    auto* const box = new Chooser;
    auto* const text = new QLabel(label);
    text->setBuddy(box);
    box->setAccessibleName(QString(label).remove(QLatin1Char('&')));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumContentsLength(10);
    row.addWidget(text);
    row.addWidget(box);
    return box;
}

QVariant setChoices(QComboBox& box, const QList<Choice>& choices, const QVariant& current) {
    const QSignalBlocker quiet(&box);
    box.clear();
    for (const Choice& choice : choices) {
        box.addItem(choice.text, choice.data);
        box.setItemData(box.count() - 1, choice.tip, Qt::ToolTipRole);
    }
    const int index = box.findData(current);
    box.setCurrentIndex(index >= 0 ? index : choices.isEmpty() ? -1 : 0);
    box.setEnabled(!choices.isEmpty());
    return box.currentData();
}

QList<Choice> metricChoices(const Analysis& analysis, const char* axes) {
    QList<Choice> choices;
    for (const MetricInfo* const metric : metricsWithAxes(analysis, axes))
        choices.append(
            {metricTitle(*metric), qstr(metric->id),
             QStringLiteral("%1\n%2").arg(metricDescription(*metric), qstr(metric->formula))});
    return choices;
}

QList<Choice> corpusChoices(const Analysis& analysis, const QString& metric, bool singles) {
    QList<Choice> choices;
    for (const std::string& name : corporaOf(analysis, metric.toStdString())) {
        const bool single = !name.empty() && name.find('|') == std::string::npos;
        if (singles && !single) continue;
        QString text = name.empty() ? Text::tr("all corpora") : qstr(name);
        text.replace(QLatin1Char('|'), Text::tr(" against "));
        choices.append({text, qstr(name)});
    }
    return choices;
}

QList<Choice> layerChoices(const Analysis& analysis, bool withAll) {
    QList<Choice> choices;
    if (withAll) choices.append({Text::tr("all layers"), -1});
    for (const int layer : analysis.moeLayers)
        choices.append({Text::tr("layer %1").arg(layer), layer});
    return choices;
}

} // namespace moqa
