// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A few letters to anything: a line edit over the list of a PaletteModel. Up and Down choose, Enter
// does, Esc closes. GUI thread.

#include "app/gui/palette_model.h"

#include <QDialog>

class QLineEdit;
class QTreeView;

namespace moqa {

class CommandPalette : public QDialog {
    Q_OBJECT
public:
    explicit CommandPalette(Workbench& workbench, QWidget* parent = nullptr);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void selectFirst();
    Workbench& m_workbench;
    PaletteModel* m_model;
    QLineEdit* m_letters;
    QTreeView* m_list;
};

} // namespace moqa
