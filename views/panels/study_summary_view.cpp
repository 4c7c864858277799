// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/study_summary_view.h"

#include "views/state/text.h"

#include <QCoreApplication>
#include <cmath>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::StudySummary)
};

QString bitsText(double bits) { return QLocale().toString(bits, 'g', 4); }

QString cellText(const std::string& calibration, int group) {
    return group < 0 ? Text::tr("calibrated on %1, one group a row").arg(qstr(calibration))
                     : Text::tr("calibrated on %1, groups of %2").arg(qstr(calibration)).arg(group);
}

QString textsText(bool isKnown) {
    return isKnown ? Text::tr("known texts") : Text::tr("new texts");
}

QString orderText(const OrderFinding& f) {
    const QString range =
        Text::tr("%1 to %2 bits").arg(bitsText(f.range.low), bitsText(f.range.high));
    const QString which = f.isOneBudget ? Text::tr("plans of one budget (%1)").arg(range)
                                        : Text::tr("plans of all budgets (%1)").arg(range);
    const QString cell = cellText(f.calibration, f.group).toHtmlEscaped();
    const auto plans = static_cast<qulonglong>(f.plans);
    if (!std::isfinite(f.correlation))
        return Text::tr("%1 random %2 are too few to say how predictions order them; %3.")
            .arg(plans)
            .arg(which, cell);
    const QString number = QLocale().toString(f.correlation, 'f', 2);
    const QString required = QLocale().toString(f.required, 'f', 2);
    return (f.holds() ? Text::tr("Predictions order %1 random %2 with rank correlation <b>%3</b>: "
                                 "that reaches the required %4; %5.")
                      : Text::tr("Predictions order %1 random %2 with rank correlation <b>%3</b>: "
                                 "that is below the required %4; %5."))
        .arg(plans)
        .arg(which, number, required, cell);
}

QString shareText(const ShareFinding& f) {
    const auto percent = [](double share) { return QLocale().toString(100 * share, 'f', 1); };
    return Text::tr("<b>%1</b> at %2 bits on %3: %4 % [%5, %6]; %7.")
        .arg(qstr(f.method).toHtmlEscaped(), bitsText(f.bits), textsText(f.isKnown),
             percent(f.share.value), percent(f.share.low), percent(f.share.high),
             cellText(f.calibration, f.group).toHtmlEscaped());
}

QString tieText(const StudyComparison& c) {
    return Text::tr("<b>%1</b> from <b>%2</b> at %3 bits on %4: %5 [%6, %7] nats; %8.")
        .arg(qstr(c.a).toHtmlEscaped(), qstr(c.b).toHtmlEscaped(), bitsText(c.bits),
             textsText(c.isKnown), figure(c.difference), figure(c.low), figure(c.high),
             cellText(c.calibration, c.group).toHtmlEscaped());
}

QString listHtml(const QString& heading, const QStringList& lines) {
    if (lines.isEmpty()) return {};
    return QStringLiteral("<h4>%1</h4><ul><li>%2</li></ul>")
        .arg(heading.toHtmlEscaped(), lines.join(QStringLiteral("</li><li>")));
}

QStringList linesOf(const std::vector<ShareFinding>& findings) {
    QStringList lines;
    for (const ShareFinding& finding : findings) lines << shareText(finding);
    return lines;
}

} // namespace

QString summaryHtml(const StudySummary& s) {
    QString first = Text::tr("%n plan(s) were scored.", nullptr, static_cast<int>(s.plans));
    if (s.refused > 0)
        first += QLatin1Char(' ') + Text::tr("%n budget(s) were out of a method's reach.", nullptr,
                                             static_cast<int>(s.refused));
    if (!s.complete) first += QLatin1Char(' ') + Text::tr("The study was stopped before its end.");
    QStringList order, ties;
    for (const OrderFinding& finding : s.order) order << orderText(finding);
    for (const TieFinding& tie : s.ties) ties << tieText(tie.comparison);
    const QString uniform = Text::tr("uniform %1 bit").arg(bitsText(s.baselineBits));
    return QStringLiteral("<p>%1</p>").arg(first) +
           listHtml(Text::tr("How far predictions can be trusted"), order) +
           listHtml(Text::tr("Better than %1 at no more bits: share of its divergence recovered "
                             "[95 % interval]")
                        .arg(uniform),
                    linesOf(s.better)) +
           listHtml(Text::tr("Did not help: not to be told from %1 at no fewer bits (the interval "
                             "includes zero)")
                        .arg(uniform),
                    linesOf(s.unclear)) +
           listHtml(Text::tr("Worse than %1 at no fewer bits").arg(uniform), linesOf(s.worse)) +
           listHtml(Text::tr("Not to be told from the plan of least divergence of their budget "
                             "(the interval of the difference includes zero)"),
                    ties);
}

StudySummaryView::StudySummaryView(QWidget* parent) : QTextBrowser(parent) {
    setObjectName(QStringLiteral("studySummary"));
    setAccessibleName(tr("The study in short"));
    setFrameShape(QFrame::NoFrame);
    setPlaceholderText(tr("What a study says stands here in sentences, once there is one."));
    setTabChangesFocus(true);
}

void StudySummaryView::setStudy(const Study* study) {
    if (study)
        setHtml(summaryHtml(summarize(*study)));
    else
        clear();
}

} // namespace moqa
