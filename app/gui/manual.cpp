// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/manual.h"

#include "app/gui/shortcuts_dialog.h"
#include "views/state/metric_text.h"
#include "views/state/text.h"
#include "views/state/workbench_actions.h"

#include <QCoreApplication>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Manual)
};

struct IdText {
    const char* id;
    const char* text;
};

// One paragraph a page: the question that it answers and how to read it.
constexpr IdText kPageTexts[] = {
    {"welcome", QT_TRANSLATE_NOOP("moqa::Manual",
                                  "Open a model or workspace, the demo, or what was open lately.")},
    {"model", QT_TRANSLATE_NOOP("moqa::Manual",
                                "The tensors of the model as a tree, and where its bytes are: "
                                "attention, router, shared and routed experts, embeddings.")},
    {"activation",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Stage 1: how the routers spread the tokens of your texts over the experts. "
                       "Each cell is an expert of a layer; hatched cells saw no token. Load 1 is "
                       "the fair share. How much to trust a figure depends on the sample: it "
                       "stands under the title and in the read-out.")},
    {"mapping",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Stage 2: what each expert gives to the output on each text, one text "
                       "against another. Points far from the diagonal are specialists.")},
    {"correlation",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Stage 3: which experts of a layer are chosen together more often than by "
                       "chance, and whether they then answer alike (overlap) or differently "
                       "(complement).")},
    {"walk", QT_TRANSLATE_NOOP("moqa::Manual",
                               "A sentence of your own, token by token through the experts of "
                               "each layer.")},
    {"plan",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "The bits of every expert. A plan is made for a budget and then painted by "
                       "hand; sizes follow while you paint, and every stroke can be undone.")},
    {"quantize",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Quantizes with the plan, layer by layer, and compares the result with the "
                       "full model on known and on new texts. Losses are always measured.")},
    {"scores",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Which guess of an expert's need for bits predicts the measured loss on "
                       "this model. Losses differ between layers by orders of magnitude: a score "
                       "that merely changes with depth correlates when all experts are pooled and "
                       "says nothing about which expert of a layer needs bits (Simpson's paradox). "
                       "Look at the correlation within layers; the table warns where the pooled "
                       "one misleads. Values of your own, lines of layer,expert,value or tensor "
                       "name,value, can be dropped on the page as CSV.")},
    {"study",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Plans by many methods, each quantized and scored under the same "
                       "conditions, beside uniform bits. Shares are of what the uniform plan "
                       "loses; the brackets are 95 % intervals of a paired bootstrap over windows, "
                       "p says how well the best plan of a budget is told from another. Random "
                       "plans show how far predicted losses can be trusted. \"In short\" says it "
                       "in sentences: what gained, what did not help, what was worse.")},
    {"adapt",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "Whether a quantized file still fits a new text. A file that was written "
                       "with a channel cache remembers how its experts were used on the "
                       "calibration texts and keeps the channels that differ most between them at "
                       "half precision. Choose or drop a text: its use of the experts is compared "
                       "with theirs, layer by layer, against the band of the known texts. Experts "
                       "whose significance asks for another width are listed, and what a switch of "
                       "their cached channels wins is measured before anything is written. A saved "
                       "patch lies over the file until it is taken back; the file itself is never "
                       "changed.")},
    {"export",
     QT_TRANSLATE_NOOP("moqa::Manual",
                       "The plan as a file: our own HDF5, which holds every width, or safetensors, "
                       "which hold its values at 16 bits for programs that know nothing of plans. "
                       "Sizes are estimated before and measured after. What was written is read "
                       "again: each tensor must have the error that the run measured, or the very "
                       "values that were meant. Formats that are not there yet say what is "
                       "missing.")},
};

QString heading(int level, const QString& text, const QString& anchor) {
    return QStringLiteral("<h%1><a name=\"%3\"></a>%2</h%1>")
        .arg(level)
        .arg(text.toHtmlEscaped(), anchor);
}

QString pages() {
    QString html = heading(2, Text::tr("Pages"), QStringLiteral("pages"));
    for (const PageEntry& page : pageEntries()) {
        const QString id = QLatin1String(page.id);
        html += heading(3, QCoreApplication::translate("moqa::Actions", page.title),
                        QStringLiteral("page-") + id);
        for (const IdText& entry : kPageTexts)
            if (id == QLatin1String(entry.id))
                html += QStringLiteral("<p>%1</p>").arg(Text::tr(entry.text).toHtmlEscaped());
    }
    return html;
}

