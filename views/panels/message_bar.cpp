// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/message_bar.h"

#include "views/state/text.h"
#include "views/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace moqa {

namespace {
constexpr int kNewsMs = 8000;
const QColor kErrorColour(0xc0, 0x39, 0x2b);
const QColor kNewsColour(0x1f, 0x7a, 0xb8);
} // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 6);
    m_icon = new QLabel(this);
    m_text = new QLabel(this);
    m_text->setAccessibleName(tr("Message"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::RichText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy = new QToolButton(this);
    m_copy->setIcon(themedIcon(QStringLiteral("copy")));
    m_copy->setToolTip(tr("Copy the message"));
    m_copy->setAccessibleName(m_copy->toolTip());
    auto* const close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setToolTip(tr("Close the message"));
    close->setAccessibleName(close->toolTip());
    for (QToolButton* const button : {m_copy, close}) button->setAutoRaise(true);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
    layout->addWidget(close, 0, Qt::AlignTop);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kNewsMs);
    connect(&m_timer, &QTimer::timeout, this, &QWidget::hide);
    connect(close, &QToolButton::clicked, this, &QWidget::hide);
    connect(m_copy, &QToolButton::clicked, this, &MessageBar::copyText);
    hide();
}

void MessageBar::showError(const Error& error) {
    m_timer.stop();
    QString what = qstr(error.what);
    if (!what.isEmpty()) what[0] = what[0].toUpper();
    QString html = QStringLiteral("<b>%1.</b>").arg(what.toHtmlEscaped());
    if (!error.hint.empty()) {
        QString hint = qstr(error.hint);
        hint[0] = hint[0].toUpper();
        html += QStringLiteral(" %1.").arg(hint.toHtmlEscaped());
    }
    if (!error.where.empty())
        html += QStringLiteral("<br>%1 %2").arg(tr("Where:"), qstr(error.where).toHtmlEscaped());
    present(html, tr("Error: %1").arg(qstr(error.message())), true);
}

void MessageBar::showNews(const QString& text) {
    if (m_isError && isVisible()) return; // an error stays until it was read
    present(text.toHtmlEscaped(), text, false);
    m_timer.start();
}

void MessageBar::present(const QString& html, const QString& message, bool isError) {
    m_isError = isError;
    m_message = message;
    m_text->setText(html);
    m_text->setAccessibleName(message);
    showIcon();
    show();
    update();
}

// In the palette of the moment.
void MessageBar::showIcon() {
    const QString name = m_isError ? QStringLiteral("warning") : QStringLiteral("info");
    m_icon->setPixmap(themedIcon(name).pixmap(20, 20));
}

void MessageBar::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showIcon();
}

void MessageBar::copyText() const { QGuiApplication::clipboard()->setText(text()); }

void MessageBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor colour = m_isError ? kErrorColour : kNewsColour;
    QColor wash = colour;
    wash.setAlpha(36);
    painter.fillRect(rect(), wash);
    painter.fillRect(QRect(0, 0, 4, height()), colour);
}

} // namespace moqa
