// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a widget tells a screen reader goes through here. Qt passes an event on only where a bridge
// to a screen reader is active, and hands it to no test otherwise: a listener hears it always. GUI
// thread.

#include <QAccessible>
#include <utility>

namespace moqa {

using AnnouncementListener = void (*)(QAccessibleEvent*);

namespace detail {
inline AnnouncementListener announcementListener = nullptr;
}

inline void announce(QAccessibleEvent& event) {
    if (detail::announcementListener) detail::announcementListener(&event);
    QAccessible::updateAccessibility(&event);
}

// Returns the one before; null is none.
inline AnnouncementListener listenToAnnouncements(AnnouncementListener listener) {
    return std::exchange(detail::announcementListener, listener);
}

} // namespace moqa
