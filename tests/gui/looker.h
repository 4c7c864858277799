// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Looks at every page and dialog as a picky user does: which texts are cut off, which controls are
// out of reach, which plots are too low, whether the window has the size that it was given. Takes a
// picture of each in both themes where MOQA_PICTURES names a folder.

#include <QSize>
#include <QString>
#include <QStringList>

class QWidget;

namespace moqa {

class MainWindow;
struct WalkWindow;

struct LookOptions {
    QSize size{1360, 860};
    bool presenter = false;
    QString study; // report to show on its page, empty = none

    // [HEIGHT [plain|presenter [STUDY]]]
    static LookOptions fromArguments(const QStringList& arguments);
};

class Looker {
public:
    explicit Looker(QSize wanted) : m_wanted(wanted) {}
    // The window itself, or a dialog, which has the size that it likes.
    void look(QWidget& widget, const QString& name);
    QString cut() const { return m_cut.join(QStringLiteral("; ")); }
    // Pages that do not fit even so, and by how many pixels.
    QString scrolled() const { return m_scrolled.join(QStringLiteral("; ")); }

private:
    QStringList faults(const QWidget& widget) const;

    QSize m_wanted;
    QStringList m_cut, m_scrolled;
};

void lookAtPages(Looker& looker, MainWindow& window);
void lookAtDialogs(Looker& looker, WalkWindow& window);

} // namespace moqa
