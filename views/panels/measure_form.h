// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options of a measurement of losses and what it will cost, as a dialog. GUI thread.

#include "core/measure/measure_losses.h"

#include <QDialog>
#include <memory>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QLabel;
class QSpinBox;

namespace moqa {

class MeasureForm : public QDialog {
    Q_OBJECT
public:
    // defaults: what the form does not ask for is kept. corpora: what will be measured on; empty =
    // the form says that there is nothing.
    MeasureForm(std::shared_ptr<const ModelSource> model, const std::vector<Corpus>& corpora,
                const MeasureOptions& defaults, QWidget* parent = nullptr);
    MeasureOptions options() const;

private:
    void addWidths();
    void addQuantizer();
    void follow();

    std::shared_ptr<const ModelSource> m_model;
    std::vector<int64_t> m_tokens; // of each text
    MeasureOptions m_defaults;
    QList<QCheckBox*> m_widths;
    QComboBox *m_group, *m_unit, *m_method;
    QCheckBox* m_symmetric;
    QSpinBox* m_sample;
    QLabel* m_cost;
    QDialogButtonBox* m_buttons;
};

} // namespace moqa
