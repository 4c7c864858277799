// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/message_bar.h"

#include "views/state/text.h"
#include "views/theme/icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

namespace {
constexpr int kNewsMs = 8000;
const QColor kErrorColour(0xc0, 0x39, 0x2b);
const QColor kNewsColour(0x1f, 0x7a, 0xb8);

// "the file is cut short" -> "The file is cut short."
QString sentence(const std::string& text) {
    QString made = qstr(text);
    if (made.isEmpty()) return made;
    made[0] = made[0].toUpper();
    return made.endsWith(QLatin1Char('.')) ? made : made + QLatin1Char('.');
}
} // namespace

MessageBar::MessageBar(QWidget* parent) : QFrame(parent) {
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 6, 6, 6);
    m_icon = new QLabel(this);
    m_text = new QLabel(this);
    m_details = new QLabel(this);
    for (QLabel* const label : {m_text, m_details}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_text->setAccessibleName(tr("Message"));
    m_text->setTextFormat(Qt::RichText);
    m_details->setTextFormat(Qt::PlainText);
    m_details->setAccessibleName(tr("Details"));
    m_details->hide();
    const auto button = [this](const char* icon, const QString& tip) {
        auto* const made = new QToolButton(this);
        if (*icon) made->setIcon(themedIcon(QLatin1String(icon)));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        return made;
    };
    m_fold = button("", tr("Show or hide where it happened and what exactly was said"));
    m_fold->setText(tr("Details"));
    m_fold->setCheckable(true);
    m_copy = button("copy", tr("Copy the message"));
    QToolButton* const close = button("close", tr("Close the message"));
    auto* const column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_text);
    column->addWidget(m_details);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(column, 1);
    m_accept = new QPushButton(this);
    m_decline = new QPushButton(this);
    m_later = new QPushButton(this);
    m_accept->setAccessibleName(tr("Accept the offer"));
    m_decline->setAccessibleName(tr("Decline the offer"));
    m_later->setAccessibleName(tr("Answer the offer later"));
    for (QPushButton* const one : {m_accept, m_decline, m_later}) {
        one->setAutoDefault(false);
        one->hide();
        layout->addWidget(one, 0, Qt::AlignTop);
    }
    // The answer may come with the next offer: what was asked is forgotten before it is acted on.
    const auto answer = [this](std::function<void()>& chosen) {
        const std::function<void()> verb = chosen;
        withdrawOffer();
        if (verb) verb();
    };
    connect(m_accept, &QPushButton::clicked, this, [this, answer] { answer(m_acceptVerb); });
    connect(m_decline, &QPushButton::clicked, this, [this, answer] { answer(m_declineVerb); });
    connect(m_later, &QPushButton::clicked, this, [this, answer] { answer(m_laterVerb); });
    for (QToolButton* const one : {m_fold, m_copy, close}) layout->addWidget(one, 0, Qt::AlignTop);
    m_timer.setSingleShot(true);
    m_timer.setInterval(kNewsMs);
    connect(&m_timer, &QTimer::timeout, this, &MessageBar::dismiss);
    connect(m_fold, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(m_copy, &QToolButton::clicked, this, &MessageBar::copyText);
    parent->installEventFilter(this);
    hide();
}

// Over the top of the parent: what is under it stays where it is.
void MessageBar::takePlace() {
    const int width = parentWidget()->width();
    const int wanted = hasHeightForWidth() ? heightForWidth(width) : sizeHint().height();
    setGeometry(0, 0, width, wanted);
    raise();
}

bool MessageBar::event(QEvent* event) {
    const bool done = QFrame::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) takePlace();
    return done;
}

bool MessageBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parent() && event->type() == QEvent::Resize && isVisible()) takePlace();
    return QFrame::eventFilter(watched, event);
}

// The engine speaks English; the kind of fault is said in the window's language.
QString MessageBar::kindText(ErrorCode code) {
    switch (code) {
    case ErrorCode::Usage: return tr("This is not possible");
    case ErrorCode::BadInput: return tr("The input does not fit");
    case ErrorCode::Io: return tr("Reading or writing failed");
    case ErrorCode::Cancelled: return tr("Cancelled");
    case ErrorCode::Internal: break;
    }
    return tr("A fault of this program");
}

