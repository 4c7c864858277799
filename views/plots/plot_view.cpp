// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/plot_view.h"

#include "views/a11y/announce.h"
#include "views/state/figure_spec.h"

#include <QAccessible>
#include <QAccessibleValueChangeEvent>
#include <QRubberBand>
#include <algorithm>
#include <cmath>

namespace moqa {

namespace {

constexpr int kMaxHistory = 50;
constexpr int kWheelPauseMs = 500; // wheel turns closer than this are one step of the history
constexpr double kZoomPerNotch = 0.85;
constexpr QSize kLeastSize(240, 140); // less shows no course of anything
constexpr int kLeastLines = 8;        // of text: title, axes and legend, and a plot between them

bool isLog(const QCPAxis& axis) { return axis.scaleType() == QCPAxis::stLogarithmic; }

// No larger than full, and within it.
QCPRange clamped(const QCPRange& range, const QCPRange& full, bool logarithmic) {
    const auto map = [logarithmic](double v) { return logarithmic ? std::log(v) : v; };
    const auto back = [logarithmic](double v) { return logarithmic ? std::exp(v) : v; };
    double lower = map(range.lower), upper = map(range.upper);
    const double least = map(full.lower), most = map(full.upper);
    if (!std::isfinite(lower) || !std::isfinite(upper) || upper - lower >= most - least)
        return full;
    const double shift = std::max(0.0, least - lower) - std::max(0.0, upper - most);
    return {back(lower + shift), back(upper + shift)};
}

QCPRange zoomed(const QCPAxis& axis, double pixel, double factor) {
    const QCPRange range = axis.range();
    const double at = axis.pixelToCoord(pixel);
    if (isLog(axis))
        return {at * std::pow(range.lower / at, factor), at * std::pow(range.upper / at, factor)};
    return {at + (range.lower - at) * factor, at + (range.upper - at) * factor};
}

QCPRange moved(const QCPAxis& axis, double fromPixel, double toPixel) {
    const QCPRange range = axis.range();
    const double from = axis.pixelToCoord(fromPixel), to = axis.pixelToCoord(toPixel);
    if (isLog(axis)) return {range.lower * from / to, range.upper * from / to};
    return {range.lower + from - to, range.upper + from - to};
}

// Large fonts need more, or their labels leave nothing of the plot.
void takeLeastSize(QWidget& plot) {
    plot.setMinimumSize(kLeastSize.expandedTo({0, kLeastLines * plot.fontMetrics().lineSpacing()}));
}

// What does not fit says so: a text cut in a letter reads as another.
void writeElided(QCPTextElement& element, const QString& text, int width) {
    const QMargins margins = element.margins();
    element.setText(
        QFontMetrics(element.font())
            .elidedText(text, Qt::ElideRight, width - margins.left() - margins.right()));
}

} // namespace

PlotView::PlotView(QWidget* parent) : QCustomPlot(parent), m_theme(Theme::of(palette())) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    takeLeastSize(*this);
    setAutoAddPlottableToLegend(false);
    plotLayout()->insertRow(0);
    plotLayout()->insertRow(0);
    m_title = new QCPTextElement(this);
    m_caption = new QCPTextElement(this);
    for (QCPTextElement* const element : {m_title, m_caption}) {
        // Some fonts draw an underscore below the height that they say.
        element->setTextFlags(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip);
        element->setMargins(QMargins(8, 0, 8, 0));
    }
    m_title->setMargins(QMargins(8, 4, 8, 0));
    plotLayout()->addElement(0, 0, m_title);
    plotLayout()->addElement(1, 0, m_caption);
    plotLayout()->setRowSpacing(2);
    m_band = new QRubberBand(QRubberBand::Rectangle, this);
}

void PlotView::setPlaceholder(const QString& text) {
    m_placeholder = text;
    update();
}

void PlotView::setTool(PlotTool tool) {
    if (tool == m_tool) return;
    m_tool = tool;
    updateCursorShape();
    emit toolChanged(tool);
}

