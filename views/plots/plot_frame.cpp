// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_frame.h"

#include "views/panels/form_parts.h"
#include "views/state/settings.h"
#include "views/tables/table_twin.h"
#include "views/theme/icons.h"

#include <QActionGroup>
#include <QClipboard>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
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
    m_table = new TableTwin(name, m_stack);
    m_stack->addWidget(m_table);
    m_readout = new QLabel(this);
    m_readout->setAccessibleName(tr("Value under the cursor"));
    m_readout->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_readout->setContentsMargins(10, 3, 10, 3);
    sizeReadout();
    m_readout->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_bar);
    m_layout->addWidget(m_stack, 1);
    m_layout->addWidget(m_readout);

    addTools(withPaint);
    addFrameTools();
    addExportMenu();
    letKeysReachTools();
    connectView();
}

// Its line is kept free: the plot must not move when there is something to read.
void PlotFrame::sizeReadout() {
    m_readout->setMinimumHeight(m_readout->fontMetrics().height() + 8);
}

void PlotFrame::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) sizeReadout();
}

// A tool bar takes its buttons out of the tab order: here they are the only way to a tool.
void PlotFrame::letKeysReachTools() {
    for (QToolButton* const button : m_bar->findChildren<QToolButton*>()) {
        if (button->objectName() == QLatin1String("qt_toolbar_ext_button")) continue;
        button->setFocusPolicy(Qt::TabFocus);
        if (const QAction* const action = button->defaultAction())
            button->setAccessibleName(action->text());
    }
}

void PlotFrame::connectView() {
    connect(m_view, &PlotView::readoutChanged, m_readout,
            [this](const QString& text) { setElidedText(*m_readout, text); });
    connect(m_view, &PlotView::readoutChanged, m_table, [this] {
        if (showsTable()) m_table->setCurrentSourceRow(m_view->currentRow());
    });
    connect(m_table, &TableTwin::currentSourceRowChanged, m_view, &PlotView::goToRow);
    connect(m_table, &TableTwin::selectedSourceRowsChanged, m_view, &PlotView::chooseRows);
    connect(m_view, &PlotView::selectedRowsChanged, m_table, [this] {
        if (showsTable()) m_table->setSelectedSourceRows(m_view->selectedRows());
    });
    connect(m_view, &PlotView::sourceChanged, this, [this] {
        if (showsTable()) m_table->setSource(m_view->source());
    });
    connect(m_view, &PlotView::historyChanged, this, [this] {
        m_back->setEnabled(m_view->canGoBack());
        m_forward->setEnabled(m_view->canGoForward());
    });
    connect(m_view, &PlotView::frameLockChanged, m_frameLock, &QAction::setChecked);
}

void PlotFrame::addRow(QWidget* controls) { m_layout->insertWidget(1, controls); }

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
}

void PlotFrame::addFrameTools() {
    QAction* const fit = m_bar->addAction(themedIcon(QStringLiteral("fit")), tr("Show all"));
    fit->setToolTip(tr("Show all (Ctrl+0 or double click)"));
    connect(fit, &QAction::triggered, m_view, &PlotView::fit);
    m_back = m_bar->addAction(themedIcon(QStringLiteral("back")), tr("Back"));
    m_back->setToolTip(tr("Back to the last frame (Alt+Left)"));
    m_back->setEnabled(false);
    connect(m_back, &QAction::triggered, m_view, &PlotView::back);
    m_forward = m_bar->addAction(themedIcon(QStringLiteral("forward")), tr("Forward"));
    m_forward->setToolTip(tr("Forward to the next frame (Alt+Right)"));
    m_forward->setEnabled(false);
    connect(m_forward, &QAction::triggered, m_view, &PlotView::forward);
    m_frameLock = m_bar->addAction(themedIcon(QStringLiteral("lock")), tr("Lock frame"));
    m_frameLock->setCheckable(true);
    m_frameLock->setToolTip(
        tr("Lock the frame: other data are shown in the same part of the axes"));
    connect(m_frameLock, &QAction::toggled, m_view, &PlotView::setFrameLocked);
    m_tableAction = m_bar->addAction(themedIcon(QStringLiteral("table")), tr("Table"));
    m_tableAction->setCheckable(true);
    m_tableAction->setToolTip(tr("The same values as a table"));
    connect(m_tableAction, &QAction::toggled, this, &PlotFrame::showTable);
}

