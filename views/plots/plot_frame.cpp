// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_frame.h"

#include "views/state/settings.h"
#include "views/tables/source_table_model.h"
#include "views/theme/icons.h"

#include <QActionGroup>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTableView>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

PlotFrame::PlotFrame(PlotView* view, const QString& name, Settings& settings, bool withPaint,
                     QWidget* parent)
    : QWidget(parent), m_view(view), m_settings(settings) {
    m_view->setAccessibleName(name);
    m_bar = new QToolBar(name, this);
    m_bar->setIconSize(QSize(18, 18));
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(m_view);
    m_table = new QTableView(m_stack);
    m_table->setAccessibleName(tr("%1, as a table").arg(name));
    m_table->setAlternatingRowColors(true);
    m_table->setSortingEnabled(true);
    m_tableModel = new SourceTableModel(this);
    auto* const sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(m_tableModel);
    sorted->setSortRole(Qt::EditRole);
    m_table->setModel(sorted);
    m_table->sortByColumn(-1, Qt::AscendingOrder);
    m_stack->addWidget(m_table);
    m_readout = new QLabel(this);
    m_readout->setAccessibleName(tr("Value under the cursor"));
    m_readout->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_readout->setContentsMargins(10, 3, 10, 3);
    m_readout->setMinimumHeight(m_readout->fontMetrics().height() + 8);
    m_readout->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_bar);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_readout);

    addTools(withPaint);
    addExportMenu();
    connect(m_view, &PlotView::readoutChanged, m_readout, &QLabel::setText);
    connect(m_view, &PlotView::sourceChanged, this, [this] {
        if (showsTable()) m_tableModel->setSource(m_view->source());
    });
    connect(m_view, &PlotView::historyChanged, this,
            [this] { m_back->setEnabled(m_view->canGoBack()); });
}

void PlotFrame::addTools(bool withPaint) {
    m_tools = new QActionGroup(this);
    const auto addTool = [this](PlotTool tool, const QString& text, const char* icon,
                                const QString& tip) {
        QAction* const action = m_bar->addAction(themedIcon(QLatin1String(icon)), text);
        action->setCheckable(true);
        action->setToolTip(tip);
        action->setActionGroup(m_tools);
        action->setChecked(m_view->tool() == tool);
        connect(action, &QAction::triggered, this, [this, tool] { m_view->setTool(tool); });
        connect(m_view, &PlotView::toolChanged, action,
                [action, tool](PlotTool now) { action->setChecked(now == tool); });
    };
    addTool(PlotTool::Select, tr("Select"), "select",
            tr("Select: click or drag; Ctrl adds, arrows move the cursor"));
    addTool(PlotTool::Pan, tr("Pan"), "pan", tr("Pan: drag; the middle button pans in every tool"));
    addTool(
        PlotTool::Zoom, tr("Zoom"), "zoom",
        tr("Zoom: drag a rectangle; the wheel zooms in every tool, Shift along x, Ctrl along y"));
    if (withPaint)
        addTool(PlotTool::Paint, tr("Paint"), "paint", tr("Paint: drag to set the brush's width"));
    m_bar->addSeparator();
    QAction* const fit = m_bar->addAction(themedIcon(QStringLiteral("fit")), tr("Show all"));
    fit->setToolTip(tr("Show all (Ctrl+0 or double click)"));
    connect(fit, &QAction::triggered, m_view, &PlotView::fit);
    m_back = m_bar->addAction(themedIcon(QStringLiteral("back")), tr("Back"));
    m_back->setToolTip(tr("Back to the last frame (Alt+Left)"));
    m_back->setEnabled(false);
    connect(m_back, &QAction::triggered, m_view, &PlotView::back);
    m_tableAction = m_bar->addAction(themedIcon(QStringLiteral("table")), tr("Table"));
    m_tableAction->setCheckable(true);
    m_tableAction->setToolTip(tr("The same values as a table"));
    connect(m_tableAction, &QAction::toggled, this, &PlotFrame::showTable);
}

void PlotFrame::addExportMenu() {
    auto* const menu = new QMenu(this);
    for (const int scale : {1, 2, 3, 4})
        menu->addAction(tr("PNG at %1x...").arg(scale), this,
                        [this, scale] { askAndExport(ExportFormat::Png, scale); });
    menu->addSeparator();
    menu->addAction(tr("SVG..."), this, [this] { askAndExport(ExportFormat::Svg, 1); });
    menu->addAction(tr("PDF..."), this, [this] { askAndExport(ExportFormat::Pdf, 1); });
    menu->addAction(tr("CSV, full precision..."), this,
                    [this] { askAndExport(ExportFormat::Csv, 1); });
    menu->addSeparator();
    menu->addAction(tr("Copy picture"), this, &PlotFrame::copyImage);
    menu->addAction(tr("Copy values"), this, &PlotFrame::copyTable);
    auto* const button = new QToolButton(m_bar);
    button->setIcon(themedIcon(QStringLiteral("export")));
    button->setText(tr("Export"));
    button->setToolTip(tr("Export the picture or its values"));
    button->setAccessibleName(tr("Export the plot"));
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    m_bar->addWidget(button);
    m_bar->addSeparator();
}

bool PlotFrame::showsTable() const { return m_stack->currentWidget() == m_table; }

void PlotFrame::showTable(bool on) {
    m_tableAction->setChecked(on);
    if (on) {
        m_tableModel->setSource(m_view->source());
        m_table->horizontalHeader()->setDefaultSectionSize(96);
    }
    m_stack->setCurrentIndex(on ? 1 : 0);
}

QString PlotFrame::suggestedName(ExportFormat format) const {
    QString name = m_view->source() ? m_view->source()->title.toLower() : QStringLiteral("plot");
    for (QChar& c : name)
        if (!c.isLetterOrNumber()) c = QLatin1Char('-');
    return QDir(m_settings.lastFolder()).filePath(name + QLatin1Char('.') + exportSuffix(format));
}

void PlotFrame::askAndExport(ExportFormat format, double scale) {
    const QString suffix = exportSuffix(format);
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export %1").arg(suffix.toUpper()), suggestedName(format),
        QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) return;
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    exportTo(format, scale, path);
}

void PlotFrame::exportTo(ExportFormat format, double scale, const QString& path) {
    if (const Status status = savePlot(*m_view, format, scale, path); !status.ok())
        emit failed(status.error());
    else
        emit exported(path);
}

void PlotFrame::copyImage() {
    if (m_view->source()) QGuiApplication::clipboard()->setPixmap(m_view->toImage(2.0));
}

void PlotFrame::copyTable() {
    if (const auto source = m_view->source())
        QGuiApplication::clipboard()->setText(QString::fromStdString(source->csv()));
}

} // namespace moqa
