// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which target a plan is exported to, where and how, and the buttons of the page Export: a narrow
// column. Knows no document. GUI thread.

#include "core/quantize/quantize_model.h"
#include "views/panels/form_parts.h"
#include "views/state/export_desk.h"

#include <QStringList>
#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QGroupBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QRadioButton;

namespace moqa {

class CommandLine;

class ExportForm : public FormColumn {
    Q_OBJECT
public:
    explicit ExportForm(QWidget* parent = nullptr);

    ExportKind kind() const;
    void setKind(ExportKind kind);
    QString path() const;            // of the target that is chosen
    QuantizeOptions options() const; // what the form does not ask for is as it was set
    double cacheShare() const;
    void setOptions(const QuantizeOptions& options, double cacheShare);
    // Chosen by the user, or suggested: a suggestion gives way to what was typed.
    void setPath(const QString& path);
    void suggestPath(ExportKind kind, const QString& path);
    void forgetPaths(); // those of a plan or document that is no longer shown

    struct State {
        QString plan, cost;
        QString fault, note;            // why it cannot run; what it will do to what is there
        std::optional<double> progress; // none = nothing runs
        QString step;
        bool mayStop = false;
        bool unfinished = false; // the options are those of the run to go on with, and locked
        bool maySavePlan = false;
        bool mayCheck = false; // there is a file that was not checked
        QStringList command;
        QString commandNote;
    };
    void setState(const State& state);
    void setOutcome(const QString& html); // links open the folder

signals:
    void changed(); // of what is asked for
    void pathRequested();
    void runRequested();
    void anewRequested();
    void stopRequested();
    void checkRequested();
    void savePlanRequested();

private:
    QGroupBox* targetBox();
    QGroupBox* optionsBox();
    QWidget* runBox();
    void connectFields();
    void showKind();

    QRadioButton *m_quantized, *m_safetensors;
    QLineEdit* m_path;
    QComboBox *m_method, *m_grid;
    QDoubleSpinBox* m_cache;
    QGroupBox* m_options;
    QLabel *m_plan, *m_cost, *m_fault, *m_note, *m_step, *m_outcome;
    QProgressBar* m_progress;
    QPushButton *m_choose, *m_run, *m_anew, *m_stop, *m_check, *m_savePlan;
    CommandLine* m_command;
    QuantizeOptions m_base;
    QString m_paths[2];
    bool m_typed[2] = {false, false};
};

} // namespace moqa
