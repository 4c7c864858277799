// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/form_parts.h"

#include <QCoreApplication>
#include <QLabel>
#include <QProgressBar>
#include <QScrollBar>
#include <QSpinBox>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::FormParts)
};

constexpr int kProgressSteps = 1000;
constexpr int kLeastHeight = 120;

} // namespace

FieldArea::FieldArea(QWidget* parent) : QScrollArea(parent) {
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus);
}

QSize FieldArea::sizeHint() const {
    const QSize inner = widget() ? widget()->sizeHint() : QSize();
    return {inner.width() + verticalScrollBar()->sizeHint().width(), inner.height()};
}

QSize FieldArea::minimumSizeHint() const {
    return {QScrollArea::minimumSizeHint().width(), kLeastHeight};
}

QLabel* newQuietLabel(QWidget* parent, const char* objectName) {
    auto* const label = new QLabel(parent);
    label->setObjectName(QLatin1String(objectName));
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void setQuietText(QLabel& label, const QString& text) {
    label.setVisible(!text.isEmpty());
    label.setText(text);
}

QLabel* newLinkLabel(QWidget* parent, const char* objectName, const QString& name) {
    QLabel* const label = newQuietLabel(parent, objectName);
    label->setTextFormat(Qt::RichText);
    label->setTextInteractionFlags(Qt::TextBrowserInteraction);
    label->setOpenExternalLinks(true);
    label->setAccessibleName(name);
    return label;
}

void setFaultText(QLabel& label, const QString& text) {
    label.setWordWrap(true);
    label.setTextInteractionFlags(Qt::TextSelectableByMouse);
    setQuietText(label, text.isEmpty() ? text : QStringLiteral("\u26a0 ") + text);
}

QProgressBar* newProgressBar(QWidget* parent) {
    auto* const bar = new QProgressBar(parent);
    bar->setAccessibleName(Text::tr("Progress"));
    bar->setRange(0, kProgressSteps);
    bar->setTextVisible(false);
    return bar;
}

void setProgressOf(QProgressBar& bar, std::optional<double> fraction) {
    bar.setVisible(fraction.has_value());
    bar.setValue(static_cast<int>(fraction.value_or(0) * kProgressSteps));
}

QSpinBox* newTokensBox(QWidget* parent, const char* objectName, int value, bool mayBeAll) {
    auto* const box = new QSpinBox(parent);
    box->setObjectName(QLatin1String(objectName));
    box->setRange(mayBeAll ? 0 : 1, 1'000'000'000);
    box->setSingleStep(1024);
    box->setGroupSeparatorShown(true);
    if (mayBeAll) box->setSpecialValueText(Text::tr("all"));
    box->setValue(value);
    return box;
}

} // namespace moqa
