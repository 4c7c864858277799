// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/form_parts.h"

#include "views/panels/scroll_box.h"

#include <QCoreApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::FormParts)
};

constexpr int kProgressSteps = 1000;
constexpr int kLetters = 46; // of a column

} // namespace

QSize FormColumn::sizeHint() const {
    return {std::max(minimumSizeHint().width(), kLetters * fontMetrics().averageCharWidth()),
            QWidget::sizeHint().height()};
}

void FormColumn::setParts(const std::vector<QWidget*>& boxes, QWidget* pinned) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* const fields = new QWidget(this);
    auto* const column = new QVBoxLayout(fields);
    column->setContentsMargins(0, 0, 0, 0);
    for (QWidget* const box : boxes) column->addWidget(box);
    column->addStretch(1);
    layout->addWidget(new ScrollBox(fields, this), 1);
    layout->addWidget(pinned);
}

QPushButton* newButton(QWidget* parent, const QString& text, const char* objectName,
                       const QString& tip) {
    auto* const button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(objectName));
    button->setToolTip(tip);
    return button;
}

QLabel* newQuietLabel(QWidget* parent, const char* objectName) {
    auto* const label = new QLabel(parent);
    label->setObjectName(QLatin1String(objectName));
    label->setWordWrap(true);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

void setElidedText(QLabel& label, const QString& text) {
    const QFontMetrics metrics = label.fontMetrics();
    const int room = label.contentsRect().width();
    const bool fits = !label.isVisible() || metrics.horizontalAdvance(text) <= room;
    label.setText(fits ? text : metrics.elidedText(text, Qt::ElideRight, room));
    label.setToolTip(fits ? QString() : text);
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
