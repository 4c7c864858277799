// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How things are looked at, apart from what they are: metric, corpora, layer, colours and their
// limits. Shared by all pages, so that a choice made on one holds on the next. GUI thread.

#include <QObject>
#include <QString>
#include <optional>
#include <utility>

namespace moqa {

enum class ColourMap { Viridis, Cividis };
enum class ColourScale { FullRange, Robust }; // Robust: 1 % to 99 % of the values

struct ColourLimits {
    double lower = 0, upper = 1;
    bool operator==(const ColourLimits&) const = default;
};

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
    // Limits held across metrics, corpora and models; none = from the data.
    std::optional<ColourLimits> lockedLimits() const { return m_lockedLimits; }
    bool clusteredOrder() const { return m_clusteredOrder; }
    bool logAxes() const { return m_logAxes; }

    void setMetric(const QString& id) { set(m_metric, id, Field::Metric); }
    void setMatrixMetric(const QString& id) { set(m_matrixMetric, id, Field::MatrixMetric); }
    void setCorpus(const QString& name) { set(m_corpus, name, Field::Corpus); }
    void setOtherCorpus(const QString& name) { set(m_otherCorpus, name, Field::OtherCorpus); }
    void setLayer(int layer) { set(m_layer, layer, Field::Layer); }
    void setColourMap(ColourMap map) { set(m_colourMap, map, Field::Colours); }
    void setColourScale(ColourScale scale) { set(m_colourScale, scale, Field::Colours); }
    void setLockedLimits(std::optional<ColourLimits> limits) {
        set(m_lockedLimits, limits, Field::Colours);
    }
    void setClusteredOrder(bool on) { set(m_clusteredOrder, on, Field::Order); }
    void setLogAxes(bool on) { set(m_logAxes, on, Field::LogAxes); }

signals:
    void changed(moqa::ViewState::Field field);

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
    std::optional<ColourLimits> m_lockedLimits;
    bool m_clusteredOrder = false;
    bool m_logAxes = true;
};

} // namespace moqa
