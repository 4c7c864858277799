// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/expert_errors.h"

#include "moqa/kernels.h"

#include <algorithm>
#include <cstring>

namespace moqa {

namespace {

constexpr int64_t kSliceRows = 1024; // tokens at a time

struct Ffn {
    Matrix gate, up, down;
};

// One slice of tokens through an expert and its quantized variants, in reused buffers.
class Slice {
public:
    Slice(int64_t rows, int64_t hidden, int64_t width)
        : m_x(rows, hidden), m_gate(rows, width), m_hidden(rows, width), m_other(rows, width),
          m_full(rows, hidden), m_out(rows, hidden) {}

    // Full precision; afterwards full() holds y.
    void begin(MatrixView inputs, std::span<const int32_t> tokens, const Ffn& ffn) {
        m_rows = static_cast<int64_t>(tokens.size());
        for (int64_t r = 0; r < m_rows; ++r)
            std::memcpy(m_x.row(r), inputs.row(tokens[static_cast<size_t>(r)]),
                        static_cast<size_t>(inputs.cols) * sizeof(float));
        hiddenOf(ffn.gate, ffn.up, m_hidden);
        multiply(m_hidden, ffn.down, m_full);
    }
    const Matrix& full() const { return m_full; }

    // y_b - y where the part is quantized and the rest is not; valid until the next call.
    const Matrix& difference(UnitPart part, const Ffn& ffn, const Ffn& quantized) {
        const bool inner = part != UnitPart::Down, outer = part != UnitPart::GateUp;
        if (inner) hiddenOf(quantized.gate, quantized.up, m_other);
        multiply(inner ? m_other : m_hidden, outer ? quantized.down : ffn.down, m_out);
        const int64_t count = m_rows * m_out.cols;
        for (int64_t i = 0; i < count; ++i)
            m_out.data[static_cast<size_t>(i)] -= m_full.data[static_cast<size_t>(i)];
        return m_out;
    }

private:
    void hiddenOf(const Matrix& gate, const Matrix& up, Matrix& out) {
        multiply(m_x, gate, m_gate);
        multiply(m_x, up, out);
        kernels::cpuBackend().siluMul(m_rows * out.cols, m_gate.data.data(), out.data.data(),
                                      out.data.data());
    }
    void multiply(const Matrix& x, const Matrix& weight, Matrix& y) const {
        kernels::cpuBackend().gemmNT(m_rows, weight.rows, weight.cols, 1.0f, x.data.data(), x.cols,
                                     weight.data.data(), weight.cols, 0.0f, y.data.data(), y.cols);
    }

