// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options of a quantization, what it will cost, and the buttons of the page. Knows no run: the
// page tells it what may be done. GUI thread.

#include "core/base/job_estimate.h"
#include "core/quantize/quantize_model.h"

#include <QWidget>
#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace moqa {

class QuantizeForm : public QWidget {
    Q_OBJECT
public:
    explicit QuantizeForm(QWidget* parent = nullptr);
    QSize sizeHint() const override;

    QuantizeOptions options() const;
    void setOptions(const QuantizeOptions& options);
    int64_t evaluateTokens() const;

    // What the page allows now.
    struct State {
        bool mayRun = false, unfinished = false, mayStop = false;
        bool mayEvaluate = false, mayExport = false;
    };
    // Unfinished: the options are those of the run to go on with, and locked.
    void setState(const State& state);
    void setPlanText(const QString& text);
    void setProgress(std::optional<double> fraction, const QString& step);
    void setOutcome(const QString& html); // links open the folder
    void setScores(const QString& text);
    void setExported(const QString& folder);
    // freeBytes: on the disk of the suggested file; -1 = unknown.
    void setEstimate(const std::optional<JobEstimate>& estimate, int64_t freeBytes);
    void setEvaluateEstimate(const std::optional<JobEstimate>& estimate);

signals:
    void runRequested();
    void anewRequested();
    void stopRequested();
    void evaluateRequested();
    void exportRequested();
    void optionsChanged();

private:
    QWidget* quantizeBox();
    void addOptions(QFormLayout& form);
    void addButtons(QFormLayout& form);
    QWidget* evaluateBox();

    QComboBox *m_method, *m_grid;
    QCheckBox *m_actOrder, *m_sequential;
    QDoubleSpinBox* m_damp;
    QSpinBox* m_evaluateTokens;
    QPushButton *m_run, *m_anew, *m_stop, *m_evaluate, *m_export;
    QProgressBar* m_progress;
    QLabel *m_plan, *m_estimate, *m_evaluateEstimate, *m_step, *m_outcome, *m_scores, *m_exported;
};

// A path as a link to the folder that holds it.
QString folderLink(const QString& path);

} // namespace moqa
