// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/plots/study_points.h"

#include "views/state/text.h"
#include "views/tables/study_table.h"

#include <QCoreApplication>
#include <algorithm>
#include <map>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::StudyPoints)
};

double megabytes(const StudyRow& row) { return static_cast<double>(row.totals.bytes) / 1e6; }

QString bitsText(double bits) { return QLocale().toString(bits, 'g', 4); }

QString fixed(double value, int digits) { return QLocale().toString(value, 'f', digits); }

// A series for each method, cell and kind of texts; methods look alike in all of them.
class Builder {
public:
    Builder(StudyPoints& points, StudyMeasure measure) : m_points(points), m_measure(measure) {
        for (const StudyRow& row : points.study->rows)
            if (!m_symbols.contains(row.method)) {
                const int next = static_cast<int>(m_symbols.size());
                m_symbols[row.method] = next;
            }
    }

    void add(int studyRow, bool known) {
        const StudyRow& row = m_points.study->rows[static_cast<size_t>(studyRow)];
        const StudyScores& scores = known ? row.known : row.fresh;
        SymbolSource::Point point;
        point.series = seriesOf(row, known);
        point.x = m_measure == StudyMeasure::MeanBits ? row.totals.meanBits : megabytes(row);
        point.y = scores.kl;
        if (scores.klInterval) {
            point.low = scores.klInterval->low;
            point.high = scores.klInterval->high;
        }
        m_points.points.push_back(point);
        m_points.origins.push_back({studyRow, known, false});
    }

private:
    int seriesOf(const StudyRow& row, bool known) {
        const auto key = std::tuple(row.method, row.calibration, row.group, known);
        const auto [found, isNew] =
            m_series.try_emplace(key, static_cast<int>(m_points.series.size()));
        if (isNew)
            m_points.series.push_back({qstr(row.method), m_symbols.at(row.method), !known, true});
        return found->second;
    }

    StudyPoints& m_points;
    StudyMeasure m_measure;
    std::map<std::string, int> m_symbols;
    std::map<std::tuple<std::string, std::string, int, bool>, int> m_series;
};

void markFrontier(StudyPoints& source) {
    for (size_t i = 0; i < source.points.size(); ++i) {
        const auto& one = source.points[i];
        const auto beats = [&](size_t j) {
            const auto& other = source.points[j];
            return source.origins[j].known == source.origins[i].known && other.x <= one.x &&
                   other.y <= one.y && (other.x < one.x || other.y < one.y);
        };
        bool beaten = false;
        for (size_t j = 0; j < source.points.size() && !beaten; ++j) beaten = beats(j);
        source.origins[i].frontier = !beaten;
    }
}

QString rangeText(const PlanRange& range) {
    return Text::tr("%1 to %2 bits").arg(bitsText(range.low), bitsText(range.high));
}

} // namespace

std::vector<StudyCell> cellsOf(const Study& study) {
    std::vector<StudyCell> cells;
    for (const StudyRow& row : study.rows) {
        const StudyCell cell{row.calibration, row.group};
        if (std::find(cells.begin(), cells.end(), cell) == cells.end()) cells.push_back(cell);
    }
    return cells;
}

std::shared_ptr<const StudyPoints> studyPoints(std::shared_ptr<const Study> study,
                                               const std::optional<StudyCell>& cell,
                                               StudyTexts texts, StudyMeasure measure) {
    if (!study) return nullptr;
    auto source = std::make_shared<StudyPoints>();
    source->study = study;
    const bool known = texts != StudyTexts::New && !study->grid.known.empty();
    const bool fresh = texts != StudyTexts::Known && !study->grid.fresh.empty();
    Builder builder(*source, measure);
    for (size_t i = 0; i < study->rows.size(); ++i) {
        const StudyRow& row = study->rows[i];
        if (!row.failure.empty() || (cell && *cell != StudyCell{row.calibration, row.group}))
            continue;
        if (known) builder.add(static_cast<int>(i), true);
        if (fresh) builder.add(static_cast<int>(i), false);
    }
    if (source->points.empty()) return nullptr;
    markFrontier(*source);
    source->title = measure == StudyMeasure::MeanBits ? Text::tr("Divergence against mean bits")
                                                      : Text::tr("Divergence against size");
    source->xName = measure == StudyMeasure::MeanBits ? Text::tr("mean bits of the routed experts")
                                                      : Text::tr("size of the model, MB");
    source->yName = Text::tr("KL, nats a token");
    source->unit = Text::tr("nats a token");
    source->logY = true;
    if (known && fresh) {
        source->filledName = Text::tr("known texts");
        source->hollowName = Text::tr("new texts");
    }
    source->explanation =
        Text::tr("Mean KL(full || quantized) of each plan over the texts of a kind, with the 95 % "
                 "interval of a bootstrap over windows. Below and to the left is better. Plans of "
                 "a method are joined.");
    if (!study->full.corpora.empty())
        for (const CorpusScore& text : study->full.corpora) source->samples += text.scored;
    source->caption = cell ? Text::tr("calibrated on %1, group %2; ")
                                 .arg(qstr(cell->calibration), groupText(cell->group))
                           : QString();
    source->caption +=
        Text::tr("%1 tokens scored; bars: 95 % intervals").arg(count(source->samples));
    if (texts == StudyTexts::Known) source->caption += Text::tr("; known texts");
    if (texts == StudyTexts::New) source->caption += Text::tr("; new texts");
    return source;
}

