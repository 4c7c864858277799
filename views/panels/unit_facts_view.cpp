// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/unit_facts_view.h"

#include "views/state/reanalyze.h"
#include "views/state/text.h"
#include "views/state/unit_facts.h"

#include <QUrl>

namespace moqa {

namespace {

constexpr int kPauseMs = 40;
constexpr size_t kMostNamed = 8;

QString sample(const std::string& corpus, int64_t samples) {
    QString text = corpus.empty() ? UnitFactsView::tr("all corpora") : qstr(corpus);
    if (samples > 0) text += UnitFactsView::tr(", %1 tokens").arg(count(samples));
    return text.toHtmlEscaped();
}

QString heading(const QString& title, const QString& note) {
    return QStringLiteral("<p style='margin:8px 0 2px 0'><b>%1</b> <span style='font-size:small'>"
                          "%2</span></p>")
        .arg(title, note);
}

QString offer(const QString& text, const QString& link, const QString& label) {
    return QStringLiteral("<p style='margin:0'>%1 <a href='%2'>%3</a></p>").arg(text, link, label);
}

// Two or three columns, the last ones right.
QString row(std::initializer_list<QString> cells) {
    QString out = QStringLiteral("<tr>");
    bool first = true;
    for (const QString& cell : cells) {
        out +=
            first
                ? QStringLiteral("<td style='padding-right:10px'>%1</td>").arg(cell)
                : QStringLiteral("<td align='right' style='padding-right:10px'>%1</td>").arg(cell);
        first = false;
    }
    return out + QStringLiteral("</tr>");
}

QString table(const QString& rows) {
    return QStringLiteral("<table cellspacing='0' cellpadding='1'>%1</table>").arg(rows);
}

} // namespace

UnitFactsView::UnitFactsView(Workbench& workbench, QWidget* parent)
    : QTextBrowser(parent), m_workbench(workbench) {
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setAccessibleName(tr("Habits and neighbours of the expert"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &UnitFactsView::write);
    connect(this, &QTextBrowser::anchorClicked, this, &UnitFactsView::follow);
    const auto again = [this] { m_pause.start(); };
    connect(&workbench.document(), &Document::opened, this, again);
    connect(&workbench.document(), &Document::analysisChanged, this, again);
    connect(&workbench.view(), &ViewState::changed, this, again);
    connect(&workbench.walker(), &TokenWalker::tokenizerChanged, this, again);
}

void UnitFactsView::setUnit(const ObjectRef& unit) {
    if (unit == m_unit) return;
    m_unit = unit;
    m_pause.start();
}

void UnitFactsView::changeEvent(QEvent* event) {
    QTextBrowser::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        m_pause.start();
}

void UnitFactsView::write() {
    const auto analysis = m_workbench.document().analysis();
    if (m_unit.kind != ObjectKind::Expert || !analysis) {
        clear();
        return;
    }
    setHtml(favourites(*analysis) + neighbours(*analysis) + channels(*analysis));
}

QString UnitFactsView::favourites(const Analysis& analysis) {
    const QString title = tr("Favourite tokens");
    const auto found = favouritesOf(analysis, m_unit.layer, m_unit.expert,
                                    m_workbench.view().corpus().toStdString());
    if (!found)
        return heading(title, {}) +
               offer(tr("Not computed."), QStringLiteral("run:analysis"), tr("Analyse the texts"));
    QString out = heading(title, sample(found->corpus, found->samples));
    if (found->facts.empty())
        return out + tr("None: it takes no token three times and more often than by chance.");
    m_workbench.walker().wantTokenizer();
    QString rows;
    for (size_t i = 0; i < found->facts.size() && i < kMostNamed; ++i) {
        const FavouriteToken& one = found->facts[i];
        rows +=
            row({QStringLiteral("<code>%1</code>")
                     .arg(m_workbench.walker().tokenText(one.id).toHtmlEscaped()),
                 tr("\u00d7 %1").arg(figure(one.lift)), tr("%1 tokens").arg(figure(one.count))});
    }
    return out + table(rows);
}

QString UnitFactsView::neighbours(const Analysis& analysis) const {
    struct Kind {
        const char* metric;
        QString title;
    };
    QString out;
    for (const Kind& kind : {Kind{"lift", tr("Most often chosen together")},
                             Kind{"output_similarity", tr("Most alike in output")}}) {
        const auto found = neighboursOf(analysis, kind.metric, m_unit.layer, m_unit.expert,
                                        m_workbench.view().corpus().toStdString(), kMostNamed / 2);
        if (!found) {
            out += heading(kind.title, {}) + offer(tr("Not computed: stage 3 of an analysis."),
                                                   QStringLiteral("run:analysis"),
                                                   tr("Analyse the texts"));
            continue;
        }
        out += heading(kind.title, sample(found->corpus, found->samples));
        QString rows;
        for (const Neighbour& one : found->facts)
            rows += row({QStringLiteral("<a href='expert:%1'>%2</a>")
                             .arg(one.expert)
                             .arg(tr("expert %1").arg(one.expert)),
                         figure(one.value)});
        out += rows.isEmpty() ? tr("No tokens to tell by.") : table(rows);
    }
    return out;
}

QString UnitFactsView::channels(const Analysis& analysis) const {
    const QString title = tr("Strongest channels");
    const auto found = channelsOf(analysis, m_unit.layer, m_unit.expert,
                                  m_workbench.view().corpus().toStdString());
    if (!found)
        return heading(title, {}) + offer(tr("Not kept."), QStringLiteral("run:channels"),
                                          tr("Analyse again and keep channels"));
    double sum = 0;
    for (const ChannelFact& one : found->facts) sum += one.significance;
    if (!(sum > 0)) return heading(title, {}) + tr("Not seen: no token came here.");
    QString rows;
    for (size_t i = 0; i < found->facts.size() && i < kMostNamed / 2; ++i) {
        const ChannelFact& one = found->facts[i];
        rows += row({tr("channel %1").arg(one.channel),
                     tr("%1 % of the expert")
                         .arg(QLocale().toString(100 * one.significance / sum, 'f', 1))});
    }
    return heading(title, sample(found->corpus, found->samples)) + table(rows);
}

void UnitFactsView::follow(const QUrl& link) {
    const QString what = link.path();
    if (link.scheme() == QLatin1String("expert")) {
        const ObjectRef expert = ObjectRef::ofExpert(m_unit.layer, what.toInt());
        m_workbench.selection().setObjects({expert});
        m_workbench.selection().setCursor(expert);
    } else if (what == QLatin1String("channels")) {
        analyzeWithChannels(m_workbench);
    } else if (QAction* const action =
                   m_workbench.actions().action(QStringLiteral("work.corpora"))) {
        action->trigger();
    }
}

void UnitFactsView::analyzeWithChannels(Workbench& workbench) {
    const auto analysis = workbench.document().analysis();
    if (!analysis) return;
    AnalyzeAgain again = analyzeAgain(*analysis);
    again.options.stage2 = again.options.keepChannels = true;
    workbench.analyze(again.options, again.maxTokens);
}

} // namespace moqa
