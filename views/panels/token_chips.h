// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tokens of a text as chips that wrap like words. One is chosen, by mouse or arrow keys; some
// are marked. GUI thread.

#include <QStringList>
#include <QWidget>
#include <vector>

namespace moqa {

class TokenChips : public QWidget {
    Q_OBJECT
public:
    explicit TokenChips(QWidget* parent = nullptr);
    void setTokens(const QStringList& tokens); // visible text of each
    int count() const { return static_cast<int>(m_tokens.size()); }
    int current() const { return m_current; } // -1 = none
    void setCurrent(int token);
    void setMarked(std::vector<bool> marked); // [tokens], or empty
    QRect chipAt(int token) const { return m_boxes[static_cast<size_t>(token)]; }

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void tokenChosen(int token);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override; // tooltips

private:
    int layOut(int width, std::vector<QRect>* boxes) const; // returns the height
    int tokenAt(QPoint position) const;
    void choose(int token);

    QStringList m_tokens;
    std::vector<QRect> m_boxes;
    std::vector<bool> m_marked;
    int m_current = -1;
};

} // namespace moqa
