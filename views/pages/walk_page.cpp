// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/walk_page.h"

#include "views/pages/choosers.h"
#include "views/panels/token_chips.h"
#include "views/panels/unit_facts_view.h"
#include "views/panels/wrap_box.h"
#include "views/plots/plot_frame.h"
#include "views/plots/walk_view.h"
#include "views/state/text.h"
#include "views/state/window_words.h"

#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {
constexpr int kTextLines = 3, kDenseTextLines = 2;
constexpr int kChipLines = 4, kDenseChipLines = 2;

} // namespace

// As high as its chips at the width that there is, up to a greatest height; then it scrolls.
class WalkPage::ChipArea final : public QScrollArea {
public:
    ChipArea(TokenChips& chips, QWidget* parent) : QScrollArea(parent), m_chips(chips) {
        setWidget(&chips);
    }
    void setMostLines(int lines) {
        m_mostLines = lines;
        fit();
    }
    void fit() {
        const int most = m_mostLines * (fontMetrics().height() + 9);
        setFixedHeight(std::min(most, m_chips.heightForWidth(viewport()->width())));
    }

protected:
    void resizeEvent(QResizeEvent* event) override {
        QScrollArea::resizeEvent(event);
        if (event->oldSize().width() != event->size().width()) fit();
    }

private:
    const TokenChips& m_chips;
    int m_mostLines = kChipLines;
};

WalkPage::WalkPage(Workbench& workbench, QWidget* parent)
    : Page(workbench, QStringLiteral("walk"), parent) {
    setHeading(tr("Token walk"),
               tr("Type a text and see which experts its tokens choose, layer by layer. Click a "
                  "cell to follow its token down and its first expert along the text."));
}

void WalkPage::build() {
    buildText();
    buildPlots();
    connectPlots();
    TokenWalker& walker = workbench().walker();
    connect(&walker, &TokenWalker::changed, this, &WalkPage::refreshIfVisible);
    connect(&document(), &Document::opened, this, &WalkPage::refreshIfVisible);
    connect(m_text, &QPlainTextEdit::textChanged, this,
            [this, &walker] { walker.setText(m_text->toPlainText()); });
    m_text->setPlainText(
        walker.text().isEmpty()
            ? tr("The quick brown fox jumps over the lazy dog.\ndef area(r): return 3.14 * r * r")
            : walker.text());
    walker.setText(m_text->toPlainText());
    walker.walkNow();
}

void WalkPage::buildText() {
    m_text = new QPlainTextEdit(this);
    m_text->setAccessibleName(tr("Text to walk through the experts"));
    m_text->setPlaceholderText(tr("Type or paste a text here"));
    m_text->setTabChangesFocus(true);
    m_status = new QLabel(this);
    m_status->setWordWrap(true);
    m_status->setObjectName(QStringLiteral("walkStatus"));
    m_chips = new TokenChips;
    auto* const scroll = new ChipArea(*m_chips, this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_chipArea = scroll;
    fitText();
    body().addWidget(m_text);
    body().addWidget(m_status);
    body().addWidget(scroll);
}

void WalkPage::fitText() {
    const QFontMetrics metrics = fontMetrics();
    m_text->setFixedHeight((isDense() ? kDenseTextLines : kTextLines) * metrics.lineSpacing() + 14);
    m_chipArea->setMostLines(isDense() ? kDenseChipLines : kChipLines);
}

void WalkPage::setDense(bool) { fitText(); }

void WalkPage::changeEvent(QEvent* event) {
    Page::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_chipArea) fitText();
}

void WalkPage::buildPlots() {
    WrapBox* const row = addControls();
    m_measure = addChooser(*row->newGroup(), tr("C&olours:"));
    QList<Choice> choices;
    for (const auto measure : {WalkMeasure::FirstGate, WalkMeasure::MarginTop,
                               WalkMeasure::MarginCut, WalkMeasure::Entropy})
        choices.append({measureName(measure), static_cast<int>(measure), measureTip(measure)});
    setChoices(*m_measure, choices, static_cast<int>(m_shownMeasure));
    m_grid = new WalkView;
    m_grid->setObjectName(QStringLiteral("walk"));
    m_choices = new StackView;
    m_choices->setObjectName(QStringLiteral("choices"));
    m_choices->setPlaceholder(tr("Choose a token to see its experts in every layer."));
    auto* const side = new QSplitter(Qt::Vertical, this);
    side->addWidget(addPlot(m_choices, tr("Experts of the token by layer")));
    side->addWidget(newFacts());
    side->setStretchFactor(0, 3);
    side->setStretchFactor(1, 2);
    auto* const split = new QSplitter(Qt::Horizontal, this);
    split->addWidget(addPlot(m_grid, tr("Layers by tokens")));
    split->addWidget(side);
    split->setStretchFactor(0, 5);
    split->setStretchFactor(1, 3);
    body().addWidget(split, 1);
}

QWidget* WalkPage::newFacts() {
    auto* const holder = new QWidget(this);
    auto* const layout = new QVBoxLayout(holder);
    layout->setContentsMargins(4, 0, 0, 0);
    layout->setSpacing(2);
    m_unit = new QLabel(holder);
    QFont bold = m_unit->font();
    bold.setBold(true);
    m_unit->setFont(bold);
    m_facts = new UnitFactsView(workbench(), holder);
    layout->addWidget(m_unit);
    layout->addWidget(m_facts, 1);
    return holder;
}

