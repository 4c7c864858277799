// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What all plots have in common: tools and gestures, frame with its history, colours of the theme,
// title and caption inside the picture (so that an exported figure explains itself), a read-out
// of what is under the mouse or the cell cursor, and a name for screen readers.
// Gestures: left button is the tool; middle button pans in every tool; the wheel zooms, with Shift
// along x alone and with Ctrl along y alone.

#include "views/plots/plot_source.h"
#include "views/plots/qcp.h"
#include "views/theme/theme.h"

#include <QElapsedTimer>
#include <memory>
#include <optional>
#include <vector>

class QRubberBand;

namespace moqa {

enum class PlotTool { Select, Pan, Zoom, Paint };

struct PlotRange {
    QCPRange x, y;
    bool operator==(const PlotRange&) const = default;
};

class PlotView : public QCustomPlot {
    Q_OBJECT
public:
    explicit PlotView(QWidget* parent = nullptr);

    virtual std::shared_ptr<const PlotSource> source() const = 0;
    QString readout() const { return m_readout; }
    // What to show, in an empty plot, instead of data.
    void setPlaceholder(const QString& text);

    PlotTool tool() const { return m_tool; }
    void setTool(PlotTool tool);
    PlotRange frame() const { return {xAxis->range(), yAxis->range()}; }
    void setFrame(const PlotRange& frame); // remembered in the history
    void fit();
    void back();
    bool canGoBack() const { return !m_history.empty(); }

    // Raster and vector export draw the same picture as the screen.
    QPixmap toImage(double scale);
    void paintTo(QPaintDevice& device, QSize size);

signals:
    void readoutChanged(const QString& text);
    void toolChanged(moqa::PlotTool tool);
    void sourceChanged();
    void historyChanged();

protected:
    virtual PlotRange fullFrame() const = 0;
    virtual void applyTheme(const Theme& theme);
    // The left button in the tools Select and Paint.
    virtual void toolPress(QMouseEvent* event) { Q_UNUSED(event) }
    virtual void toolMove(QMouseEvent* event) { Q_UNUSED(event) }
    virtual void toolRelease(QMouseEvent* event) { Q_UNUSED(event) }
    virtual void hover(const QPointF& position) { Q_UNUSED(position) }
    virtual void hoverEnded() {}
    // Title and caption, unit of the colours or axes; call after the data changed.
    void showTexts(const PlotSource* shown);
    void setReadout(const QString& text);
    void refresh() { replot(QCustomPlot::rpQueuedReplot); }
    const Theme& theme() const { return m_theme; }
    bool insideAxes(const QPointF& position) const;

    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

    static constexpr int kTextRows = 2; // title and caption stand above the axis rectangle

private:
    enum class Drag { None, Pan, Zoom, Tool };
    void remember();
    void panBy(const QPointF& from, const QPointF& to);
    void applyFrame(const PlotRange& frame);
    void updateCursorShape();

    Theme m_theme;
    PlotTool m_tool = PlotTool::Select;
    Drag m_drag = Drag::None;
    QPointF m_dragFrom;
    QRubberBand* m_band = nullptr;
    QElapsedTimer m_sinceWheel;
    std::vector<PlotRange> m_history;
    QString m_readout, m_placeholder;
    QCPTextElement* m_title = nullptr;
    QCPTextElement* m_caption = nullptr;
};

} // namespace moqa
