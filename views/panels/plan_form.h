// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options of a plan made by a method, as a dialog. GUI thread.

#include "core/plan/loss_table.h"
#include "core/plan/make_plan.h"

#include <QDialog>
#include <memory>
#include <set>

class QCheckBox;
class QComboBox;
class QDialogButtonBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;

namespace moqa {

class PlanForm : public QDialog {
    Q_OBJECT
public:
    // What is there decides which methods are on offer; losses may be null.
    explicit PlanForm(bool hasAnalysis, std::shared_ptr<const LossTable> losses = nullptr,
                      QWidget* parent = nullptr);
    PlanOptions options() const;
    // A score of the user's own, beside those of the engine.
    void offerUserScore(const QString& name);
    // Method and score; nothing if the score is not on offer.
    void chooseScore(const QString& id, bool flipped);

private:
    void addMethods(bool hasAnalysis);
    void addBits(QFormLayout& form);
    void addWidths(QFormLayout& form);
    void addFormat(QFormLayout& form);
    void changeMethod();
    void followMethod();
    void enableWidths();
    QString hint() const;
    bool reachesTarget() const;
    PlanMethod method() const;
    bool isMeasured(int bits) const; // in the format chosen

    std::shared_ptr<const LossTable> m_losses;
    PlanMethod m_shownMethod = PlanMethod::Uniform;
    std::set<int> m_chosenWidths; // by methods that need no losses
    QComboBox *m_method, *m_scope, *m_group, *m_width, *m_objective, *m_score;
    QDoubleSpinBox *m_bits, *m_overlap;
    QList<QCheckBox*> m_widths;
    QCheckBox *m_target, *m_symmetric, *m_flip;
    QLabel *m_explanation, *m_hint;
    QDialogButtonBox* m_buttons;
};

} // namespace moqa
