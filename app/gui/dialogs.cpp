// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/dialogs.h"

#include "views/pages/corpora_dialog.h"
#include "views/panels/plan_form.h"
#include "views/state/workbench.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace moqa {

namespace {
struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::Dialogs)
};
} // namespace

QStringList askModelFiles(QWidget* parent, Settings& settings) {
    const QStringList paths = QFileDialog::getOpenFileNames(
        parent, Text::tr("Open a model or workspace"), settings.lastFolder(),
        Text::tr("Models and workspaces (*.moqa *.h5 *.safetensors *.json);;All files (*)"));
    if (!paths.isEmpty()) settings.setLastFolder(QFileInfo(paths.front()).absolutePath());
    return paths;
}

void askAndAnalyze(QWidget* parent, Workbench& workbench) {
    CorporaDialog dialog(workbench.document().corpusChoice(), workbench.settings(), parent);
    QObject::connect(&dialog, &CorporaDialog::demoTextsFailed, &workbench, &Workbench::report);
    if (dialog.exec() != QDialog::Accepted) return;
    workbench.document().setCorpusChoice(dialog.choice());
    workbench.analyze(dialog.options(), dialog.maxTokens());
}

void askAndPlan(QWidget* parent, Workbench& workbench) {
    PlanForm form(workbench.document().analysis() != nullptr, parent);
    if (form.exec() != QDialog::Accepted) return;
    emit workbench.pageRequested(QStringLiteral("plan"));
    workbench.makePlan(form.options());
}

void showKeys(QWidget* parent, const ActionCatalogue& actions) {
    QString rows;
    for (const QAction* const action : actions.actions()) {
        if (action->shortcut().isEmpty()) continue;
        QStringList keys;
        for (const QKeySequence& key : action->shortcuts())
            keys << key.toString(QKeySequence::NativeText).toHtmlEscaped();
        rows += QStringLiteral("<tr><td><b>%1</b>&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(keys.join(Text::tr(" or ")), action->statusTip().isEmpty()
                                                          ? action->text().toHtmlEscaped()
                                                          : action->statusTip().toHtmlEscaped());
    }
    const QString gestures = Text::tr(
        "<p>The left button is the tool: Select, Pan, Zoom, or Paint on the plan. The middle "
        "button "
        "pans in every tool. The wheel zooms, with Shift along x alone, with Ctrl along y alone. A "
        "double click or Ctrl+0 shows all, Alt+Left goes back.</p><p>Arrows move the cell cursor, "
        "with Shift they select, Home and End jump, Space pins.</p>");
    QDialog dialog(parent);
    dialog.setWindowTitle(Text::tr("Keys and gestures"));
    dialog.resize(620, 560);
    auto* const layout = new QVBoxLayout(&dialog);
    auto* const text = new QTextBrowser(&dialog);
    text->setAccessibleName(dialog.windowTitle());
    text->setHtml(gestures + QStringLiteral("<table>%1</table>").arg(rows));
    layout->addWidget(text);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(buttons);
    dialog.exec();
}

void showAbout(QWidget* parent) {
    QMessageBox::about(
        parent, Text::tr("About MoQa Workbench"),
        Text::tr(
            "<b>MoQa Workbench %1</b><p>Analysis and quantization of Mixture-of-Experts "
            "language models, after arXiv 2503.21135.</p><p>GPL-3.0-or-later. Built with Qt %2 "
            "and QCustomPlot.</p>")
            .arg(QCoreApplication::applicationVersion(), QString::fromLatin1(qVersion())));
}

} // namespace moqa
