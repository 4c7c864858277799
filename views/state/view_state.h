// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How things are looked at, apart from what they are: metric, corpora, layer, order of experts,
// colours and their limits, frames of the plots. Shared by all pages, so that a choice made on one
// holds on the next. GUI thread.

#include <QObject>
#include <QString>
#include <map>
#include <optional>
#include <utility>

namespace moqa {

enum class ColourMap { Viridis, Cividis, Greys };
enum class ColourScale { FullRange, Robust }; // Robust: 1 % to 99 % of the values
// How values are spread over the colours. Rank: by the share of values below, so that a few large
// ones leave colours for the rest.
enum class ValueScale { Linear, Log, Rank };
// Of the experts within each layer: an index means nothing across layers.
enum class ExpertOrder { Index, Load, Significance, Cluster };

struct ColourLimits {
    double lower = 0, upper = 1;
    bool operator==(const ColourLimits&) const = default;
};

// All that decides the colour of a value.
struct ColourChoice {
    ColourMap map = ColourMap::Viridis;
    bool reversed = false;
    ColourScale range = ColourScale::FullRange;
    ValueScale spread = ValueScale::Linear;
    std::optional<ColourLimits> limits = {}; // chosen by hand: instead of the range
};

// The part of a plot's axes that is in sight.
struct FrameBounds {
    double left = 0, right = 1, bottom = 0, top = 1;
    bool operator==(const FrameBounds&) const = default;
};

// What one page alone decides, by names of its own: which score is shown, of which texts.
using PageChoices = std::map<QString, QString>;

class ViewState : public QObject {
    Q_OBJECT
public:
    enum class Field {
        Metric,
        MatrixMetric,
        Corpus,
        OtherCorpus,
        Layer,
        Colours,
        Order,
        LogAxes,
    };
    Q_ENUM(Field)
    using QObject::QObject;

    QString metric() const { return m_metric; }             // of [layer, expert] pictures
    QString matrixMetric() const { return m_matrixMetric; } // of [expert, expert] pictures
    QString corpus() const { return m_corpus; }             // "" = over all corpora
    QString otherCorpus() const { return m_otherCorpus; }   // second one of a comparison
    int layer() const { return m_layer; }                   // model layer index; -1 = all
    ColourMap colourMap() const { return m_colourMap; }
    ColourScale colourScale() const { return m_colourScale; }
    ValueScale valueScale() const { return m_valueScale; }
    bool reversedColours() const { return m_reversedColours; }
    // Chosen by hand for a metric; none = from the data. While they are locked, the same for all.
    std::optional<ColourLimits> ownLimits(const QString& metric) const {
        if (m_lockedLimits) return m_lockedLimits;
        const auto found = m_ownLimits.find(metric);
        return found == m_ownLimits.end() ? std::nullopt : std::optional(found->second);
    }
    bool limitsLocked() const { return m_lockedLimits.has_value(); }
    ColourChoice colours(const QString& metric) const {
        return {m_colourMap, m_reversedColours, m_colourScale, m_valueScale, ownLimits(metric)};
    }
    ExpertOrder expertOrder() const { return m_expertOrder; }
    bool clusteredOrder() const { return m_expertOrder == ExpertOrder::Cluster; }
    bool logAxes() const { return m_logAxes; }

    void setMetric(const QString& id) { set(m_metric, id, Field::Metric); }
    void setMatrixMetric(const QString& id) { set(m_matrixMetric, id, Field::MatrixMetric); }
    void setCorpus(const QString& name) { set(m_corpus, name, Field::Corpus); }
    void setOtherCorpus(const QString& name) { set(m_otherCorpus, name, Field::OtherCorpus); }
    void setLayer(int layer) { set(m_layer, layer, Field::Layer); }
    void setColourMap(ColourMap map) { set(m_colourMap, map, Field::Colours); }
    void setColourScale(ColourScale scale) { set(m_colourScale, scale, Field::Colours); }
    void setValueScale(ValueScale scale) { set(m_valueScale, scale, Field::Colours); }
    void setReversedColours(bool on) { set(m_reversedColours, on, Field::Colours); }
    void setOwnLimits(const QString& metric, std::optional<ColourLimits> limits) {
        if (limits == ownLimits(metric)) return;
        if (m_lockedLimits) m_lockedLimits = limits; // none: gives up the lock too
        if (limits)
            m_ownLimits[metric] = *limits;
        else
            m_ownLimits.erase(metric);
        emit changed(Field::Colours);
    }
    void setLockedLimits(std::optional<ColourLimits> limits) {
        set(m_lockedLimits, limits, Field::Colours);
    }
    void setExpertOrder(ExpertOrder order) { set(m_expertOrder, order, Field::Order); }
    void setClusteredOrder(bool on) {
        setExpertOrder(on ? ExpertOrder::Cluster : ExpertOrder::Index);
    }
    void setLogAxes(bool on) { set(m_logAxes, on, Field::LogAxes); }

    // A frame that waits for its plot to have data: "activation/map". Taken once.
    void requestFrame(const QString& plot, const FrameBounds& frame) {
        m_requestedFrames[plot] = frame;
        emit frameRequested(plot);
    }
    std::optional<FrameBounds> takeRequestedFrame(const QString& plot) {
        const auto found = m_requestedFrames.find(plot);
        if (found == m_requestedFrames.end()) return std::nullopt;
        const FrameBounds frame = found->second;
        m_requestedFrames.erase(found);
        return frame;
    }

    // Choices that wait for their page to be in sight. Taken once.
    void requestChoices(const QString& page, const PageChoices& choices) {
        m_requestedChoices[page] = choices;
        emit choicesRequested(page);
    }
    std::optional<PageChoices> takeRequestedChoices(const QString& page) {
        const auto found = m_requestedChoices.extract(page);
        return found ? std::optional(found.mapped()) : std::nullopt;
    }

signals:
    void changed(moqa::ViewState::Field field);
    void choicesRequested(const QString& page);
    void frameRequested(const QString& plot);

private:
    template <class T>
    void set(T& member, const T& value, Field field) {
        if (member == value) return;
        member = value;
        emit changed(field);
    }

    QString m_metric, m_matrixMetric, m_corpus, m_otherCorpus;
    int m_layer = -1;
    ColourMap m_colourMap = ColourMap::Viridis;
    ColourScale m_colourScale = ColourScale::FullRange;
    ValueScale m_valueScale = ValueScale::Linear;
    bool m_reversedColours = false;
    std::map<QString, ColourLimits> m_ownLimits;
    std::optional<ColourLimits> m_lockedLimits;
    ExpertOrder m_expertOrder = ExpertOrder::Index;
    bool m_logAxes = true;
    std::map<QString, FrameBounds> m_requestedFrames;
    std::map<QString, PageChoices> m_requestedChoices;
};

} // namespace moqa
