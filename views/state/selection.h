// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the user points at, shared by every view: a set of objects, and apart from it the cursor
// (moved by keys), the hovered and the pinned one. One change is one signal; setting what is
// already set is none. GUI thread.

#include "views/state/object_ref.h"

#include <QObject>
#include <set>

namespace moqa {

class Selection : public QObject {
    Q_OBJECT
public:
    using Objects = std::set<ObjectRef>;
    using QObject::QObject;

    const Objects& objects() const { return m_objects; }
    bool contains(const ObjectRef& object) const { return m_objects.contains(object); }
    ObjectRef cursor() const { return m_cursor; }
    ObjectRef hovered() const { return m_hovered; }
    ObjectRef pinned() const { return m_pinned; }
    // What a read-out shows: the hovered object, else the cursor.
    ObjectRef focus() const { return m_hovered.valid() ? m_hovered : m_cursor; }

    void setObjects(Objects objects);
    void toggle(const ObjectRef& object);
    void clear() { setObjects({}); }
    void setCursor(const ObjectRef& object);
    void setHovered(const ObjectRef& object);
    void setPinned(const ObjectRef& object);
    // Forgets everything: the objects belong to a model that was closed.
    void reset();

signals:
    void objectsChanged();
    void cursorChanged();
    void hoveredChanged();
    void pinnedChanged();

private:
    Objects m_objects;
    ObjectRef m_cursor, m_hovered, m_pinned;
};

} // namespace moqa