int StudyPoints::rowOf(int studyRow) const {
    for (size_t i = 0; i < origins.size(); ++i)
        if (origins[i].studyRow == studyRow) return static_cast<int>(i);
    return -1;
}

QString StudyPoints::readout(int row) const {
    if (row < 0 || row >= tableRows()) return {};
    const Origin& origin = origins[static_cast<size_t>(row)];
    const Point& point = points[static_cast<size_t>(row)];
    const StudyRow& one = study->rows[static_cast<size_t>(origin.studyRow)];
    QString text =
        Text::tr("%1 on %2: %3 mean bits, %4, KL %5 nats a token")
            .arg(qstr(one.method), origin.known ? Text::tr("known texts") : Text::tr("new texts"),
                 fixed(one.totals.meanBits, 3), megabyteText(one.totals.bytes), figure(point.y));
    if (!std::isnan(point.low))
        text += QStringLiteral(" [%1, %2]").arg(figure(point.low), figure(point.high));
    if (origin.frontier) text += Text::tr("; no plan here is smaller and loses less");
    return text;
}

QString StudyPoints::summary() const {
    return Text::tr("%1: %n point(s)", nullptr, tableRows()).arg(title);
}

QString StudyPoints::tableHeader(int column) const {
    switch (column) {
    case Method: return Text::tr("Method");
    case Texts: return Text::tr("Texts");
    case Calibration: return Text::tr("Calibrated on");
    case Group: return Text::tr("Group");
    case MeanBits: return Text::tr("Mean bits");
    case Megabytes: return Text::tr("MB");
    case Kl: return Text::tr("KL, nats a token");
    case KlLow: return Text::tr("95 % from");
    case KlHigh: return Text::tr("to");
    default: return Text::tr("On the frontier");
    }
}

QVariant StudyPoints::tableCell(int row, int column) const {
    const Origin& origin = origins[static_cast<size_t>(row)];
    const Point& point = points[static_cast<size_t>(row)];
    const StudyRow& one = study->rows[static_cast<size_t>(origin.studyRow)];
    const auto present = [](double v) { return std::isnan(v) ? QVariant() : QVariant(v); };
    switch (column) {
    case Method: return qstr(one.method);
    case Texts: return origin.known ? Text::tr("known") : Text::tr("new");
    case Calibration: return qstr(one.calibration);
    case Group: return one.group < 0 ? QVariant(groupText(-1)) : QVariant(one.group);
    case MeanBits: return one.totals.meanBits;
    case Megabytes: return megabytes(one);
    case Kl: return point.y;
    case KlLow: return present(point.low);
    case KlHigh: return present(point.high);
    default: return origin.frontier ? Text::tr("yes") : Text::tr("no");
    }
}

std::shared_ptr<const PredictionPoints> predictionPoints(const Study& study,
                                                         const StudyCell& cell) {
    auto source = std::make_shared<PredictionPoints>();
    QStringList correlations;
    for (const StudyPredictions& part : study.predictions) {
        if (StudyCell{part.calibration, part.group} != cell) continue;
        for (const PredictionCheck& check : part.checks) {
            const int index = static_cast<int>(source->series.size());
            source->series.push_back({rangeText(check.range), index, false, false});
            for (const PredictionPoint& point : check.points) {
                source->points.push_back({index, point.predicted, point.measured});
                source->meanBits.push_back(point.meanBits);
            }
            correlations << (std::isnan(check.rankCorrelation)
                                 ? Text::tr("%n plan(s) of %1", nullptr,
                                            static_cast<int>(check.points.size()))
                                       .arg(rangeText(check.range))
                                 : Text::tr("%n plan(s) of %1: rank correlation %2", nullptr,
                                            static_cast<int>(check.points.size()))
                                       .arg(rangeText(check.range),
                                            fixed(check.rankCorrelation, 3)));
        }
    }
    if (source->points.empty()) return nullptr;
    source->title = Text::tr("Measured against predicted loss of random plans");
    source->xName = Text::tr("predicted, nats a token");
    source->yName = Text::tr("measured KL on known texts, nats a token");
    source->unit = Text::tr("nats a token");
    source->logX = source->logY = source->diagonal = true;
    source->caption = correlations.join(QStringLiteral("; "));
    source->explanation =
        Text::tr("Each point is a random plan: the sum of the measured losses of its experts "
                 "against what the plan as a whole really loses. On the dashed line they are "
                 "equal. The rank correlation is Spearman's: 1 where predictions put the plans "
                 "in the true order, however far they are off.");
    return source;
}

QString PredictionPoints::readout(int row) const {
    if (row < 0 || row >= tableRows()) return {};
    const Point& point = points[static_cast<size_t>(row)];
    return Text::tr("%1 mean bits: predicted %2, measured %3 nats a token")
        .arg(fixed(meanBits[static_cast<size_t>(row)], 3), figure(point.x), figure(point.y));
}

QString PredictionPoints::summary() const { return QStringLiteral("%1: %2").arg(title, caption); }

QString PredictionPoints::tableHeader(int column) const {
    switch (column) {
    case Range: return Text::tr("Range");
    case MeanBits: return Text::tr("Mean bits");
    case Predicted: return Text::tr("Predicted, nats a token");
    default: return Text::tr("Measured, nats a token");
    }
}

QVariant PredictionPoints::tableCell(int row, int column) const {
    const Point& point = points[static_cast<size_t>(row)];
    switch (column) {
    case Range: return series[static_cast<size_t>(point.series)].name;
    case MeanBits: return meanBits[static_cast<size_t>(row)];
    case Predicted: return point.x;
    default: return point.y;
    }
}

} // namespace moqa
