// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A quantized model file as a ModelSource. Opening reads structure and index; weights come straight
// from the mapped file, dequantized row by row, so that reading takes no HDF5 lock. Each dataset is
// hashed once, when it is first read. Immutable, any thread.

#include "core/checkpoint/model_source.h"
#include "core/store/quantized_index.h"

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace moqa {

class QuantizedSource final : public ModelSource {
public:
    static Result<std::shared_ptr<const ModelSource>> open(const std::string& path);

    const ModelSpec& spec() const override { return m_spec; }
    std::string path() const override { return m_file->path(); }
    std::string name() const override;
    std::string fingerprint() const override { return m_fingerprint; }
    Result<std::string> sideFile(const std::string& fileName) const override;
    std::vector<std::string> sideFiles() const override;
    const std::vector<WeightEntry>& weights() const override { return m_weights; }
    const WeightEntry* find(WeightId id) const override;
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override;
    const void* mappedBf16(WeightId id, int64_t row, int64_t count) const override;
    std::optional<kernels::PackedMatrix> packed(WeightId id) const override;
    void releaseLayer(int layer) const override;

private:
    // Where a weight's bytes are; one of the two indices is used.
    struct Place {
        bool quantized = false;
        size_t row = 0; // in m_modules or m_kept
    };

    QuantizedSource() = default;
    Status checkManifest() const;
    Status bindWeights();
    size_t indexOf(WeightId id) const; // weights().size() if there is none
    Status verify(size_t index) const;
    Status verifyBytes(const IndexedBytes& part, const std::string& what) const;
    Status verifyHalves(const IndexedBytes& part, const std::string& dataset) const;
    Status readModuleRows(const IndexedModule& module, int64_t row, int64_t count,
                          float* out) const;
    std::span<const std::byte> at(const IndexedBytes& part, uint64_t first, uint64_t bytes) const;

    std::shared_ptr<const h5::InputFile> m_file;
    ModelSpec m_spec;
    std::string m_fingerprint;
    std::map<std::string, std::string> m_sideFiles; // name -> path in the file
    std::vector<IndexedModule> m_modules;
    std::vector<IndexedKept> m_kept;
    std::vector<WeightEntry> m_weights;
    std::vector<Place> m_places;            // beside m_weights
    std::map<WeightId, size_t> m_indexById; // into m_weights
    // Set once a weight's hashes were found right. Two threads may both hash it: harmless.
    std::unique_ptr<std::atomic<bool>[]> m_verified;
};

} // namespace moqa
