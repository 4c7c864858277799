// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which file and text are adapted, how, and the buttons of the page Adapt: a narrow column. Knows
// no document. GUI thread.

#include "core/adapt/channel_patch.h"
#include "views/panels/form_parts.h"

#include <QStringList>
#include <optional>

class QComboBox;
class QFormLayout;
class QGroupBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace moqa {

class CommandLine;

class AdaptForm : public FormColumn {
    Q_OBJECT
public:
    explicit AdaptForm(QWidget* parent = nullptr);

    int64_t tokens() const;
    int64_t measuredTokens() const;
    PatchMode mode() const;

    struct State {
        QString file, fileText; // path; what its cache holds
        QString missing;        // what must be done first; empty = it can be checked
        QString fault;          // of the last thing that was asked for
        QString estimate, patch;
        QString measures;               // what divergence is measured against
        std::optional<double> progress; // none = nothing runs
        QString step;
        bool mayRun = false, mayStop = false, mayMeasure = false, maySave = false;
        QStringList command;
    };
    void setState(const State& state);
    // Texts by name and what they are known by; the chosen one, -1 = none.
    void setTexts(const QStringList& names, const QStringList& tips, int chosen);

signals:
    void fileRequested();
    void textRequested();
    void textChosen(int index);
    void optionsChanged();
    void runRequested();
    void stopRequested();
    void measureRequested();
    void saveRequested();

private:
    QGroupBox* fileBox();
    QGroupBox* textBox();
    QGroupBox* patchBox();
    QWidget* runBox();
    void connectFields();

    QLineEdit* m_file;
    QComboBox *m_text, *m_mode;
    QSpinBox *m_tokens, *m_measured;
    QLabel *m_fileText, *m_estimate, *m_patch, *m_measures, *m_fault, *m_step;
    QProgressBar* m_progress;
    QPushButton *m_chooseFile, *m_chooseText, *m_run, *m_stop, *m_measure, *m_save;
    CommandLine* m_command;
};

} // namespace moqa
