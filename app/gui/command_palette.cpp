// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/command_palette.h"

#include "views/state/workbench.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTimer>
#include <QTreeView>
#include <QVBoxLayout>

namespace moqa {

CommandPalette::CommandPalette(Workbench& workbench, QWidget* parent)
    : QDialog(parent, Qt::Popup | Qt::FramelessWindowHint), m_workbench(workbench),
      m_model(new PaletteModel(workbench, this)), m_letters(new QLineEdit(this)),
      m_list(new QTreeView(this)) {
    setWindowTitle(tr("Command palette"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_letters->setPlaceholderText(tr("Action, tensor or recent file: type a few letters"));
    m_letters->setAccessibleName(tr("What to find"));
    m_letters->setClearButtonEnabled(true);
    m_letters->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setAccessibleName(tr("What was found, best first"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setHeaderHidden(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addWidget(m_letters);
    layout->addWidget(m_list);
    const int letter = fontMetrics().averageCharWidth();
    resize(letter * 90, fontMetrics().height() * 22);
    if (parent)
        move(parent->mapToGlobal(QPoint((parent->width() - width()) / 2, parent->height() / 8)));
    connect(m_letters, &QLineEdit::textChanged, m_model, &PaletteModel::setQuery);
    connect(m_model, &QAbstractItemModel::modelReset, this, &CommandPalette::selectFirst);
    connect(m_list, &QTreeView::clicked, this, &CommandPalette::choose);
    selectFirst();
    m_letters->setFocus();
}

void CommandPalette::selectFirst() { m_list->setCurrentIndex(m_model->index(0, 0)); }

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched != m_letters || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto* const key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: QCoreApplication::sendEvent(m_list, event); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: choose(m_list->currentIndex()); return true;
    default: return QDialog::eventFilter(watched, event);
    }
}

void CommandPalette::choose(const QModelIndex& index) {
    if (!index.isValid()) return;
    const PaletteEntry entry = m_model->entry(index.row());
    if (!entry.enabled) return; // its line says why
    Workbench& workbench = m_workbench;
    close();
    // After the palette is gone: an action may open a dialog of its own.
    QTimer::singleShot(0, &workbench, [&workbench, entry] {
        switch (entry.kind) {
        case PaletteEntry::Kind::Action:
            if (QAction* const action = workbench.actions().action(entry.id)) action->trigger();
            break;
        case PaletteEntry::Kind::Recent: workbench.openPaths({entry.id}); break;
        case PaletteEntry::Kind::Tensor: workbench.showTensor(entry.tensor); break;
        }
    });
}

} // namespace moqa
