// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parts that the narrow columns of the pages are made of, and lines of text. GUI thread.

#include <QWidget>
#include <optional>
#include <vector>

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace moqa {

// A column of boxes that scroll where the window is low, above a part that stays in sight. As wide
// as its fields need in the font that there is, and no wider.
class FormColumn : public QWidget {
    Q_OBJECT
public:
    explicit FormColumn(QWidget* parent) : QWidget(parent) {}
    QSize sizeHint() const override;

protected:
    void setParts(const std::vector<QWidget*>& boxes, QWidget* pinned);
};

QPushButton* newButton(QWidget* parent, const QString& text, const char* objectName,
                       const QString& tip);
QLabel* newQuietLabel(QWidget* parent, const char* objectName);
// Shows and hides with its text; links open what they name.
void setQuietText(QLabel& label, const QString& text);
// On one line, its end cut with an ellipsis where there is no room; then the tip has all of it.
void setElidedText(QLabel& label, const QString& text);
QLabel* newLinkLabel(QWidget* parent, const char* objectName, const QString& name);
// Says what is wrong, with a sign and not a colour alone.
void setFaultText(QLabel& label, const QString& text);
QProgressBar* newProgressBar(QWidget* parent);
void setProgressOf(QProgressBar& bar, std::optional<double> fraction);
// Tokens of a text; 0 says "all" where that is allowed.
QSpinBox* newTokensBox(QWidget* parent, const char* objectName, int value, bool mayBeAll);

} // namespace moqa
