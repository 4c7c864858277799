// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A text on its way through the experts, for a lecture and for poking at a model: type or paste it,
// see its tokens, and for each layer whom they chose and how surely; follow a token down the
// layers, an expert along the text and into its habits.

#include "views/pages/page.h"
#include "views/plots/walk_source.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace moqa {

class StackView;
class TokenChips;
class UnitFactsView;
class WalkView;

class WalkPage : public Page {
    Q_OBJECT
public:
    explicit WalkPage(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void build() override;
    void refresh() override;
    void setDense(bool on) override;
    void changeEvent(QEvent* event) override;

private:
    void buildText();
    void fitText();
    void buildPlots();
    void connectPlots();
    QWidget* newFacts();
    void chooseToken(int token);
    void chooseExpert(int layer, int expert, Qt::KeyboardModifiers modifiers);
    void showWalk();
    void showStatus();
    void showToken();
    void showSelection();

    QPlainTextEdit* m_text = nullptr;
    QLabel *m_status = nullptr, *m_unit = nullptr;
    TokenChips* m_chips = nullptr;
    class ChipArea;
    ChipArea* m_chipArea = nullptr;
    QComboBox* m_measure = nullptr;
    WalkView* m_grid = nullptr;
    StackView* m_choices = nullptr;
    UnitFactsView* m_facts = nullptr;
    std::shared_ptr<const TokenWalk> m_shown;
    WalkMeasure m_shownMeasure = WalkMeasure::FirstGate;
    int m_token = -1;
};

} // namespace moqa
