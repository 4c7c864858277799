// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The manual in a window of its own, with a search. GUI thread.

#include <QDialog>

class QLineEdit;
class QTextBrowser;

namespace moqa {

class ActionCatalogue;

class HelpWindow : public QDialog {
    Q_OBJECT
public:
    explicit HelpWindow(const ActionCatalogue& actions, QWidget* parent = nullptr);
    void showAnchor(const QString& anchor);
    // Goes on from the last find; starts again at the top. False if the text is nowhere.
    bool find(const QString& text);

private:
    QTextBrowser* m_text;
    QLineEdit* m_search;
};

} // namespace moqa
