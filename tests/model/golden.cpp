// SPDX-License-Identifier: GPL-3.0-or-later
#include "golden.h"

#include <cmath>
#include <cstring>
#include <limits>

namespace moqa::test {

Golden::Golden(const std::string& folder)
    : opened(SafetensorsFile::open(folder + "/reference.safetensors")) {
    if (opened.ok()) file = &*opened;
}

Matrix Golden::matrix(const std::string& tensor) const {
    const Result<TensorView> view = file->view(tensor);
    if (!view.ok()) return {};
    const std::vector<int64_t>& shape = view->shape;
    Matrix values(shape.at(0), shape.size() > 1 ? shape[1] : 1);
    const Status status =
        widenToF32(view->dtype, view->bytes.data(), values.rows * values.cols, values.data.data());
    return status.ok() ? values : Matrix();
}

std::vector<int32_t> Golden::integers(const std::string& tensor) const {
    const Result<TensorView> view = file->view(tensor);
    if (!view.ok() || view->dtype != DType::I64) return {};
    std::vector<int32_t> values;
    for (size_t at = 0; at + 8 <= view->bytes.size(); at += 8) {
        int64_t value = 0;
        std::memcpy(&value, view->bytes.data() + at, 8);
        values.push_back(static_cast<int32_t>(value));
    }
    return values;
}

Status Recorder::layerDone(int layer, MatrixView hidden) {
    Matrix copy(hidden.rows, hidden.cols);
    for (int64_t r = 0; r < hidden.rows; ++r)
        std::memcpy(copy.row(r), hidden.row(r), sizeof(float) * static_cast<size_t>(hidden.cols));
    hiddens[layer] = std::move(copy);
    return {};
}

double relativeError(MatrixView a, MatrixView b) {
    if (a.rows != b.rows || a.cols != b.cols) return std::numeric_limits<double>::infinity();
    double difference = 0.0;
    double norm = 0.0;
    for (int64_t r = 0; r < a.rows; ++r)
        for (int64_t c = 0; c < a.cols; ++c) {
            const auto x = static_cast<double>(a.row(r)[c]);
            const auto y = static_cast<double>(b.row(r)[c]);
            difference += (x - y) * (x - y);
            norm += y * y;
        }
    const double error = std::sqrt(difference / (norm > 0.0 ? norm : 1.0));
    return std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
}

} // namespace moqa::test
