// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Gate, up and down of one FFN (a routed expert, the shared one, or that of a dense layer) in
// GPTQ's true order: gate and up from the moment of the block's inputs, then down from the moment
// of the hidden rows that the quantized gate and up make of them. One expert's moments exist at a
// time, and starved experts' are shrunk toward the layer (moqa.md section 2). run is const; several
// experts may run at once.

#include "core/model/router.h"
#include "core/quantize/linear_quantizer.h"

#include <span>

namespace moqa {

// How a weight of the FFN is to be stored.
struct PlannedWeight {
    const WeightEntry* entry = nullptr;
    UnitFormat format; // bits 16: kept
    bool quantized() const { return format.bits < 16; }
};

// w g^2 of each token of an expert, by which it enters the expert's moments: the block's error is
// the sum of g^2 |error|^2. gates [n]; tokens [n] index tokenWeights, which is empty where all
// are 1.
std::vector<float> momentWeights(std::span<const float> gates, std::span<const int32_t> tokens,
                                 std::span<const float> tokenWeights);

struct WeightedTokens {
    std::vector<int32_t> tokens; // rows of the inputs
    std::vector<float> weights;  // of each
};

// An expert's tokens with their momentWeights.
WeightedTokens weightedTokens(const ExpertTokens& lists, int expert,
                              std::span<const float> tokenWeights);

struct FfnJob {
    PlannedWeight gate, up, down;
    bool routed = false;
    std::vector<int32_t> tokens; // routed: rows of the inputs this expert saw
    std::vector<float> weights;  // routed: momentWeights of each
    // Routed: what the moments are made of where that is not tokens and weights.
    std::optional<WeightedTokens> moments = {};
    std::vector<int32_t> cached = {}; // channels that go to the cache, rising

    bool quantized() const { return gate.quantized() || up.quantized() || down.quantized(); }
};

// An FFN at one format. Awq scales up's rows and down's columns the other way round, which cancels
// where the two meet; upWeight and downWeight are in the scale of the full model, so that each also
// meets the other's full weight.
struct FfnVariant {
    QuantizedLinear gate, up, down;
    LinearScale upScale, downScale;

    Matrix upWeight() const;
    Matrix downWeight() const;
};

class FfnQuantizer {
public:
    // inputs [T, H] of the block, no rows if there is no data; layerMean: their normalized plain
    // moment, null unless starved experts, an FFN that sees all tokens or the remedy route-all need
    // it. All outlive this.
    // fullInputs: the same rows in the full model, where options.asymmetric asks for them.
    FfnQuantizer(const ModelSource& model, const QuantizeOptions& options, MatrixView inputs,
                 const Moment* layerMean, MatrixView fullInputs = {});

    // Gate, up, down. Errors as quantizeLinear.
    Result<std::vector<QuantizedLinear>> run(const FfnJob& job, const Progress& progress) const;

    // The same at several formats of all three, [format]: what an error curve is measured on. The
    // moment of the inputs is made and factored once. ownHidden: down sees the hidden rows of the
    // gate and up of its own format, as run does; else those of the full ones, which is what a unit
    // of down alone sees. The job's own formats do not matter.
    Result<std::vector<FfnVariant>> runFormats(const FfnJob& job,
                                               std::span<const UnitFormat> formats, bool ownHidden,
                                               const Progress& progress) const;

    // Whether so few tokens of this input width are too few to stand alone.
    static bool starved(int64_t tokens, int64_t width) { return isStarved(tokens, width); }
    // Upper bound of what one run holds at a time; corrected: for the drift of its inputs too.
    static int64_t bytesPerRun(int64_t hidden, int64_t width, bool corrected = false);

private:
    struct Hidden; // the f32 gate and up weights that make hidden rows

    Result<LinearInput> gateUpInput(const FfnJob& job, const Progress& progress) const;
    Result<LinearInput> downInput(const FfnJob& job, const Hidden& weights,
                                  const Progress& progress) const;
    // Of a routed expert with data of its own that is factored; else nothing to correct.
    bool corrects(const FfnJob& job, const LinearInput& input) const {
        return m_fullInputs.rows > 0 && job.routed && !routesAll() && input.factor.has_value();
    }
    double correctionShare(const FfnJob& job, int64_t width) const;
    Status correctGateUp(const FfnJob& job, LinearInput& input, const Progress& progress) const;
    // seen: what makes the hidden rows of the quantized model.
    Status correctDown(const FfnJob& job, const Hidden& seen, LinearInput& input,
                       const Progress& progress) const;
    Status addInputs(const FfnJob& job, Moment& moment, const Progress& progress) const;
    Status addAllHidden(const Hidden& weights, Moment& moment, const Progress& progress) const;
    Status addHidden(const Hidden& weights, std::span<const int32_t> tokens,
                     std::span<const float> weightOfToken, Moment& moment,
                     const Progress& progress) const;
    // Awq's scale between up and down: of up's rows, and its inverse of down's columns.
    struct HiddenScale {
        LinearScale up, down;
    };
    Result<HiddenScale> hiddenScale(const FfnJob& job, const Progress& progress) const;
    // Of the moment of the full weights' hidden rows.
    Result<HiddenScale> hiddenScale(const FfnJob& job, const UnitFormat& format,
                                    const LinearInput& input, const Progress& progress) const;
    Result<Hidden> fullHidden(const FfnJob& job) const;
    Result<Hidden> hiddenOf(const FfnJob& job, const FfnVariant& variant, bool own) const;
    Result<LinearInput> settle(Moment moment, const FfnJob& job, const Moment* layer,
                               std::vector<int32_t> cached, const Progress& progress) const;
    std::optional<LinearInput> withoutData(const FfnJob& job, int64_t width) const;
    bool routesAll() const { return m_options.starved.remedy == StarvedRemedy::RouteAll; }
    double shrinkTokens(int64_t width) const;
    UnitFormat ranked(UnitFormat format, const PlannedWeight& weight) const;
    std::vector<int32_t> sampleTokens(const FfnJob& job, int64_t count) const;

    const ModelSource& m_model;
    const QuantizeOptions& m_options;
    MatrixView m_inputs, m_fullInputs;
    const Moment* m_layerMean;
};

} // namespace moqa
