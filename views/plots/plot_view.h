// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What all plots have in common: tools and gestures, frame with its history, colours of the theme,
// title and caption inside the picture (so that an exported figure explains itself), a read-out
// of what is under the mouse or the cell cursor, and a name for screen readers.
// Gestures: left button is the tool; middle button pans in every tool; the wheel zooms, with Shift
// along x alone and with Ctrl along y alone; double click or Ctrl+0 shows all; Alt+Left and
// Alt+Right walk the frames; Esc ends the gesture that runs.

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

struct FigureSpec;

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
    void forward();
    bool canGoBack() const { return !m_history.empty(); }
    bool canGoForward() const { return !m_future.empty(); }
    // Locked: the frame stays whatever data come, as far as they reach.
    bool frameLocked() const { return m_frameLocked; }
    void setFrameLocked(bool on);
    bool inGesture() const { return m_drag != Drag::None; }
    void cancelGesture();
    // Rows of the source's table that are in the frame.
    virtual std::vector<int> visibleRows() const;
    QString captionText() const; // with its note, as on screen
    // What the colours or axes span, in words; empty where the axes say it.
    virtual QString rangeText() const { return {}; }
    // Adds what this plot knows of how it is seen: frame and limits.
    virtual void describeView(FigureSpec& spec) const;
    // Row of the source's table that the cursor is on, -1 = none.
    virtual int currentRow() const { return -1; }
    virtual void goToRow(int tableRow) { Q_UNUSED(tableRow) }
    // Rows that stand for what is selected: the table twin selects them too.
    virtual std::vector<int> selectedRows() const { return {}; }
    // The user selected these in the table twin.
    virtual void chooseRows(const std::vector<int>& tableRows) { Q_UNUSED(tableRows) }

    // Raster and vector export draw the same picture as the screen, but for cursor and selection,
    // with a caption of their own and, where asked for, in the colours of paper.
    void beginExport(const QString& caption, bool onPaper);
    void endExport();
    QPixmap toImage(QSize size, double scale);
    void paintTo(QPaintDevice& device, QSize size);

signals:
    void readoutChanged(const QString& text);
    void toolChanged(moqa::PlotTool tool);
    void sourceChanged();
    void selectedRowsChanged();
    void historyChanged();
    void frameLockChanged(bool on);

protected:
    virtual PlotRange fullFrame() const = 0;
    virtual void applyTheme(const Theme& theme);
    // The left button in the tools Select and Paint.
    virtual void toolPress(QMouseEvent* event) { Q_UNUSED(event) }
    virtual void toolMove(QMouseEvent* event) { Q_UNUSED(event) }
    virtual void toolRelease(QMouseEvent* event) { Q_UNUSED(event) }
    virtual void toolCancel() {} // Esc: as if the press had not been
    // Hides what belongs to the moment: cursor, hovered, selected.
    virtual void showMarks(bool on) { Q_UNUSED(on) }
    virtual void hover(const QPointF& position) { Q_UNUSED(position) }
    virtual void hoverEnded() {}
    // Title and caption, unit of the colours or axes; call after the data changed.
    void showTexts(const PlotSource* shown);
    void setReadout(const QString& text);
    // Follows the caption: what the picture does not show.
    void setCaptionNote(const QString& note);
    // After new data: keeps the frame if it is locked or the shape is the same, else shows all.
    void frameData(bool sameShape);
    void refresh() { replot(QCustomPlot::rpQueuedReplot); }
    const Theme& theme() const { return m_theme; }
    bool insideAxes(const QPointF& position) const;

    bool event(QEvent* event) override;
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
    void walk(std::vector<PlotRange>& from, std::vector<PlotRange>& to);
    void finishZoom();
    void writeCaption();
    void updateCursorShape();

    Theme m_theme;
    PlotTool m_tool = PlotTool::Select;
    Drag m_drag = Drag::None;
    QPointF m_dragFrom;
    QRubberBand* m_band = nullptr;
    QElapsedTimer m_sinceWheel;
    Qt::MouseButton m_dragButton = Qt::NoButton;
    PlotRange m_dragFrame; // before the gesture
    std::vector<PlotRange> m_history, m_future;
    bool m_frameLocked = false;
    QString m_readout, m_placeholder, m_captionText, m_captionNote;
    QCPTextElement* m_title = nullptr;
    QCPTextElement* m_caption = nullptr;
};

} // namespace moqa
