// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/heatmap/colour_controls.h"

#include "views/heatmap/heat_map_view.h"
#include "views/heatmap/range_bars.h"
#include "views/panels/wrap_box.h"
#include "views/state/text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace moqa {

namespace {
constexpr int kBins = 60;
}

ColourControls::ColourControls(HeatMapView& map, ViewState& view, QWidget* parent)
    : QWidget(parent), m_map(map), m_view(view) {
    auto* const outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* const box = new WrapBox(this);
    box->setMargins({8, 2, 8, 2});
    outer->addWidget(box);
    addMapControls(*box->newGroup());
    addRangeControls(*box->newGroup(true));
    connectControls();
    showState();
}

void ColourControls::addMapControls(QHBoxLayout& row) {
    m_gradient = new QComboBox(this);
    m_gradient->setAccessibleName(tr("Colours"));
    m_gradient->addItem(tr("viridis"), static_cast<int>(ColourMap::Viridis));
    m_gradient->addItem(tr("cividis"), static_cast<int>(ColourMap::Cividis));
    m_gradient->addItem(tr("greys"), static_cast<int>(ColourMap::Greys));
    m_gradient->setToolTip(tr("Colours of amounts. Values around zero are always blue, white and "
                              "red, with white at zero"));
    m_scale = new QComboBox(this);
    m_scale->setAccessibleName(tr("Scale of the colours"));
    m_scale->addItem(tr("linear"), static_cast<int>(ValueScale::Linear));
    m_scale->addItem(tr("log"), static_cast<int>(ValueScale::Log));
    m_scale->addItem(tr("rank"), static_cast<int>(ValueScale::Rank));
    m_scale->setToolTip(tr("How values are spread over the colours. Rank: by the share of values "
                           "below, so that each colour covers as many cells"));
    m_reversed = new QCheckBox(tr("Re&versed"), this);
    m_reversed->setToolTip(tr("Turn the colours round"));
    for (QWidget* const widget : std::initializer_list<QWidget*>{m_gradient, m_scale, m_reversed})
        row.addWidget(widget);
}

void ColourControls::addRangeControls(QHBoxLayout& row) {
    m_lower = new QLineEdit(this);
    m_upper = new QLineEdit(this);
    m_lower->setAccessibleName(tr("Lower limit of the colours"));
    m_upper->setAccessibleName(tr("Upper limit of the colours"));
    for (QLineEdit* const edit : {m_lower, m_upper}) {
        edit->setInputMethodHints(Qt::ImhFormattedNumbersOnly); // not a line to search with
        edit->setMaximumWidth(
            edit->fontMetrics().horizontalAdvance(QStringLiteral("-0.000000000")));
        edit->setToolTip(tr("Values beyond take the last colour; Enter to apply"));
    }
    m_bars = new RangeBars(this);
    m_robust = new QCheckBox(tr("&Robust"), this);
    m_robust->setToolTip(tr("Colours span 1 % to 99 % of the values, so that one outlier does not "
                            "flatten the rest"));
    m_reset = new QToolButton(this);
    m_reset->setText(tr("Reset"));
    m_reset->setToolTip(tr("Limits from the values again"));
    m_reset->setAccessibleName(tr("Reset the limits of the colours"));
    m_lock = new QCheckBox(tr("Loc&k limits"), this);
    m_lock->setToolTip(tr("Keep the limits while metric, corpus or model change"));
    row.addWidget(m_lower);
    row.addWidget(m_bars, 1);
    row.addWidget(m_upper);
    row.addWidget(m_reset);
    row.addWidget(m_robust);
    row.addWidget(m_lock);
}

void ColourControls::connectControls() {
    connect(m_gradient, &QComboBox::activated, this, [this] {
        m_view.setColourMap(static_cast<ColourMap>(m_gradient->currentData().toInt()));
    });
    connect(m_scale, &QComboBox::activated, this, [this] {
        m_view.setValueScale(static_cast<ValueScale>(m_scale->currentData().toInt()));
    });
    connect(m_reversed, &QCheckBox::clicked, &m_view, &ViewState::setReversedColours);
    connect(m_robust, &QCheckBox::clicked, this, [this](bool on) {
        m_view.setOwnLimits(metric(), std::nullopt);
        m_view.setColourScale(on ? ColourScale::Robust : ColourScale::FullRange);
    });
    connect(m_reset, &QToolButton::clicked, this, [this] {
        m_view.setOwnLimits(metric(), std::nullopt);
        m_view.setColourScale(ColourScale::FullRange);
    });
    connect(m_lock, &QCheckBox::clicked, this, [this](bool on) {
        m_view.setLockedLimits(on ? std::optional(m_map.shownLimits()) : std::nullopt);
    });
    connect(m_bars, &RangeBars::limitsDragged, this, [this](double lower, double upper) {
        setLimits({lower, upper});
    });
    for (QLineEdit* const edit : {m_lower, m_upper})
        connect(edit, &QLineEdit::editingFinished, this, &ColourControls::typeLimits);
    connect(&m_map, &HeatMapView::coloursChanged, this, &ColourControls::showState);
}

QString ColourControls::metric() const {
    const auto grid = m_map.grid();
    return grid ? qstr(grid->key.metric) : QString();
}

void ColourControls::setLimits(ColourLimits limits) {
    // What is centred on zero stays so: the limit that moved decides.
    if (const auto grid = m_map.grid(); grid && grid->kind == GridKind::Signed) {
        const ColourLimits old = m_map.shownLimits();
        const double most = std::abs(limits.lower != old.lower ? limits.lower : limits.upper);
        limits = {-most, most};
    }
    if (limits.lower < limits.upper) m_view.setOwnLimits(metric(), limits);
}

void ColourControls::typeLimits() {
    ColourLimits limits = m_map.shownLimits();
    // Unchanged text stands for the exact limit, of which it shows some digits.
    const auto read = [](const QLineEdit& edit, double& limit) {
        if (!edit.isModified()) return true;
        bool ok = false;
        limit = QLocale().toDouble(edit.text(), &ok);
        if (!ok) limit = QLocale::c().toDouble(edit.text(), &ok);
        return ok;
    };
    if ((m_lower->isModified() || m_upper->isModified()) && read(*m_lower, limits.lower) &&
        read(*m_upper, limits.upper))
        setLimits(limits);
    showState(); // what could not be read goes back to what holds
}

void ColourControls::showState() {
    const auto grid = m_map.grid();
    const bool hasScale = grid && grid->kind != GridKind::Bits;
    setEnabled(hasScale);
    m_gradient->setEnabled(hasScale && grid->kind == GridKind::Amount);
    m_gradient->setCurrentIndex(m_gradient->findData(static_cast<int>(m_view.colourMap())));
    m_scale->setCurrentIndex(m_scale->findData(static_cast<int>(m_view.valueScale())));
    m_reversed->setChecked(m_view.reversedColours());
    m_robust->setChecked(m_view.colourScale() == ColourScale::Robust &&
                         !m_view.ownLimits(metric()));
    m_lock->setChecked(m_view.limitsLocked());
    if (!hasScale) return;
    const ColourLimits limits = m_map.shownLimits();
    m_lower->setText(QLocale().toString(limits.lower, 'g', 4));
    m_upper->setText(QLocale().toString(limits.upper, 'g', 4));
    m_bars->setContent(histogramOf(grid->values, kBins), limits);
}

} // namespace moqa
