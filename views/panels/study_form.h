// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a study compares, what it will cost, its run and its report: a narrow column. Knows no
// document. GUI thread.

#include "core/base/job_estimate.h"
#include "views/state/study_jobs.h"

#include <QWidget>
#include <optional>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QListView;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStandardItemModel;

namespace moqa {

class StudyForm : public QWidget {
    Q_OBJECT
public:
    explicit StudyForm(QWidget* parent = nullptr);
    QSize sizeHint() const override;

    // Without its texts. Usage error that names the field.
    Result<StudyGrid> grid() const;
    StudyMixes mixes() const;
    // What the form does not ask for is taken from these.
    void setDefaults(const QuantizeOptions& quantize) { m_defaults = quantize; }

    struct State {
        QString texts;                  // which are known and new
        QString missing;                // why it cannot run; empty = it can
        std::optional<double> progress; // of the run; none = nothing runs
        QString step;
        bool hasStudy = false, mayStop = false;
    };
    void setState(const State& state);
    void setEstimate(const QString& text);
    void setOutcome(const QString& html); // links open the folder

signals:
    void gridChanged();
    void runRequested();
    void stopRequested();
    void openRequested();
    void saveRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void fitList();
    void addMethods(QFormLayout& form);
    void addBudgets(QFormLayout& form);
    void addTexts(QFormLayout& form);
    void addQuantizer(QFormLayout& form);
    void addRandomPlans(QFormLayout& form);
    QWidget* runBox();
    void connectFields();
    Result<std::vector<std::string>> methods() const;
    Result<std::vector<double>> budgets() const;

    QuantizeOptions m_defaults;
    QStandardItemModel* m_methods;
    QLineEdit *m_others, *m_bits;
    QList<QCheckBox*> m_widths, m_groups;
    QComboBox *m_baseline, *m_mixes, *m_quantizer;
    QSpinBox *m_tokens, *m_scored, *m_plans;
    QDoubleSpinBox *m_low, *m_high;
    QLabel *m_texts, *m_fault, *m_estimate, *m_step, *m_outcome;
    QProgressBar* m_progress;
    QPushButton *m_run, *m_stop, *m_open, *m_save;
    QListView* m_list = nullptr;
    QWidget* m_fields = nullptr;
};

} // namespace moqa