void PlotView::updateCursorShape() {
    switch (m_tool) {
    case PlotTool::Select: unsetCursor(); break;
    case PlotTool::Pan: setCursor(Qt::OpenHandCursor); break;
    case PlotTool::Zoom:
    case PlotTool::Paint: setCursor(Qt::CrossCursor); break;
    }
}

void PlotView::remember() {
    if (!m_history.empty() && m_history.back() == frame()) return;
    m_history.push_back(frame());
    if (m_history.size() > kMaxHistory) m_history.erase(m_history.begin());
    m_future.clear();
    emit historyChanged();
}

void PlotView::walk(std::vector<PlotRange>& from, std::vector<PlotRange>& to) {
    if (from.empty()) return;
    to.push_back(frame());
    const PlotRange next = from.back();
    from.pop_back();
    applyFrame(next);
    emit historyChanged();
}

void PlotView::back() { walk(m_history, m_future); }
void PlotView::forward() { walk(m_future, m_history); }

void PlotView::setFrameLocked(bool on) {
    if (on == m_frameLocked) return;
    m_frameLocked = on;
    emit frameLockChanged(on);
}

void PlotView::frameData(bool sameShape) {
    if (sameShape || m_frameLocked) {
        applyFrame(frame());
        return;
    }
    // Frames of other data lead nowhere.
    m_history.clear();
    m_future.clear();
    const PlotRange full = fullFrame();
    xAxis->setRange(full.x);
    yAxis->setRange(full.y);
    emit historyChanged();
}

std::vector<int> PlotView::visibleRows() const {
    return source() ? source()->allRows() : std::vector<int>();
}

void PlotView::applyFrame(const PlotRange& frame) {
    const PlotRange full = fullFrame();
    xAxis->setRange(clamped(frame.x, full.x, isLog(*xAxis)));
    yAxis->setRange(clamped(frame.y, full.y, isLog(*yAxis)));
    refresh();
}

void PlotView::setFrame(const PlotRange& frame) {
    remember();
    applyFrame(frame);
}

void PlotView::fit() {
    if (frame() == fullFrame()) return;
    setFrame(fullFrame());
}

void PlotView::describeView(FigureSpec& spec) const {
    if (frame() == fullFrame()) return;
    spec.frame = FrameBounds{xAxis->range().lower, xAxis->range().upper, yAxis->range().lower,
                             yAxis->range().upper};
}

void PlotView::beginExport(const QString& caption, bool onPaper) {
    showMarks(false);
    if (source()) m_title->setText(source()->title);
    m_caption->setText(caption);
    if (!onPaper) return;
    QPalette paper = palette();
    for (const auto& [role, colour] : {std::pair(QPalette::Base, QColor(Qt::white)),
                                       std::pair(QPalette::Text, QColor(0x1d, 0x21, 0x25)),
                                       std::pair(QPalette::Highlight, QColor(0x1f, 0x6f, 0xb2))})
        paper.setColor(role, colour);
    m_theme = Theme::of(paper);
    applyTheme(m_theme);
}

void PlotView::endExport() {
    m_theme = Theme::of(palette());
    applyTheme(m_theme);
    if (source()) writeElided(*m_title, source()->title, width());
    writeCaption();
    showMarks(true);
    refresh();
}

QPixmap PlotView::toImage(QSize size, double scale) {
    return toPixmap(size.width(), size.height(), scale);
}

void PlotView::paintTo(QPaintDevice& device, QSize size) {
    QCPPainter painter;
    if (!painter.begin(&device)) return;
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.fillRect(QRect(QPoint(), size), m_theme.background);
    toPainter(&painter, size.width(), size.height());
    painter.end();
}

void PlotView::showTexts(const PlotSource* shown) {
    writeElided(*m_title, shown ? shown->title : QString(), width());
    m_captionText = shown ? shown->caption : QString();
    writeCaption();
    setToolTip(shown ? shown->explanation : QString());
    setWhatsThis(shown ? shown->explanation : m_placeholder);
    setAccessibleDescription(shown ? shown->summary() : m_placeholder);
    emit sourceChanged();
}

