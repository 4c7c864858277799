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

    // disturbed: the residual stream [probe tokens, H] behind `layer`; taken over and used up. Mean
    // KL per token, [corpus].
    Result<std::vector<double>> divergence(int layer, Matrix disturbed, const Progress& progress);

private:
    DivergenceProbe(const ModelSource& model, const ProbeRows& rows)
        : m_rows(&rows), m_forward(model), m_layers(model.spec().layerCount()) {}
    Status score(const Matrix& final, std::vector<double>& sums, const Progress& progress);

    const ProbeRows* m_rows;
    Forward m_forward;
    int m_layers;
    Matrix m_final; // [probe tokens, H], final-normed, undisturbed
};

} // namespace moqa
