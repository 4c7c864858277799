// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where each corpus lies in the calibration stream, and which of its windows are run to the end of
// the model to see what an error in the middle does to the logits.

#include "core/model/forward.h"
#include "core/text/corpus.h"

#include <cstdint>
#include <vector>

namespace moqa {

struct StreamRows {
    std::vector<int64_t> begin; // [corpora + 1]: first row of each in the stream

    int64_t tokens(size_t corpus) const { return begin[corpus + 1] - begin[corpus]; }
    size_t corpusOf(int64_t row) const;
    // BadInput: a corpus shorter than a window. The same windows as CalibrationStream's.
    static Result<StreamRows> of(const std::vector<Corpus>& corpora, int64_t window);
};

// Whole windows, evenly spaced over each corpus.
struct ProbeRows {
    TokenBatch batch;
    std::vector<int64_t> streamRows; // of each token of the batch, rising
    std::vector<int32_t> corpus;     // of each token of the batch
    std::vector<int64_t> tokens;     // [corpora]
    std::vector<int32_t> batchRows;  // [stream rows]: row in the batch, -1 = not probed

    // About tokensPerCorpus of each, at least one window.
    static Result<ProbeRows> choose(const std::vector<Corpus>& corpora, int64_t window,
                                    int64_t tokensPerCorpus);
};

} // namespace moqa
