// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an error in the residual stream behind one layer does to the end of the model: the probed
// tokens go on through the layers behind it at full precision, and their logits are compared with
// those of the undisturbed model. One thread at a time, parallel inside.

#include "core/measure/probe_rows.h"
#include "core/model/forward.h"

#include <memory>
#include <vector>

namespace moqa {

class DivergenceProbe {
public:
    // The model and the rows must outlive this. Runs the probed tokens through the whole model.
    static Result<std::unique_ptr<DivergenceProbe>>
    create(const ModelSource& model, const ProbeRows& rows, Progress& progress);

    // disturbed: residual streams [probe tokens, H] behind `layer`; taken over and used up. Mean KL
    // per token, [stream][corpus].
    Result<std::vector<std::vector<double>>> divergences(int layer, std::vector<Matrix> disturbed,
                                                         const Progress& progress);
    // Streams whose final states are held at a time, by their size.
    static int64_t streamsAtATime(int64_t tokens, int64_t hidden);

private:
    DivergenceProbe(const ModelSource& model, const ProbeRows& rows)
        : m_rows(&rows), m_forward(model), m_layers(model.spec().layerCount()) {}
    Status score(const std::vector<Matrix>& finals, std::vector<std::vector<double>>& sums,
                 const Progress& progress);

    const ProbeRows* m_rows;
    Forward m_forward;
    int m_layers;
    Matrix m_final; // [probe tokens, H], final-normed, undisturbed
};

} // namespace moqa