void PlotView::setCaptionNote(const QString& note) {
    m_captionNote = note;
    writeCaption();
}

QString PlotView::captionText() const {
    const bool both = !m_captionText.isEmpty() && !m_captionNote.isEmpty();
    return m_captionText + (both ? QStringLiteral("; ") : QString()) +
           (m_captionText.isEmpty() ? QString() : m_captionNote);
}

void PlotView::writeCaption() { writeElided(*m_caption, captionText(), width()); }

void PlotView::setReadout(const QString& text) {
    if (text == m_readout) return;
    m_readout = text;
    emit readoutChanged(text);
    QAccessibleValueChangeEvent event(this, text);
    announce(event);
}

bool PlotView::insideAxes(const QPointF& position) const {
    return axisRect()->rect().contains(position.toPoint());
}

void PlotView::applyTheme(const Theme& theme) {
    setBackground(QBrush(theme.background));
    QFont bold = font();
    bold.setBold(true);
    bold.setPointSizeF(font().pointSizeF() * 1.15);
    m_title->setFont(bold);
    m_title->setTextColor(theme.text);
    m_caption->setFont(font());
    m_caption->setTextColor(theme.mutedText);
    for (QCPAxis* const axis : axisRect()->axes()) {
        axis->setBasePen(QPen(theme.mutedText));
        axis->setTickPen(QPen(theme.mutedText));
        axis->setSubTickPen(QPen(theme.mutedText));
        axis->setTickLabelColor(theme.text);
        axis->setLabelColor(theme.text);
        axis->setTickLabelFont(font());
        axis->setLabelFont(font());
        axis->grid()->setPen(QPen(theme.grid, 0, Qt::SolidLine));
        axis->grid()->setZeroLinePen(QPen(theme.grid));
    }
}

void PlotView::changeEvent(QEvent* event) {
    QCustomPlot::changeEvent(event);
    if (event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) return;
    if (event->type() == QEvent::FontChange) takeLeastSize(*this);
    m_theme = Theme::of(palette());
    applyTheme(m_theme);
    refresh();
}

void PlotView::showEvent(QShowEvent* event) {
    QCustomPlot::showEvent(event);
    setBufferDevicePixelRatio(devicePixelRatioF());
    m_theme = Theme::of(palette());
    applyTheme(m_theme);
    refresh();
}

void PlotView::leaveEvent(QEvent* event) {
    QCustomPlot::leaveEvent(event);
    hoverEnded();
}

bool PlotView::event(QEvent* event) {
    if (event->type() == QEvent::Resize) {
        if (source()) writeElided(*m_title, source()->title, width());
        writeCaption();
    }
    // While a gesture runs Esc is the plot's; without one it is the window's.
    if (event->type() == QEvent::ShortcutOverride && inGesture() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QCustomPlot::event(event);
}

void PlotView::mousePressEvent(QMouseEvent* event) {
    if (m_drag != Drag::None) return;
    m_dragFrom = event->position();
    m_dragFrame = frame();
    m_dragButton = event->button();
    const bool left = event->button() == Qt::LeftButton;
    if (event->button() == Qt::MiddleButton || (left && m_tool == PlotTool::Pan)) {
        m_drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
    } else if (left && m_tool == PlotTool::Zoom) {
        m_drag = Drag::Zoom;
        m_band->setGeometry(QRect(m_dragFrom.toPoint(), QSize()));
        m_band->show();
    } else if (left) {
        m_drag = Drag::Tool;
        toolPress(event);
    }
}

void PlotView::cancelGesture() {
    const Drag drag = std::exchange(m_drag, Drag::None);
    updateCursorShape();
    m_band->hide();
    if (drag == Drag::Pan) applyFrame(m_dragFrame);
    if (drag == Drag::Tool) toolCancel();
}

void PlotView::mouseMoveEvent(QMouseEvent* event) {
    switch (m_drag) {
    case Drag::Pan:
        panBy(m_dragFrom, event->position());
        m_dragFrom = event->position();
        break;
    case Drag::Zoom:
        m_band->setGeometry(QRect(m_dragFrom.toPoint(), event->position().toPoint()).normalized() &
                            axisRect()->rect());
        break;
    case Drag::Tool: toolMove(event); break;
    case Drag::None: break;
    }
    hover(event->position());
}

void PlotView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != m_dragButton) return;
    const Drag drag = std::exchange(m_drag, Drag::None);
    updateCursorShape();
    if (drag == Drag::Tool) toolRelease(event);
    if (drag == Drag::Pan && frame() != m_dragFrame) {
        // One pan is one step of the history, made when it is known to have moved.
        const PlotRange now = frame();
        xAxis->setRange(m_dragFrame.x);
        yAxis->setRange(m_dragFrame.y);
        setFrame(now);
    }
    if (drag == Drag::Zoom) finishZoom();
}

