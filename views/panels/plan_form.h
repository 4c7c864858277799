// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options of a plan made by a method, as a dialog. GUI thread.

#include "core/plan/make_plan.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QLabel;

namespace moqa {

class PlanForm : public QDialog {
    Q_OBJECT
public:
    // Without an analysis only the uniform method is on offer.
    explicit PlanForm(bool hasAnalysis, QWidget* parent = nullptr);
    PlanOptions options() const;

private:
    void followMethod();
    bool reachesTarget() const;

    QComboBox *m_method, *m_scope, *m_group, *m_width;
    QDoubleSpinBox *m_bits, *m_overlap;
    QList<QCheckBox*> m_widths;
    QCheckBox *m_target, *m_symmetric;
    QLabel *m_explanation, *m_hint;
    QDialogButtonBox* m_buttons;
};

} // namespace moqa
