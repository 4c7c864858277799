// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which texts to analyse with and how: files, what each is for, tokens of each, stages.

#include "core/analysis/analyze.h"
#include "core/base/job_estimate.h"
#include "views/state/document.h"

#include <QDialog>
#include <functional>

class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QLabel;
class QSpinBox;
class QTableView;

namespace moqa {

class CorporaModel;
class Settings;

class CorporaDialog : public QDialog {
    Q_OBJECT
public:
    CorporaDialog(const CorpusLibrary& corpora, Settings& settings, QWidget* parent = nullptr);
    const CorpusLibrary& corpora() const;
    AnalyzeOptions options() const;
    int64_t maxTokens() const;
    // Asked for at each change: what an analysis would cost.
    using Cost = std::function<JobEstimate(const std::vector<CorpusRequest>& texts,
                                           int64_t maxTokens, const AnalyzeOptions& options)>;
    void setCost(Cost cost);

signals:
    void demoTextsFailed(const moqa::Error& error);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void addFiles();
    void addDemoTexts();
    void followRows();
    void showCost();

    Settings& m_settings;
    CorporaModel* m_model;
    QTableView* m_table;
    QSpinBox *m_tokens, *m_window;
    QDoubleSpinBox* m_reweight;
    QComboBox* m_significance;
    QLabel* m_costText;
    QDialogButtonBox* m_buttons;
    Cost m_cost;
};

} // namespace moqa