QString metrics() {
    QString html =
        heading(2, Text::tr("Metrics"), QStringLiteral("metrics")) +
        QStringLiteral("<p>%1</p>")
            .arg(Text::tr("T tokens, N experts of a layer, K chosen for each token, n_e tokens of "
                          "expert e, g combine weight, w token weight, h gated intermediate, y "
                          "output of an expert. The same texts: moqa explain METRIC."));
    for (const MetricInfo& metric : metricTable())
        html +=
            QStringLiteral("<a name=\"metric-%1\"></a>%2").arg(qstr(metric.id), metricHelp(metric));
    return html;
}

QString keys(const ActionCatalogue& actions) {
    QString html = heading(2, Text::tr("Keys"), QStringLiteral("keys"));
    QString group;
    for (const QAction* const action : actions.actions()) {
        const QString title = actionGroupTitle(action->objectName());
        if (title != group) {
            if (!group.isEmpty()) html += QStringLiteral("</table>");
            html += QStringLiteral("<h3>%1</h3><table>").arg(title.toHtmlEscaped());
            group = title;
        }
        html += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2&nbsp;&nbsp;</td><td>%3"
                               "</td></tr>")
                    .arg(plainText(*action).toHtmlEscaped(), keysText(*action).toHtmlEscaped(),
                         action->statusTip().toHtmlEscaped());
    }
    return html + (group.isEmpty() ? QString() : QStringLiteral("</table>"));
}

} // namespace

QString actionGroupTitle(const QString& actionId) {
    static constexpr IdText groups[] = {
        {"file", QT_TRANSLATE_NOOP("moqa::Manual", "File")},
        {"recent", QT_TRANSLATE_NOOP("moqa::Manual", "File")},
        {"edit", QT_TRANSLATE_NOOP("moqa::Manual", "Edit")},
        {"work", QT_TRANSLATE_NOOP("moqa::Manual", "Work")},
        {"plan", QT_TRANSLATE_NOOP("moqa::Manual", "Plan, on the plot")},
        {"metric", QT_TRANSLATE_NOOP("moqa::Manual", "Metrics, on the plot")},
        {"plot", QT_TRANSLATE_NOOP("moqa::Manual", "Plot")},
        {"page", QT_TRANSLATE_NOOP("moqa::Manual", "Pages")},
        {"view", QT_TRANSLATE_NOOP("moqa::Manual", "View")},
        {"help", QT_TRANSLATE_NOOP("moqa::Manual", "Help")},
    };
    const QString prefix = actionId.section(QLatin1Char('.'), 0, 0);
    for (const IdText& group : groups)
        if (prefix == QLatin1String(group.id)) return Text::tr(group.text);
    return Text::tr("Other");
}

QString gesturesHtml() {
    return Text::tr(
        "<p>The left button is the tool: Select, Pan, Zoom, or Paint on the plan. The middle "
        "button pans in every tool. The wheel zooms, with Shift along x alone, with Ctrl along y "
        "alone. A double click or Ctrl+0 shows all, Alt+Left goes back.</p><p>Arrows move the cell "
        "cursor, with Shift they select, Home and End jump, Space pins. Esc ends a gesture, then "
        "clears the selection.</p>");
}

QString manualHtml(const ActionCatalogue& actions) {
    return QStringLiteral("<h1>%1</h1>").arg(Text::tr("MoQa Workbench")) +
           QStringLiteral("<p><a href=\"#pages\">%1</a> \u00b7 <a href=\"#gestures\">%2</a> \u00b7 "
                          "<a href=\"#keys\">%3</a> \u00b7 <a href=\"#metrics\">%4</a></p>")
               .arg(Text::tr("Pages"), Text::tr("Gestures"), Text::tr("Keys"),
                    Text::tr("Metrics")) +
           pages() + heading(2, Text::tr("Gestures"), QStringLiteral("gestures")) + gesturesHtml() +
           keys(actions) + metrics();
}

} // namespace moqa
