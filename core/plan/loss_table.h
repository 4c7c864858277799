// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The table loss[unit][format][corpus] that allocation minimises (moqa.md section 5): what each
// unit adds to the divergence of the final logits when it alone is quantized, measured with the
// quantizer that will be used. An immutable value; measured by core/measure, kept by core/store.

#include "core/base/result.h"
#include "core/plan/plan.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace moqa {

// A whole expert, or its two halves: gate and up read the same rows and are tied.
enum class UnitPart : uint8_t { Expert, GateUp, Down };
const char* unitPartName(UnitPart part); // "expert", "gate_up", "down"
bool coversProjection(UnitPart part, Projection projection);

struct LossUnit {
    int layer = 0, expert = 0; // model layer index
    UnitPart part = UnitPart::Expert;
    auto operator<=>(const LossUnit&) const = default;
};

struct LossCorpus {
    std::string name, textSha256;
    int64_t tokens = 0; // measured on
    bool operator==(const LossCorpus&) const = default;
};

struct LossTable {
    std::string modelName, modelFingerprint;
    std::string optionsJson; // of the quantizer and the measurement: what makes tables comparable
    std::vector<LossCorpus> corpora;
    std::vector<UnitFormat> formats; // columns; rising in bits, then falling in group
    std::vector<LossUnit> units;     // rows, rising

    // [unit][format][corpus]: sum over the corpus of g^2 ||y - y_b||^2, divided by its tokens.
    std::vector<double> errors;
    // [unit][corpus]: nats of KL(full || quantized) per token for one of that error.
    std::vector<double> scales;
    // [unit][format]: expected loss on a text that was not measured, in nats per token: the same
    // error over tokens of the layer whether they were routed to the expert or not, at the layer's
    // mean gate and a fair share of the tokens. What an expert that these corpora never reach
    // costs.
    std::vector<double> unseen;
    // [unit]: relative standard deviation of a predicted row; 0 = the row was measured.
    std::vector<double> uncertainty;

    size_t unitCount() const { return units.size(); }
    size_t formatCount() const { return formats.size(); }
    size_t corpusCount() const { return corpora.size(); }
    double error(size_t unit, size_t format, size_t corpus) const {
        return errors[(unit * formats.size() + format) * corpora.size() + corpus];
    }
    // Nats per token.
    double loss(size_t unit, size_t format, size_t corpus) const {
        return error(unit, format, corpus) * scales[unit * corpora.size() + corpus];
    }
    double unseenLoss(size_t unit, size_t format) const {
        return unseen[unit * formats.size() + format];
    }
    // Row of a unit, -1 if there is none. O(log n).
    int64_t find(const LossUnit& unit) const;
    // Column of a format's width, group and symmetry, -1 if there is none.
    int64_t find(const UnitFormat& format) const;

    // BadInput unless the parts have the sizes that units, formats and corpora say, rows and
    // columns rise without repeats, and every number is finite and not negative.
    Status check(const std::string& where) const;
    // BadInput if the table was measured on another model or lacks one of its routed experts.
    Status fits(const ModelSource& model) const;
};

// Under which of several tables this one is kept: name, or name with a mark of the table's options
// and texts where another measurement has that name. The same measurement anew gets its old key.
std::string lossTableKey(const std::map<std::string, std::shared_ptr<const LossTable>>& tables,
                         const std::string& name, const LossTable& table);

// Predicted loss of a plan per corpus, nats per token: the sum of its units' losses (additivity is
// an assumption; a study shows how well it holds). 16 bits lose nothing. BadInput naming the unit
// if the plan asks for a format that was not measured, or has another split than the table.
Result<std::vector<double>> predictedLoss(const LossTable& table, const Plan& plan);
// The same by model layer: [layer of the model][corpus], row-major, `layers` rows.
Result<std::vector<double>> predictedLossByLayer(const LossTable& table, const Plan& plan,
                                                 int layers);

} // namespace moqa
