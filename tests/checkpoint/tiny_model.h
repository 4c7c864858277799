// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Checkpoints of a few hundred weights, written out by hand: names and shapes here come from the
// published layouts, not from the family table that they test.

#include "core/base/json.h"
#include "core/base/tensor.h"

#include <string>
#include <vector>

struct TinyTensor {
    std::string name;
    moqa::DType dtype = moqa::DType::BF16;
    std::vector<int64_t> shape;
};

struct TinyModel {
    moqa::Json config;
    std::vector<TinyTensor> tensors;

    TinyTensor& at(const std::string& name); // fails the test program if there is none
    void remove(const std::string& name);
    // config.json and model.safetensors, or with shards > 1 an index and that many shards.
    void write(const std::string& folder, int shards = 1) const;
};

// One layer, hidden 4, 2 heads, 1 key/value head, 2 experts of width 6, vocabulary 5.
TinyModel tinyMixtral();

// Element i of tensor number t is (t + 1) + i / 64 (exact in bf16 for small i).
void writeTinyFile(const std::string& path, const std::vector<TinyTensor>& tensors);
