// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/selection.h"

namespace moqa {

void Selection::setObjects(Objects objects) {
    if (objects == m_objects) return;
    m_objects = std::move(objects);
    emit objectsChanged();
}

void Selection::toggle(const ObjectRef& object) {
    Objects objects = m_objects;
    if (objects.erase(object) == 0) objects.insert(object);
    setObjects(std::move(objects));
}

void Selection::setCursor(const ObjectRef& object) {
    if (object == m_cursor) return;
    m_cursor = object;
    emit cursorChanged();
}

void Selection::setHovered(const ObjectRef& object) {
    if (object == m_hovered) return;
    m_hovered = object;
    emit hoveredChanged();
}

void Selection::setPinned(const ObjectRef& object) {
    if (object == m_pinned) return;
    m_pinned = object;
    emit pinnedChanged();
}

void Selection::reset() {
    setHovered({});
    setCursor({});
    setPinned({});
    setObjects({});
}

} // namespace moqa
