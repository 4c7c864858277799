// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A model's weights by meaning, whatever file they are in: a checkpoint (Checkpoint), our own
// quantized HDF5 (store), or either with some tensors replaced (OverlaySource). Reading is by
// rows, widened to f32 into the caller's buffer, so that a pass needs one tile of memory.
// Immutable once open; all const functions may be called from any thread.

#include "core/base/result.h"
#include "core/base/tensor.h"
#include "core/checkpoint/model_spec.h"
#include "moqa/packed.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace moqa {

struct WeightEntry {
    WeightId id;
    // Original tensor name. For experts stored fused the per-expert name of the family's unfused
    // layout ("model.layers.0.mlp.experts.3.gate_proj.weight"), so that names are alike everywhere.
    std::string name;
    int64_t rows = 0, cols = 0; // [out, in]; vectors: 1 x n
    DType dtype = DType::BF16;  // as stored; of a quantized tensor that of its source
    int64_t bytes = 0;          // as stored, scales and zero points included
    int bits = 16;              // nominal width: of the dtype, or of the codes
    int64_t count() const { return rows * cols; }
};

class ModelSource {
public:
    virtual ~ModelSource() = default;

    virtual const ModelSpec& spec() const = 0;
    virtual std::string path() const = 0; // what the user named
    virtual std::string name() const = 0; // last part of the path, for people
    // SHA-256 over config.json and the tensor index (names, dtypes, shapes): says "same model"
    // without reading weights. A quantized file answers the fingerprint of its source.
    virtual std::string fingerprint() const = 0;
    // Raw bytes of "config.json", "tokenizer.json", "tokenizer_config.json", ...; BadInput if
    // absent.
    virtual Result<std::string> sideFile(const std::string& fileName) const = 0;
    virtual std::vector<std::string> sideFiles() const = 0;

    // Every weight the model has, in the order embedding, layers (by layer, role, expert), final
    // norm, head. A tied head has no entry.
    virtual const std::vector<WeightEntry>& weights() const = 0;
    // Null if the model has no such weight.
    virtual const WeightEntry* find(WeightId id) const = 0;
    bool has(WeightId id) const { return find(id) != nullptr; }

    // Rows [row, row+count) of a weight as f32 [count, cols], contiguous. Preconditions: find(id),
    // range inside. Errors: Io or BadInput (corrupt data).
    virtual Status readRows(WeightId id, int64_t row, int64_t count, float* out) const = 0;
    // The same rows as mapped bf16 bit patterns, contiguous, or null where they are not stored
    // that way: lets a kernel widen straight from the mapping.
    virtual const void* mappedBf16(WeightId id, int64_t row, int64_t count) const {
        (void)id, (void)row, (void)count;
        return nullptr;
    }
    // The weight as it is stored, where that is codes that kernels multiply with; valid as long as
    // the source, or until it is changed. Absent for every other weight; precondition: find(id).
    virtual std::optional<kernels::PackedMatrix> packed(WeightId id) const {
        (void)id;
        return std::nullopt;
    }
    // Tells the mapping that this layer's pages are not needed soon.
    virtual void releaseLayer(int layer) const { (void)layer; }

    Result<Matrix> readAll(WeightId id) const; // whole weight as f32
};

// Answers as another source does, which outlives it: what a wrapper changes it overrides. Where it
// overrides readRows it overrides mappedBf16 and packed as well.
class ForwardingSource : public ModelSource {
public:
    explicit ForwardingSource(const ModelSource& base) : m_base(base) {}

    const ModelSpec& spec() const override { return m_base.spec(); }
    std::string path() const override { return m_base.path(); }
    std::string name() const override { return m_base.name(); }
    std::string fingerprint() const override { return m_base.fingerprint(); }
    Result<std::string> sideFile(const std::string& f) const override { return m_base.sideFile(f); }
    std::vector<std::string> sideFiles() const override { return m_base.sideFiles(); }
    const std::vector<WeightEntry>& weights() const override { return m_base.weights(); }
    const WeightEntry* find(WeightId id) const override { return m_base.find(id); }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        return m_base.readRows(id, row, count, out);
    }
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override {
        return m_base.mappedBf16(id, row, count);
    }
    std::optional<kernels::PackedMatrix> packed(WeightId id) const override {
        return m_base.packed(id);
    }
    void releaseLayer(int layer) const override { m_base.releaseLayer(layer); }

protected:
    const ModelSource& base() const { return m_base; }

private:
    const ModelSource& m_base;
};

// A source with some weights replaced (f32 [rows, cols], same shape as in base). Used layer by
// layer while quantizing.
class OverlaySource final : public ForwardingSource {
public:
    using ForwardingSource::ForwardingSource;
    void replace(WeightId id, Matrix weight) { m_replaced[id] = std::move(weight); }
    void clear() { m_replaced.clear(); }

    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    std::optional<kernels::PackedMatrix> packed(WeightId id) const override;

private:
    std::map<WeightId, Matrix> m_replaced;
};

} // namespace moqa
