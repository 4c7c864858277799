// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/export_check.h"

#include "core/base/half.h"
#include "core/base/mapped_file.h"
#include "core/base/sha256.h"
#include "core/store/open_model.h"
#include "core/store/quantized_model.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <functional>

namespace moqa {

namespace fs = std::filesystem;

namespace {

constexpr size_t kHashBytes = size_t{8} << 20;
constexpr int64_t kTileBytes = int64_t{16} << 20; // of f32 of each of the two
// Of the time: hashing runs at disk speed, comparing widens every weight twice.
constexpr double kHashShare = 0.2;
// The run sums the squares of a tensor in another order than we do.
constexpr double kErrorTolerance = 1e-5;

Result<WrittenFile> digest(const fs::path& path, const std::string& name, Progress& progress) {
    MOQA_TRY(const MappedFile file, MappedFile::open(path.string()));
    WrittenFile written{name, static_cast<int64_t>(file.bytes().size()), {}};
    Sha256 sum;
    for (size_t at = 0; at < file.bytes().size(); at += kHashBytes) {
        MOQA_CHECK(checkCancelled(progress));
        const auto part = file.bytes().subspan(at, std::min(kHashBytes, file.bytes().size() - at));
        sum.add(part);
        file.release(part);
        progress.report(static_cast<double>(at) / static_cast<double>(file.bytes().size()), name);
    }
    written.sha256 = sum.hex();
    return written;
}

Result<std::vector<WrittenFile>> digests(const fs::path& path, Progress& progress) {
    std::vector<WrittenFile> files;
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
        MOQA_TRY(WrittenFile file, digest(path, path.filename().string(), progress));
        files.push_back(std::move(file));
        return files;
    }
    std::vector<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(path, failed))
        if (entry.is_regular_file(failed)) parts.push_back(entry.path());
    std::sort(parts.begin(), parts.end());
    for (size_t i = 0; i < parts.size(); ++i) {
        const auto count = static_cast<double>(parts.size());
        SubProgress part(progress, static_cast<double>(i) / count,
                         static_cast<double>(i + 1) / count);
        MOQA_TRY(WrittenFile file, digest(parts[i], parts[i].filename().string(), part));
        files.push_back(std::move(file));
    }
    return files;
}

using Take = std::function<void(const float* a, const float* b, int64_t count)>;

// The same rows of a weight in two models, tile by tile.
Status readBoth(const ModelSource& a, const ModelSource& b, const WeightEntry& entry,
                const Progress& progress, const Take& take) {
    const int64_t tile = std::clamp(kTileBytes / (4 * entry.cols), int64_t{1}, entry.rows);
    std::vector<float> left, right;
    for (int64_t row = 0; row < entry.rows; row += tile) {
        MOQA_CHECK(checkCancelled(progress));
        const int64_t rows = std::min(tile, entry.rows - row);
        left.resize(static_cast<size_t>(rows * entry.cols));
        right.resize(left.size());
        MOQA_CHECK(a.readRows(entry.id, row, rows, left.data()));
        MOQA_CHECK(b.readRows(entry.id, row, rows, right.data()));
        take(left.data(), right.data(), rows * entry.cols);
    }
    return {};
}

Status checkShape(const WeightEntry& wanted, const WeightEntry* found, const std::string& path) {
    if (!found) return badInput("the tensor is missing: " + wanted.name, path, "export it again");
    if (found->rows != wanted.rows || found->cols != wanted.cols)
        return badInput("the tensor has another shape: " + wanted.name, path, "export it again");
    return {};
}

// ||W - Wq||_F / ||W||_F; of an empty or zero tensor the distance itself.
Result<double> relativeError(const ModelSource& original, const ModelSource& read,
                             const WeightEntry& entry, const Progress& progress) {
    double distance = 0, norm = 0;
    MOQA_CHECK(readBoth(original, read, entry, progress,
                        [&](const float* a, const float* b, int64_t count) {
                            for (int64_t i = 0; i < count; ++i) {
                                const double gap = static_cast<double>(a[i]) - b[i];
                                distance += gap * gap;
                                norm += static_cast<double>(a[i]) * a[i];
                            }
                        }));
    return norm > 0 ? std::sqrt(distance / norm) : std::sqrt(distance);
}

