// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The steps of the fidelity study of one model and what they share; see fidelity.cpp.

#include "core/analysis/result_array.h"
#include "core/evaluate/bootstrap.h"
#include "core/plan/loss_table.h"
#include "core/plan/make_plan.h"
#include "core/plan/plan.h"
#include "core/quantize/quantize_model.h"
#include "tests/bench/fidelity/texts.h"

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace moqa::fidelity {

inline constexpr int64_t kCalibrationTokens = 8192, kWindow = 256, kShortTokens = 2048;
inline constexpr size_t kPlansAtOnce = 8;
inline const std::vector<int> kWidths = {1, 2, 3, 4, 5, 6, 8};

struct Wanted {
    std::string title, method;
    double bits = 3;
    std::vector<int> widths = kWidths;
};

struct Row {
    Wanted wanted;
    std::string failure;
    PlanTotals totals;
    double predicted = std::nan("");
    Plan plan;
    EvaluateReport report;
};

struct Calibrated {
    std::vector<Corpus> corpora;
    Analysis analysis;
    LossTable table;
    double seconds = 0; // of processor time, measuring alone
};

double processorSeconds();

class Bench {
public:
    Bench(std::shared_ptr<const ModelSource> model, Texts texts)
        : m_model(std::move(model)), m_texts(std::move(texts)) {
        m_evaluate.window = kWindow;
        m_quantize.window = kWindow;
        m_quantize.grid = GridSearch::Off;
    }
    Status begin();
    Status methods();
    // What annealing on the loss table finds at 3 bits, against the plan.
    Status annealed();
    // The other published plans at 2.5 bits, on every text.
    Status rivals();
    Status oracles();
    Status predictions();
    Status routers();
    Status sensitivity();

private:
    struct Sensitive {
        std::string name;
        std::vector<Corpus> corpora;
        uint64_t seed = 0;
    };
    std::vector<Sensitive> sensitivities() const;
    Result<Calibrated> calibrate(std::vector<Corpus> corpora) const;
    PlanOptions options(const Wanted& wanted) const;
    Result<std::vector<Row>> rows(const std::vector<Wanted>& wanted, const Calibrated& calibrated,
                                  const std::vector<Corpus>& texts, const ReferenceRun& reference);
    EvaluateReport part(const EvaluateReport& report, Kind kind) const;
    std::string share(const EvaluateReport& plan, const EvaluateReport& uniform, Kind kind,
                      bool perplexity = false) const;
    const EvaluateReport& fullOf(const EvaluateReport& report) const {
        const bool all = report.corpora.front().windows == m_full.corpora.front().windows;
        return all ? m_full : m_shortFull;
    }
    std::vector<Kind> kinds() const; // those that are scored
    void table(const std::vector<Row>& rows, const std::vector<Kind>& kinds) const;
    void against(const std::vector<Row>& rows, const std::vector<Kind>& kinds) const;
    void paired(const std::vector<Row>& rows, const std::vector<Kind>& kinds,
                const std::vector<std::pair<std::string, std::string>>& steps) const;

    std::shared_ptr<const ModelSource> m_model;
    Texts m_texts;
    EvaluateOptions m_evaluate;
    QuantizeOptions m_quantize;
    Calibrated m_calibrated;
    std::vector<Corpus> m_all, m_short; // scored: everything; 2,048 tokens of the demo's six
    std::shared_ptr<const ReferenceRun> m_reference, m_shortReference;
    EvaluateReport m_full, m_shortFull;
    std::vector<Row> m_rows;
};

// To standard output, at once.
void say(const std::string& text);
// To standard error.
Status note(const char* step);
double meanKl(const EvaluateReport& report);     // over the texts, nats per token
double perplexity(const EvaluateReport& report); // geometric mean over the texts
std::string nameOf(Kind kind);
// The row of a title that is there.
const Row& find(const std::vector<Row>& rows, const std::string& title);
// What the interval of a difference a - b allows to say.
const char* verdict(const PairedDifference& difference);

} // namespace moqa::fidelity