    Matrix m_x, m_gate, m_hidden, m_other, m_full, m_out;
    int64_t m_rows = 0;
};

double squares(const float* row, int64_t count) {
    double sum = 0;
    for (int64_t i = 0; i < count; ++i)
        sum += static_cast<double>(row[i]) * static_cast<double>(row[i]);
    return sum;
}

Result<Ffn> fullFfn(const FfnJob& job, const ModelSource& model) {
    Ffn ffn;
    MOQA_TRY(ffn.gate, model.readAll(job.gate.entry->id));
    MOQA_TRY(ffn.up, model.readAll(job.up.entry->id));
    MOQA_TRY(ffn.down, model.readAll(job.down.entry->id));
    return ffn;
}

Slice sliceFor(size_t tokens, const Ffn& ffn) {
    const int64_t rows = std::clamp<int64_t>(static_cast<int64_t>(tokens), 1, kSliceRows);
    return {rows, ffn.gate.cols, ffn.gate.rows};
}

template <typename Visit>
Status eachSlice(size_t tokens, const Progress& progress, const Visit& visit) {
    for (size_t begin = 0; begin < tokens; begin += kSliceRows) {
        MOQA_CHECK(checkCancelled(progress));
        visit(begin, std::min<size_t>(kSliceRows, tokens - begin));
    }
    return {};
}

ExpertErrors emptyErrors(const LayerInputs& layer) {
    const size_t corpora = layer.probe->tokens.size();
    ExpertErrors result;
    result.errors.assign(layer.parts.size() * layer.formats.size() * corpora, 0.0);
    result.unseen.assign(layer.parts.size() * layer.formats.size(), 0.0);
    return result;
}

void perToken(const LayerInputs& layer, std::vector<double>& values) {
    const size_t corpora = layer.probe->tokens.size();
    for (size_t i = 0; i < values.size(); ++i)
        values[i] /= static_cast<double>(layer.rows->tokens(i % corpora));
}

// The rows of an expert's tokens that are probed.
struct Probed {
    std::vector<int64_t> slot; // of each token: row of delta, -1 = not probed
};

Probed probedRows(const FfnJob& job, const LayerInputs& layer, int64_t width,
                  ExpertErrors& result) {
    Probed probed;
    for (const int32_t token : job.tokens) {
        const int32_t row = layer.probe->batchRows[static_cast<size_t>(token)];
        probed.slot.push_back(row < 0 ? -1 : static_cast<int64_t>(result.probeRows.size()));
        if (row >= 0) result.probeRows.push_back(row);
    }
    result.delta = Matrix(static_cast<int64_t>(result.probeRows.size()), width);
    return probed;
}

// An expert at one of the layer's formats.
struct Variant {
    const Ffn &full, &quantized;
    size_t format;
};

// Its errors on the tokens it sees, and g (y_b - y) of those that are probed.
Status addErrors(const Variant& at, const FfnJob& job, std::span<const float> gates,
                 const LayerInputs& layer, const Probed& probed, Slice& slice, ExpertErrors& result,
                 const Progress& progress) {
    const size_t corpora = layer.probe->tokens.size();
    return eachSlice(job.tokens.size(), progress, [&](size_t begin, size_t count) {
        slice.begin(layer.inputs, std::span(job.tokens).subspan(begin, count), at.full);
        for (size_t p = 0; p < layer.parts.size(); ++p) {
            const Matrix& d = slice.difference(layer.parts[p], at.full, at.quantized);
            double* const sums = &result.errors[(p * layer.formats.size() + at.format) * corpora];
            for (size_t i = 0; i < count; ++i)
                sums[layer.rows->corpusOf(job.tokens[begin + i])] +=
                    static_cast<double>(job.weights[begin + i]) *
                    squares(d.row(static_cast<int64_t>(i)), d.cols);
        }
        if (at.format != layer.probeFormat) return;
        const Matrix& d = slice.difference(UnitPart::Expert, at.full, at.quantized);
        for (size_t i = 0; i < count; ++i) {
            const int64_t slot = probed.slot[begin + i];
            if (slot < 0) continue;
            for (int64_t k = 0; k < d.cols; ++k)
                result.delta.row(slot)[k] = gates[begin + i] * d.row(static_cast<int64_t>(i))[k];
        }
    });
}

// Its errors on the layer's sample, whoever those tokens go to.
Status addUnseen(const Variant& at, const LayerInputs& layer, Slice& slice, ExpertErrors& result,
                 const Progress& progress) {
    return eachSlice(layer.sample.size(), progress, [&](size_t begin, size_t count) {
        slice.begin(layer.inputs, layer.sample.subspan(begin, count), at.full);
        for (size_t p = 0; p < layer.parts.size(); ++p) {
            const Matrix& d = slice.difference(layer.parts[p], at.full, at.quantized);
            for (size_t i = 0; i < count; ++i)
                result.unseen[p * layer.formats.size() + at.format] +=
                    squares(d.row(static_cast<int64_t>(i)), d.cols) /
                    static_cast<double>(layer.sample.size());
        }
    });
}

} // namespace

Result<ExpertErrors> measureExpert(const FfnQuantizer& quantizer, const FfnJob& job,
                                   std::span<const float> gates, const LayerInputs& layer,
                                   const Progress& progress) {
    ExpertErrors result = emptyErrors(layer);
    MOQA_TRY(const Ffn ffn, fullFfn(job, *layer.model));
    const bool whole = layer.parts.front() == UnitPart::Expert;
    MOQA_TRY(const auto variants, quantizer.runFormats(job, layer.formats, whole, progress));
    const Probed probed = probedRows(job, layer, ffn.down.rows, result);
    Slice slice = sliceFor(std::max(job.tokens.size(), layer.sample.size()), ffn);
    for (size_t f = 0; f < layer.formats.size(); ++f) {
        const Ffn quantized{dequantize(*variants[f].gate.tensor), variants[f].upWeight(),
                            variants[f].downWeight()};
        const Variant variant{ffn, quantized, f};
        MOQA_CHECK(addErrors(variant, job, gates, layer, probed, slice, result, progress));
        MOQA_CHECK(addUnseen(variant, layer, slice, result, progress));
    }
    perToken(layer, result.errors);
    return result;
}

} // namespace moqa
