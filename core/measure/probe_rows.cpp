// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/probe_rows.h"

#include <algorithm>

namespace moqa {

size_t StreamRows::corpusOf(int64_t row) const {
    return static_cast<size_t>(std::upper_bound(begin.begin(), begin.end(), row) - begin.begin()) -
           1;
}

Result<StreamRows> StreamRows::of(const std::vector<Corpus>& corpora, int64_t window) {
    StreamRows rows{{0}};
    for (const Corpus& corpus : corpora) {
        MOQA_TRY(const TokenBatch batch, TokenBatch::windows(corpus.ids, window, corpus.name));
        rows.begin.push_back(rows.begin.back() + batch.tokens());
    }
    return rows;
}

Result<ProbeRows> ProbeRows::choose(const std::vector<Corpus>& corpora, int64_t window,
                                    int64_t tokensPerCorpus) {
    ProbeRows probe;
    int64_t row = 0;
    for (size_t c = 0; c < corpora.size(); ++c) {
        MOQA_TRY(const TokenBatch all,
                 TokenBatch::windows(corpora[c].ids, window, corpora[c].name));
        const int64_t wanted = std::clamp<int64_t>(tokensPerCorpus / window, 1, all.sequences());
        probe.tokens.push_back(wanted * window);
        for (int64_t i = 0; i < wanted; ++i) {
            const int64_t from = (2 * i + 1) * all.sequences() / (2 * wanted) * window;
            probe.batch.starts.push_back(probe.batch.tokens());
            for (int64_t t = from; t < from + window; ++t) {
                probe.batch.ids.push_back(all.ids[static_cast<size_t>(t)]);
                probe.streamRows.push_back(row + t);
                probe.corpus.push_back(static_cast<int32_t>(c));
            }
        }
        row += all.tokens();
    }
    probe.batchRows.assign(static_cast<size_t>(row), -1);
    for (size_t i = 0; i < probe.streamRows.size(); ++i)
        probe.batchRows[static_cast<size_t>(probe.streamRows[i])] = static_cast<int32_t>(i);
    return probe;
}

} // namespace moqa
