// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/scatter_link.h"

namespace moqa {

ScatterLink::ScatterLink(ScatterView& view, Selection& selection)
    : QObject(&view), m_view(view), m_selection(selection) {
    connect(&view, &ScatterView::pointHovered, this, [this](int layer, int expert) {
        m_selection.setHovered(expert < 0 ? ObjectRef() : ObjectRef::ofExpert(layer, expert));
    });
    connect(&view, &ScatterView::pointClicked, this,
            [this](int layer, int expert, Qt::KeyboardModifiers modifiers) {
                takePoint(ObjectRef::ofExpert(layer, expert), modifiers);
            });
    connect(&view, &ScatterView::cursorWanted, this, [this](int layer, int expert) {
        m_selection.setCursor(ObjectRef::ofExpert(layer, expert));
    });
    connect(&view, &ScatterView::pinRequested, this, [this](int layer, int expert) {
        const ObjectRef object = ObjectRef::ofExpert(layer, expert);
        m_selection.setPinned(object == m_selection.pinned() ? ObjectRef() : object);
    });
    connect(&view, &ScatterView::pointsEnclosed, this, &ScatterLink::takePoints);
    for (const auto signal : {&Selection::objectsChanged, &Selection::cursorChanged})
        connect(&selection, signal, this, [this] {
            if (m_view.isVisible()) show();
        });
}

void ScatterLink::takePoint(const ObjectRef& object, Qt::KeyboardModifiers modifiers) {
    m_selection.setCursor(object);
    if (modifiers.testFlag(Qt::ControlModifier))
        m_selection.toggle(object);
    else
        m_selection.setObjects({object});
}

void ScatterLink::takePoints(const std::vector<std::pair<int, int>>& units,
                             Qt::KeyboardModifiers modifiers) {
    Selection::Objects objects;
    if (modifiers.testFlag(Qt::ControlModifier)) objects = m_selection.objects();
    for (const auto& [layer, expert] : units) objects.insert(ObjectRef::ofExpert(layer, expert));
    m_selection.setObjects(std::move(objects));
}

void ScatterLink::show() {
    std::set<std::pair<int, int>> units;
    for (const ObjectRef& object : m_selection.objects())
        if (object.kind == ObjectKind::Expert) units.insert({object.layer, object.expert});
    m_view.setSelected(std::move(units));
    const ObjectRef cursor = m_selection.cursor();
    m_view.setCurrent(cursor.layer, cursor.expert);
}

} // namespace moqa
