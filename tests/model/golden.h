// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Golden references (tests/data/golden, MOQA_SHARED_DIR/golden): what transformers computes from
// tiny checkpoints; and a recorder of what Forward computes.

#include "core/checkpoint/safetensors.h"
#include "core/model/forward.h"

#include <map>
#include <string>
#include <vector>

namespace moqa::test {

// A tensor of a reference file as f32 or integers, [rows, cols] (vectors: one column).
struct Golden {
    explicit Golden(const std::string& folder);

    bool has(const std::string& tensor) const { return file->find(tensor) != nullptr; }
    Matrix matrix(const std::string& tensor) const;
    std::vector<int32_t> integers(const std::string& tensor) const;

    Result<SafetensorsFile> opened;
    const SafetensorsFile* file = nullptr; // null if it did not open
};

// Keeps the residual stream after every layer and every routing.
class Recorder : public LayerObserver {
public:
    void ffnInput(int layer, MatrixView, const Routing* routing) override {
        if (routing != nullptr) routings[layer] = *routing;
    }
    Status layerDone(int layer, MatrixView hidden) override;
    bool wantsExperts() const override { return false; }

    std::map<int, Routing> routings;
    std::map<int, Matrix> hiddens;
};

// ||a - b|| / ||b||, infinite where shapes differ or a value is not finite.
double relativeError(MatrixView a, MatrixView b);

} // namespace moqa::test
