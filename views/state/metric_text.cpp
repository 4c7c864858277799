// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/metric_text.h"

#include "views/state/text.h"

#include <QCoreApplication>

namespace moqa {

namespace {
// The texts stand in core, marked for translation in this context.
constexpr const char* kContext = "moqa";

QString row(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td><i>%1</i>&nbsp;&nbsp;</td><td>%2</td></tr>").arg(name, value);
}
} // namespace

QString metricTitle(const MetricInfo& metric) {
    return QCoreApplication::translate(kContext, metric.title);
}

QString metricDescription(const MetricInfo& metric) {
    return QCoreApplication::translate(kContext, metric.description);
}

QString metricHelp(const MetricInfo& metric) {
    const auto tr = [](const char* text) {
        return QCoreApplication::translate("moqa::Help", text);
    };
    QString rows = row(tr(QT_TRANSLATE_NOOP("moqa::Help", "Formula")),
                       QStringLiteral("<code>%1</code>").arg(qstr(metric.formula).toHtmlEscaped()));
    if (QLatin1String(metric.unit) != QLatin1String("1"))
        rows += row(tr(QT_TRANSLATE_NOOP("moqa::Help", "Unit")), qstr(metric.unit).toHtmlEscaped());
    rows += row(tr(QT_TRANSLATE_NOOP("moqa::Help", "Source")), qstr(metric.source).toHtmlEscaped());
    return QStringLiteral("<p><b>%1</b><br>%2</p><table>%3</table>")
        .arg(metricTitle(metric).toHtmlEscaped(), metricDescription(metric).toHtmlEscaped(), rows);
}

QString scoreTitle(const ScoreInfo& score) {
    if (const MetricInfo* const metric = findMetric(score.id)) return metricTitle(*metric);
    return QCoreApplication::translate(kContext, score.title);
}

QString scoreHelp(const ScoreInfo& score) {
    return QStringLiteral("%1\n%2\n%3")
        .arg(QCoreApplication::translate(kContext, score.description),
             QCoreApplication::translate(kContext, score.formula),
             QCoreApplication::translate(kContext, score.source));
}

QString methodTitle(const PlanMethodInfo& method) {
    return QCoreApplication::translate(kContext, method.title);
}

QString methodSource(const PlanMethodInfo& method) {
    return QCoreApplication::translate(kContext, method.source);
}

} // namespace moqa