// Largest distance from what the export rounds a value to.
Result<double> largestGap(const ModelSource& exported, const ModelSource& read,
                          const WeightEntry& entry, bool f16, const Progress& progress) {
    double largest = 0;
    MOQA_CHECK(readBoth(
        exported, read, entry, progress, [&](const float* a, const float* b, int64_t count) {
            for (int64_t i = 0; i < count; ++i) {
                const float meant = f16 ? f16ToF32(f32ToF16(a[i])) : bf16ToF32(f32ToBf16(a[i]));
                const double gap = std::abs(static_cast<double>(meant) - b[i]);
                // What is not a number is no match either, whatever comes after it.
                if (!std::isnan(largest) && !(gap <= largest)) largest = gap;
            }
        }));
    return largest;
}

} // namespace

int64_t ExportCheck::bytes() const {
    int64_t sum = 0;
    for (const WrittenFile& file : files) sum += file.bytes;
    return sum;
}

int64_t ExportCheck::mismatches() const {
    return std::count_if(tensors.begin(), tensors.end(),
                         [](const TensorCheck& tensor) { return !tensor.matches; });
}

Result<ExportCheck> checkQuantizedFile(const ModelSource& original, const std::string& path,
                                       Progress& progress) {
    ExportCheck check;
    check.path = path;
    MOQA_TRY(const auto read, openModel(path));
    if (read->fingerprint() != original.fingerprint())
        return badInput("the file was made from another model", path,
                        "open the model that it was made from");
    MOQA_TRY(const std::vector<LedgerRow> ledger, readLedger(path));
    SubProgress hashing(progress, 0, kHashShare), comparing(progress, kHashShare, 1);
    MOQA_TRY(check.files, digests(path, hashing));
    for (const LedgerRow& row : ledger) {
        comparing.report(static_cast<double>(check.tensors.size()) /
                             static_cast<double>(ledger.size()),
                         row.name);
        const WeightEntry* const wanted = original.find(row.id);
        if (!wanted) return badInput("the ledger names a tensor that the model lacks", path);
        MOQA_CHECK(checkShape(*wanted, read->find(row.id), path));
        TensorCheck tensor{row.id, row.name, row.format.bits, wanted->count(), row.weightError};
        MOQA_TRY(tensor.found, relativeError(original, *read, *wanted, progress));
        tensor.matches = row.method == "kept"
                             ? tensor.found == 0
                             : std::abs(tensor.found - tensor.expected) <=
                                   kErrorTolerance * std::max(1.0, tensor.expected);
        check.tensors.push_back(std::move(tensor));
    }
    return check;
}

Result<ExportCheck> checkSafetensorsFolder(const ModelSource& exported, const std::string& folder,
                                           Progress& progress) {
    ExportCheck check;
    check.path = folder;
    MOQA_TRY(const auto read, openModel(folder));
    SubProgress hashing(progress, 0, kHashShare), comparing(progress, kHashShare, 1);
    MOQA_TRY(check.files, digests(folder, hashing));
    const auto& weights = exported.weights();
    for (const WeightEntry& entry : weights) {
        comparing.report(static_cast<double>(check.tensors.size()) /
                             static_cast<double>(weights.size()),
                         entry.name);
        const WeightEntry* const written = read->find(entry.id);
        MOQA_CHECK(checkShape(entry, written, folder));
        TensorCheck tensor{entry.id, entry.name, written->bits, entry.count()};
        MOQA_TRY(tensor.found,
                 largestGap(exported, *read, entry, written->dtype == DType::F16, progress));
        tensor.matches = tensor.found == 0;
        check.tensors.push_back(std::move(tensor));
    }
    return check;
}

} // namespace moqa
