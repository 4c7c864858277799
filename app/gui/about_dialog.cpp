// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/about_dialog.h"

#include "core/store/build_info.h"
#include "moqa/kernels.h"
#include "views/plots/qcp.h"
#include "views/state/text.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QGuiApplication>
#include <QIcon>
#include <QLabel>
#include <QLibraryInfo>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QSysInfo>
#include <QThread>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

struct License {
    const char* part;
    const char* terms;
};

constexpr License kLicenses[] = {
    {"MoQa Workbench", "GPL-3.0-or-later"},
    {"Qt", "LGPL-3.0-only"},
    {"QCustomPlot", "GPL-3.0-or-later"},
    {"HDF5", "BSD-style (The HDF Group)"},
    {"OpenBLAS", "BSD-3-Clause"},
    {"Highway", "Apache-2.0"},
    {"nlohmann/json, fmt", "MIT"},
    {"CLI11, PCRE2", "BSD-3-Clause"},
    {"utf8proc", "MIT"},
    {"OpenSSL", "Apache-2.0"},
    {"zlib", "Zlib"},
};

QString aboutHtml() {
    QString rows;
    for (const auto& [name, value] : programFacts())
        rows += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>")
                    .arg(name, value.toHtmlEscaped());
    QString licenses;
    for (const License& license : kLicenses)
        licenses += QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>")
                        .arg(QLatin1String(license.part), QLatin1String(license.terms));
    return QStringLiteral("<h2>MoQa Workbench</h2><p>%1</p><table>%2</table><h3>%3</h3>"
                          "<table>%4</table><p>%5</p>")
        .arg(AboutDialog::tr("Analysis and quantization of Mixture-of-Experts language models, "
                             "after arXiv 2503.21135."),
             rows, AboutDialog::tr("Licences"), licenses,
             AboutDialog::tr("The CUDA library is optional and opened at run time; without it, or "
                             "without a device, everything works on the processor."));
}

} // namespace

QList<QPair<QString, QString>> programFacts() {
    const BuildInfo& build = buildInfo();
    return {
        {AboutDialog::tr("Version"), QCoreApplication::applicationVersion()},
        {AboutDialog::tr("Commit"), qstr(build.commit)},
        {AboutDialog::tr("Compiler"), qstr(build.compiler)},
        {QStringLiteral("Qt"),
         QStringLiteral("%1 (%2 %3)")
             .arg(QString::fromLatin1(qVersion()), AboutDialog::tr("built with"),
                  QStringLiteral(QT_VERSION_STR))},
        {QStringLiteral("QCustomPlot"), QStringLiteral(QCUSTOMPLOT_VERSION_STR)},
        {QStringLiteral("HDF5"), qstr(build.hdf5)},
        {AboutDialog::tr("Computing"), qstr(kernels::backendReport())},
        {AboutDialog::tr("Processor"),
         AboutDialog::tr("%1, %n thread(s)", nullptr, QThread::idealThreadCount())
             .arg(QSysInfo::currentCpuArchitecture())},
        {AboutDialog::tr("System"), QSysInfo::prettyProductName()},
        {AboutDialog::tr("Platform"), QGuiApplication::platformName()},
    };
}

QString bugReportText() {
    QString text;
    for (const auto& [name, value] : programFacts())
        text += QStringLiteral("%1: %2\n").arg(name, value);
    return text;
}

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("About MoQa Workbench"));
    auto* const picture = new QLabel(this);
    picture->setPixmap(QIcon(QStringLiteral(":/icons/moqa-workbench.svg")).pixmap(64, 64));
    auto* const text = new QLabel(aboutHtml(), this);
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(tr("Versions and licences"));
    text->setMinimumWidth(fontMetrics().averageCharWidth() * 70);
    // On a low screen it scrolls; elsewhere all of it is in sight.
    auto* const scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(text);
    auto* const row = new QHBoxLayout;
    row->addWidget(picture, 0, Qt::AlignTop);
    row->addWidget(scroll, 1);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    QPushButton* const copy =
        buttons->addButton(tr("&Copy for bug report"), QDialogButtonBox::ActionRole);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(row);
    layout->addWidget(buttons);
    const int width = text->minimumWidth() + 120;
    // No higher than the window that it lies over.
    const int most = parent ? parent->window()->height()
                            : QGuiApplication::primaryScreen()->availableSize().height();
    resize(width, std::min(text->heightForWidth(text->minimumWidth()) + 80, most * 9 / 10));
    connect(copy, &QPushButton::clicked, this,
            [] { QGuiApplication::clipboard()->setText(bugReportText()); });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

} // namespace moqa
