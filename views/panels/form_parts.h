// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parts that the narrow columns of the pages are made of. GUI thread.

#include <QScrollArea>
#include <optional>

class QLabel;
class QProgressBar;
class QSpinBox;

namespace moqa {

// The part that gives way where the window is low; no bar below, whatever the language.
class FieldArea final : public QScrollArea {
    Q_OBJECT
public:
    explicit FieldArea(QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
};

QLabel* newQuietLabel(QWidget* parent, const char* objectName);
// Shows and hides with its text; links open what they name.
void setQuietText(QLabel& label, const QString& text);
QLabel* newLinkLabel(QWidget* parent, const char* objectName, const QString& name);
// Says what is wrong, with a sign and not a colour alone.
void setFaultText(QLabel& label, const QString& text);
QProgressBar* newProgressBar(QWidget* parent);
void setProgressOf(QProgressBar& bar, std::optional<double> fraction);
// Tokens of a text; 0 says "all" where that is allowed.
QSpinBox* newTokensBox(QWidget* parent, const char* objectName, int value, bool mayBeAll);

} // namespace moqa
