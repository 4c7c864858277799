// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/prediction_check.h"

#include "core/base/random.h"
#include "core/base/rank_correlation.h"
#include "core/quantize/memory_sink.h"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <numeric>
#include <span>

namespace moqa {

namespace {

std::vector<Role> rolesOf(UnitPart part) {
    switch (part) {
    case UnitPart::Expert: return {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown};
    case UnitPart::GateUp: return {Role::ExpertGate, Role::ExpertUp};
    case UnitPart::Down: return {Role::ExpertDown};
    }
    return {};
}

// A plan that quantizes nothing but the routed experts, all alike.
Plan uniformPlan(const ModelSource& model, const UnitFormat& format) {
    Plan plan;
    plan.modelFingerprint = model.fingerprint();
    plan.modelName = model.name();
    plan.method = "uniform";
    for (const Part part : {Part::Attention, Part::Shared, Part::Router, Part::Embedding,
                            Part::Head, Part::Norm, Part::Dense})
        plan.defaults[part] = 16;
    plan.unitFormat = format;
    for (const int layer : model.spec().moeLayers())
        for (int expert = 0; expert < model.spec().experts; ++expert)
            plan.units.push_back({layer, expert, Projection::All, format, false, {}});
    return plan;
}

int64_t weightsOf(const ModelSource& model, const LossUnit& unit) {
    int64_t count = 0;
    for (const Role role : rolesOf(unit.part))
        if (const WeightEntry* const entry = model.find({role, unit.layer, unit.expert}))
            count += entry->count();
    return count;
}

double meanOf(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

class Check {
public:
    Check(const ModelSource& model, const LossTable& table, const PredictionOptions& options)
        : m_model(model), m_table(table), m_options(options) {
        for (const LossUnit& unit : table.units) m_weights.push_back(weightsOf(model, unit));
    }

    Status quantizeAll(const std::vector<Corpus>& calibration, Progress& progress) {
        QuantizeOptions options = m_options.quantize;
        options.sequential = false;
        m_columns.resize(m_table.formatCount());
        for (size_t f = 0; f < m_table.formatCount(); ++f) {
            SubProgress step(progress,
                             static_cast<double>(f) / static_cast<double>(m_columns.size()),
                             static_cast<double>(f + 1) / static_cast<double>(m_columns.size()));
            const Plan plan = uniformPlan(m_model, m_table.formats[f]);
            MOQA_TRY(const QuantizeReport report,
                     quantizeModel(m_model, plan, calibration, options, m_columns[f], step));
        }
        return {};
    }

    // Plans at a time: their final states are held together, the logits of the undisturbed model
    // are made once for all.
    static constexpr size_t kPlansAtOnce = 8;

    Result<std::vector<PredictionPoint>> points(std::span<const std::vector<int>> choices,
                                                const std::vector<Corpus>& texts,
                                                const ReferenceRun& reference,
                                                Progress& progress) const {
        std::vector<std::unique_ptr<QuantizedOverlay>> overlays;
        std::vector<const ModelSource*> models;
        std::vector<PredictionPoint> points;
        for (const std::vector<int>& choice : choices) {
            overlays.push_back(std::make_unique<QuantizedOverlay>(m_model));
            points.push_back(predict(choice, *overlays.back()));
            models.push_back(overlays.back().get());
        }
        MOQA_TRY(const auto reports,
                 evaluateAll(models, texts, m_options.evaluate, reference, progress));
        for (size_t i = 0; i < points.size(); ++i) {
            std::vector<double> kl;
            for (const CorpusScore& corpus : reports[i].corpora) kl.push_back(corpus.kl);
            points[i].measured = meanOf(kl);
        }
        return points;
    }

    const std::vector<int64_t>& weights() const { return m_weights; }

private:
    // Bits and predicted loss of a plan, whose weights go into the overlay.
    PredictionPoint predict(const std::vector<int>& choice, QuantizedOverlay& overlay) const {
        PredictionPoint point;
        int64_t bits = 0, weights = 0;
        for (size_t u = 0; u < m_table.unitCount(); ++u) {
            const auto column = static_cast<size_t>(choice[u]);
            const LossUnit& unit = m_table.units[u];
            bits += m_table.formats[column].bits * m_weights[u];
            weights += m_weights[u];
            for (size_t c = 0; c < m_table.corpusCount(); ++c)
                point.predicted +=
                    m_table.loss(u, column, c) / static_cast<double>(m_table.corpusCount());
            for (const Role role : rolesOf(unit.part)) {
                const auto found =
                    m_columns[column].tensors().find({role, unit.layer, unit.expert});
                if (found != m_columns[column].tensors().end()) overlay.put(found->second);
            }
        }
        point.meanBits = static_cast<double>(bits) / static_cast<double>(weights);
        return point;
    }

    const ModelSource& m_model;
    const LossTable& m_table;
    const PredictionOptions& m_options;
    std::vector<int64_t> m_weights;    // of each unit
    std::vector<MemorySink> m_columns; // the model at each format
};

} // namespace

// Units rise one column at a time, always the one of the largest preference less what it has got
// already, until the mean lies at a target drawn from the range.
Result<std::vector<std::vector<int>>> randomChoices(const LossTable& table,
                                                    const std::vector<int64_t>& weights,
                                                    const PlanRange& range, uint64_t seed) {
    const auto columns = static_cast<int>(table.formatCount());
    const int64_t all = std::accumulate(weights.begin(), weights.end(), int64_t{0});
    const auto meanBits = [&](double bits) { return bits / static_cast<double>(all); };
    if (!(range.low < range.high) || range.low < table.formats.front().bits ||
        range.high > table.formats.back().bits || range.count < 1)
        return badInput(
            fmt::format("no random plans have {:g} to {:g} mean bits", range.low, range.high),
            "random plans",
            fmt::format("the widths of the loss table reach {} to {}", table.formats.front().bits,
                        table.formats.back().bits));
    std::vector<std::vector<int>> plans;
    Random random(seed ^ 0x9d1a5u);
    for (int p = 0; p < range.count; ++p) {
        const double target = range.low + (range.high - range.low) * random.uniform();
        std::map<int, double> layers;
        std::vector<double> preference;
        const double layerPull = 2 * random.uniform(), unitPull = 2 * random.uniform();
        for (const LossUnit& unit : table.units) {
            if (!layers.count(unit.layer)) layers[unit.layer] = layerPull * random.normal();
            preference.push_back(layers[unit.layer] + unitPull * random.normal());
        }
        std::vector<int> choice(table.unitCount(), 0);
        double bits = static_cast<double>(table.formats.front().bits) * static_cast<double>(all);
        std::vector<std::pair<double, size_t>> queue;
        for (size_t u = 0; u < choice.size(); ++u) queue.emplace_back(preference[u], u);
        std::make_heap(queue.begin(), queue.end());
        while (!queue.empty() && meanBits(bits) < target) {
            std::pop_heap(queue.begin(), queue.end());
            const auto [worth, u] = queue.back();
            queue.pop_back();
            const auto c = static_cast<size_t>(choice[u]);
            const double step =
                static_cast<double>(table.formats[c + 1].bits - table.formats[c].bits) *
                static_cast<double>(weights[u]);
            // A step past the range: another unit may still fit.
            if (meanBits(bits + step) > range.high) continue;
            bits += step;
            if (++choice[u] + 1 >= columns) continue;
            queue.emplace_back(worth - 1, u);
            std::push_heap(queue.begin(), queue.end());
        }
        plans.push_back(std::move(choice));
    }
    return plans;
}

Result<std::vector<PredictionCheck>>
checkPredictions(const ModelSource& model, const LossTable& table,
                 const std::vector<Corpus>& calibration, const std::vector<Corpus>& texts,
                 const PredictionOptions& options, Progress& progress) {
    MOQA_CHECK(table.check("loss table"));
    MOQA_CHECK(table.fits(model));
    Check check(model, table, options);
    SubProgress quantizing(progress, 0, 0.3), reading(progress, 0.3, 0.32);
    MOQA_CHECK(check.quantizeAll(calibration, quantizing));
    MOQA_TRY(const auto reference, makeReference(model, texts, options.evaluate, reading));
    int all = 0, done = 0;
    for (const PlanRange& range : options.ranges) all += range.count;
    std::vector<PredictionCheck> checks;
    for (size_t r = 0; r < options.ranges.size(); ++r) {
        PredictionCheck result{options.ranges[r], {}, 0};
        MOQA_TRY(const auto choices,
                 randomChoices(table, check.weights(), options.ranges[r], options.seed + r));
        std::vector<double> predicted, measured;
        for (size_t begin = 0; begin < choices.size(); begin += Check::kPlansAtOnce) {
            const auto some = std::span(choices).subspan(
                begin, std::min(Check::kPlansAtOnce, choices.size() - begin));
            const int after = done + static_cast<int>(some.size());
            SubProgress step(progress, 0.32 + 0.68 * done / all, 0.32 + 0.68 * after / all);
            done = after;
            MOQA_TRY(const auto points, check.points(some, texts, *reference, step));
            for (const PredictionPoint& point : points) {
                result.points.push_back(point);
                predicted.push_back(point.predicted);
                measured.push_back(point.measured);
            }
        }
        result.rankCorrelation = rankCorrelation(predicted, measured);
        checks.push_back(std::move(result));
    }
    return checks;
}

} // namespace moqa