void PlotFrame::addExportMenu() {
    auto* const menu = new QMenu(this);
    fillExportMenu(*menu);
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

void PlotFrame::fillExportMenu(QMenu& menu) {
    const auto add = [&](const QString& text, const ExportOptions& options) {
        menu.addAction(text, this, [this, options] { askAndExport(options); });
    };
    for (const int scale : {1, 2, 3, 4})
        add(tr("PNG at %1x...").arg(scale), {ExportFormat::Png, static_cast<double>(scale)});
    add(tr("SVG..."), {ExportFormat::Svg});
    add(tr("PDF..."), {ExportFormat::Pdf});
    m_onPaper = menu.addAction(tr("On white"));
    m_onPaper->setCheckable(true);
    m_onPaper->setToolTip(tr("Pictures are black on white, whatever the theme"));
    menu.addSeparator();
    ExportOptions visible{ExportFormat::Csv};
    visible.visibleOnly = true;
    add(tr("CSV of all, full precision..."), {ExportFormat::Csv});
    add(tr("CSV of what is visible..."), visible);
    visible.format = ExportFormat::Tsv;
    add(tr("TSV of all..."), {ExportFormat::Tsv});
    add(tr("TSV of what is visible..."), visible);
    menu.addSeparator();
    menu.addAction(tr("Copy picture"), this, &PlotFrame::copyImage);
    menu.addAction(tr("Copy values"), this, &PlotFrame::copyValues);
}

bool PlotFrame::showsTable() const { return m_stack->currentWidget() == m_table; }

void PlotFrame::showTable(bool on) {
    m_tableAction->setChecked(on);
    if (on) {
        m_table->setSource(m_view->source());
        m_table->setCurrentSourceRow(m_view->currentRow());
        m_table->setSelectedSourceRows(m_view->selectedRows());
    }
    m_stack->setCurrentIndex(on ? 1 : 0);
}

QString PlotFrame::suggestedName(ExportFormat format) const {
    QString name = m_view->source() ? m_view->source()->title.toLower() : QStringLiteral("plot");
    if (m_context) name.prepend(m_context().model + QLatin1Char('-'));
    for (QChar& c : name)
        if (!c.isLetterOrNumber()) c = QLatin1Char('-');
    return QDir(m_settings.lastFolder()).filePath(name + QLatin1Char('.') + exportSuffix(format));
}

void PlotFrame::askAndExport(ExportOptions options) {
    const QString suffix = exportSuffix(options.format);
    QString path = QFileDialog::getSaveFileName(
        this, tr("Export %1").arg(suffix.toUpper()), suggestedName(options.format),
        QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += QLatin1Char('.') + suffix;
    m_settings.setLastFolder(QFileInfo(path).absolutePath());
    exportTo(options, path);
}

void PlotFrame::complete(ExportOptions& options) const {
    options.onPaper = options.onPaper || onPaper();
    if (!m_context) return;
    const Context context = m_context();
    if (options.model.isEmpty()) options.model = context.model;
    if (options.spec.isEmpty()) options.spec = context.spec;
}

void PlotFrame::exportTo(ExportOptions options, const QString& path) {
    complete(options);
    if (const Status status = savePlot(*m_view, options, path); !status.ok())
        emit failed(status.error());
    else
        emit exported(path);
}

void PlotFrame::copyImage() {
    ExportOptions options{ExportFormat::Png, 2.0};
    complete(options);
    const auto picture = exportedPlot(*m_view, options);
    if (!picture.ok()) return emit failed(picture.error());
    QGuiApplication::clipboard()->setImage(QImage::fromData(picture.value(), "PNG"));
}

void PlotFrame::copyValues() {
    if (showsTable())
        m_table->copy();
    else if (const auto source = m_view->source())
        copyRows(*source, m_view->visibleRows());
}

} // namespace moqa