void WalkPage::connectPlots() {
    Selection& selection = workbench().selection();
    connect(m_measure, &QComboBox::activated, this, [this] {
        m_shownMeasure = static_cast<WalkMeasure>(m_measure->currentData().toInt());
        showWalk();
    });
    connect(m_chips, &TokenChips::tokenChosen, this, &WalkPage::chooseToken);
    connect(m_grid, &PaintedView::partChosen, this,
            [this](int part, Qt::KeyboardModifiers modifiers) {
                const auto walk = m_grid->walk();
                const int row = m_grid->rowOf(part), token = m_grid->tokenOf(part);
                chooseToken(token);
                chooseExpert(walk->layerOf(row), walk->expertAt(row, token, 0), modifiers);
            });
    connect(m_grid, &PaintedView::partHovered, this, [this, &selection](int part) {
        const auto walk = m_grid->walk();
        if (part < 0 || !walk) {
            selection.setHovered({});
            return;
        }
        const int row = m_grid->rowOf(part);
        selection.setHovered(
            ObjectRef::ofExpert(walk->layerOf(row), walk->expertAt(row, m_grid->tokenOf(part), 0)));
    });
    const auto segment = [this](int part) -> ObjectRef {
        const auto stacks = m_choices->stacks();
        if (!stacks || part < 0) return {};
        const auto [row, place] = stacks->placeOf(part);
        const StackSource::Row& one = stacks->rows[static_cast<size_t>(row)];
        return ObjectRef::ofExpert(one.id, one.segments[static_cast<size_t>(place)].id);
    };
    connect(m_choices, &PaintedView::partChosen, this,
            [this, segment](int part, Qt::KeyboardModifiers modifiers) {
                const ObjectRef unit = segment(part);
                chooseExpert(unit.layer, unit.expert, modifiers);
            });
    connect(m_choices, &PaintedView::partHovered, this,
            [segment, &selection](int part) { selection.setHovered(segment(part)); });
    connect(&selection, &Selection::cursorChanged, this, &WalkPage::showSelection);
    connect(&selection, &Selection::hoveredChanged, this, &WalkPage::showSelection);
}

void WalkPage::chooseToken(int token) {
    m_token = token;
    showToken();
}

void WalkPage::chooseExpert(int layer, int expert, Qt::KeyboardModifiers modifiers) {
    Selection& selection = workbench().selection();
    const ObjectRef unit = ObjectRef::ofExpert(layer, expert);
    if (modifiers.testFlag(Qt::ControlModifier))
        selection.toggle(unit);
    else
        selection.setObjects({unit});
    selection.setCursor(unit);
}

void WalkPage::refresh() {
    if (workbench().walker().walk() != m_shown) showWalk();
    showStatus();
    showSelection();
}

void WalkPage::showWalk() {
    m_shown = workbench().walker().walk();
    const auto source = walkSource(m_shown, m_shownMeasure);
    m_grid->setWalk(source);
    m_chips->setTokens(source ? source->tokens : QStringList());
    m_chips->updateGeometry();
    m_chipArea->fit();
    if (!source)
        m_token = -1;
    else if (m_token < 0 || m_token >= source->columns())
        m_token = source->columns() - 1;
    showToken();
    showSelection();
}

// Errors stand under the text that they are about; the picture of the text before stays.
void WalkPage::showStatus() {
    const TokenWalker& walker = workbench().walker();
    QString text;
    if (!document().model())
        text = tr("No model is open: open one (Ctrl+O), or the demo on the page Welcome.");
    else if (walker.error())
        text = tr("Cannot walk: %1").arg(qstr(inWindowWords(*walker.error()).message()));
    else if (walker.busy())
        text = tr("Walking\u2026");
    else if (const auto walk = walker.walk())
        text = tr("%n token(s)", nullptr, static_cast<int>(walk->tokens.size())) +
               tr(" through %n layer(s) with experts", nullptr,
                  static_cast<int>(walk->layers.size())) +
               tr(" in %1").arg(durationText(walker.tookMs()));
    m_status->setText(text);
    m_grid->setPlaceholder(document().model() ? tr("The walk appears here.") : text);
}

void WalkPage::showToken() {
    const auto walk = m_grid->walk();
    m_chips->setCurrent(m_token);
    m_grid->setToken(m_token);
    m_choices->setStacks(walk ? tokenChoices(*walk, m_token) : nullptr);
    showSelection();
}

void WalkPage::showSelection() {
    if (!isVisible()) return;
    const Selection& selection = workbench().selection();
    const ObjectRef cursor = selection.cursor(), focus = selection.focus();
    const bool isExpert = cursor.kind == ObjectKind::Expert;
    m_grid->setExpert(isExpert ? cursor.layer : -1, cursor.expert);
    const auto walk = m_grid->walk();
    std::vector<bool> marked;
    if (const int row = walk && isExpert ? walk->rowOfLayer(cursor.layer) : -1; row >= 0)
        for (int token = 0; token < walk->columns(); ++token)
            marked.push_back(walk->chose(row, token, cursor.expert));
    m_chips->setMarked(std::move(marked));
    int part = -1;
    if (const auto stacks = m_choices->stacks(); stacks && isExpert)
        for (int i = 0; i < stacks->segmentCount(); ++i) {
            const auto [row, place] = stacks->placeOf(i);
            const StackSource::Row& one = stacks->rows[static_cast<size_t>(row)];
            if (one.id == cursor.layer &&
                one.segments[static_cast<size_t>(place)].id == cursor.expert)
                part = i;
        }
    m_choices->setCurrentPart(part);
    m_unit->setText(focus.kind == ObjectKind::Expert
                        ? tr("Layer %1, expert %2").arg(focus.layer).arg(focus.expert)
                        : tr("Click a cell or a bar to look at its expert."));
    m_facts->setUnit(focus);
}

} // namespace moqa