void MessageBar::showError(const Error& error, const QString& action) {
    m_action = action;
    m_timer.stop();
    const QString what = sentence(error.what);
    const QString hint = sentence(error.hint);
    QString html = QStringLiteral("<b>%1</b>").arg(what.toHtmlEscaped());
    if (!hint.isEmpty()) html += QLatin1Char(' ') + hint.toHtmlEscaped();
    QStringList details{tr("Kind: %1").arg(kindText(error.code))};
    if (!error.where.empty()) {
        const QString where = qstr(error.where);
        // The name of the file in sight, all of its path among the details.
        html += QStringLiteral("<br>") +
                tr("Where: %1").arg(where.section(QLatin1Char('/'), -1).toHtmlEscaped());
        details << tr("Where: %1").arg(where);
    }
    present(html, tr("Error: %1").arg(qstr(error.message())), details.join(QLatin1Char('\n')),
            true);
}

void MessageBar::actionSucceeded(const QString& action) {
    if (m_isError && isVisibleTo(parentWidget()) && !action.isEmpty() && action == m_action)
        dismiss();
}

void MessageBar::showNews(const QString& text) {
    if (m_isError && isVisible()) return; // an error stays until it was read
    present(text.toHtmlEscaped(), text, {}, false);
    m_timer.start();
}

void MessageBar::showOffer(const QString& text, Offer accept, Offer decline, Offer later) {
    m_offerText = text;
    m_accept->setText(accept.label);
    m_decline->setText(decline.label);
    m_accept->setAccessibleName(accept.label);
    m_decline->setAccessibleName(decline.label);
    m_later->setText(later.label);
    if (!later.label.isEmpty()) m_later->setAccessibleName(later.label);
    m_acceptVerb = std::move(accept.verb);
    m_declineVerb = std::move(decline.verb);
    m_laterVerb = std::move(later.verb);
    if (!m_isError || !isVisible()) presentOffer();
}

void MessageBar::presentOffer() {
    m_timer.stop();
    present(m_offerText.toHtmlEscaped(), m_offerText, {}, false);
    m_accept->setVisible(!m_accept->text().isEmpty());
    m_decline->setVisible(!m_decline->text().isEmpty());
    m_later->setVisible(!m_later->text().isEmpty());
}

void MessageBar::withdrawOffer() {
    if (m_offerText.isEmpty()) return;
    const bool shown = m_message == m_offerText;
    m_offerText.clear();
    m_acceptVerb = m_declineVerb = m_laterVerb = nullptr;
    if (shown) dismiss();
}

// A closed message uncovers the offer that waits under it; a closed offer waits no longer.
void MessageBar::dismiss() {
    m_timer.stop();
    m_isError = false;
    if (!m_offerText.isEmpty() && m_message != m_offerText) {
        presentOffer();
        return;
    }
    hide();
}

void MessageBar::present(const QString& html, const QString& message, const QString& details,
                         bool isError) {
    const bool again = isVisible() && isError && message == m_message;
    m_repeats = again ? m_repeats + 1 : 1;
    m_isError = isError;
    m_message = message;
    m_accept->hide();
    m_decline->hide();
    m_later->hide();
    m_text->setText(m_repeats > 1
                        ? html +
                              QStringLiteral(" <i>%1</i>").arg(tr("(%n times)", nullptr, m_repeats))
                        : html);
    m_text->setAccessibleName(message);
    m_details->setText(details);
    m_fold->setVisible(!details.isEmpty());
    if (!again) m_fold->setChecked(false);
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

void MessageBar::copyText() const {
    const QString details = m_details->text();
    QGuiApplication::clipboard()->setText(
        details.isEmpty() ? m_message : m_message + QLatin1Char('\n') + details);
}

void MessageBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QColor colour = m_isError ? kErrorColour : kNewsColour;
    QColor wash = colour;
    wash.setAlpha(36);
    painter.fillRect(rect(), palette().window());
    painter.fillRect(rect(), wash);
    painter.fillRect(QRect(0, 0, 4, height()), colour);
}

} // namespace moqa
