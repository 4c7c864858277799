// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fusion, but for the boxes and rings of check boxes and radio buttons: Fusion draws their outline
// a shade darker than the window, which on a dark window is not seen. Here outlines stand out by
// three to one at least, as WCAG 2.1 (1.4.11) asks of controls. Owned by the application.

#include <QProxyStyle>

namespace moqa {

class AppStyle final : public QProxyStyle {
    Q_OBJECT
public:
    AppStyle();
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

} // namespace moqa
