// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/file_drops.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace moqa {

FileDrops::FileDrops(QObject* parent) : QObject(parent) { qApp->installEventFilter(this); }

bool FileDrops::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::DragEnter) return false;
    if (!static_cast<QDragEnterEvent*>(event)->mimeData()->hasUrls()) return false;
    // The drop target of a text area is its viewport.
    const bool text = qobject_cast<QLineEdit*>(watched) != nullptr ||
                      qobject_cast<QTextEdit*>(watched->parent()) != nullptr ||
                      qobject_cast<QPlainTextEdit*>(watched->parent()) != nullptr;
    if (text) event->ignore();
    return text;
}

} // namespace moqa
