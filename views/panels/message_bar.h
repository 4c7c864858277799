// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Errors and news in place: one bar over the top of its parent, which it does not push down, with
// what is wrong and why, what to do, the rest folded away, and a button to copy it. The latest
// message replaces the one before, and the same one again is counted; the log keeps them all. An
// error goes when what failed succeeds. GUI thread.

#include "core/base/result.h"

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;
class QToolButton;

namespace moqa {

class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(QWidget* parent);
    // action: what was tried; empty if nothing can be tried again.
    void showError(const Error& error, const QString& action = {});
    void actionSucceeded(const QString& action); // its error is over; others stay
    void showNews(const QString& text);          // goes by itself
    // A question that waits for an answer under whatever else is shown. An offer without a label
    // is not made. The latest replaces the one before.
    struct Offer {
        QString label;
        std::function<void()> verb;
    };
    void showOffer(const QString& text, Offer accept, Offer decline, Offer later = {});
    void withdrawOffer();
    QString text() const { return m_message; }
    int repeats() const { return m_repeats; } // of the message shown; 1 = came once

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void present(const QString& html, const QString& message, const QString& details, bool isError);
    static QString kindText(ErrorCode code);
    void showIcon();
    void takePlace();
    void presentOffer();
    void dismiss();
    void copyText() const;
    QLabel *m_icon, *m_text, *m_details;
    QToolButton *m_fold, *m_copy;
    QPushButton *m_accept, *m_decline, *m_later;
    QString m_offerText; // empty: none
    std::function<void()> m_acceptVerb, m_declineVerb, m_laterVerb;
    QTimer m_timer;
    QString m_message;
    QString m_action; // of the error that is shown
    int m_repeats = 0;
    bool m_isError = false;
};

} // namespace moqa
