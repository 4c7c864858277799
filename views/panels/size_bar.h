// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the bytes of the active plan are: one bar cut into the parts of the model, with their names
// and sizes under it; dense, the names under it give way: they are in the bar and its tooltips.
// Follows every edit. GUI thread.

#include "core/plan/plan_totals.h"
#include "views/state/document.h"

#include <QWidget>
#include <map>

namespace moqa {

class SizeBar : public QWidget {
    Q_OBJECT
public:
    explicit SizeBar(Document& document, QWidget* parent = nullptr);
    const std::map<Part, PartSize>& sizes() const { return m_sizes; }
    void setDense(bool on);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Piece {
        Part part;
        QRectF box;
    };
    std::vector<Piece> pieces() const;
    QRectF barBox() const;
    int64_t total() const;
    void measure();    // all parts
    void followEdit(); // bits change the routed part alone
    void describe();

    Document& m_document;
    std::map<Part, PartSize> m_sizes;
    bool m_dense = false;
};

QString partText(Part part); // "routed experts"
// The colour of a part, the same everywhere: an index into Theme::series.
int partTone(Part part);
inline constexpr int kGreyTone = 6;

} // namespace moqa