void PlotView::finishZoom() {
    const QRect box = m_band->geometry();
    m_band->hide();
    constexpr int kLeastPixels = 5; // less is a click that trembled
    if (box.width() < kLeastPixels || box.height() < kLeastPixels) return;
    const auto range = [](const QCPAxis& axis, double a, double b) {
        const double first = axis.pixelToCoord(a), second = axis.pixelToCoord(b);
        return QCPRange(std::min(first, second), std::max(first, second));
    };
    setFrame({range(*xAxis, box.left(), box.right()), range(*yAxis, box.top(), box.bottom())});
}

void PlotView::mouseDoubleClickEvent(QMouseEvent* event) {
    // In Paint a double click is two strokes.
    if (m_tool == PlotTool::Paint)
        mousePressEvent(event);
    else if (event->button() == Qt::LeftButton)
        fit();
}

void PlotView::wheelEvent(QWheelEvent* event) {
    event->accept();
    // Alt, and on X11 Alt with the wheel, arrive as horizontal turns: any turn counts.
    const QPoint turn = event->angleDelta();
    const double notches = (turn.y() != 0 ? turn.y() : turn.x()) / 120.0;
    if (notches == 0.0 || !insideAxes(event->position())) return;
    if (!m_sinceWheel.isValid() || m_sinceWheel.elapsed() > kWheelPauseMs) remember();
    m_sinceWheel.start();
    const double factor = std::pow(kZoomPerNotch, notches);
    PlotRange next = frame();
    if (!event->modifiers().testFlag(Qt::ControlModifier))
        next.x = zoomed(*xAxis, event->position().x(), factor);
    if (!event->modifiers().testFlag(Qt::ShiftModifier))
        next.y = zoomed(*yAxis, event->position().y(), factor);
    applyFrame(next);
    hover(event->position());
}

void PlotView::panBy(const QPointF& from, const QPointF& to) {
    applyFrame({moved(*xAxis, from.x(), to.x()), moved(*yAxis, from.y(), to.y())});
}

void PlotView::keyPressEvent(QKeyEvent* event) {
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    if (control && event->key() == Qt::Key_0)
        fit();
    else if (alt && event->key() == Qt::Key_Left)
        back();
    else if (alt && event->key() == Qt::Key_Right)
        forward();
    else if (event->key() == Qt::Key_Escape && inGesture())
        cancelGesture();
    else
        QCustomPlot::keyPressEvent(event);
}

void PlotView::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    QPainter painter(this);
    if (!source() && !m_placeholder.isEmpty()) {
        painter.setPen(m_theme.mutedText);
        painter.fillRect(rect(), m_theme.background);
        painter.drawText(rect().adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap,
                         m_placeholder);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void PlotView::focusInEvent(QFocusEvent* event) {
    QCustomPlot::focusInEvent(event);
    update();
}

void PlotView::focusOutEvent(QFocusEvent* event) {
    QCustomPlot::focusOutEvent(event);
    update();
}

} // namespace moqa
