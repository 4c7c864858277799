// SPDX-License-Identifier: GPL-3.0-or-later
// Two passes. The first sums moments and counts the upper 16 bits of every value in an order that
// integers can sort by; the second counts the lower 16 bits of the few upper halves in which a
// quantile lies, which makes quantiles exact without sorting, and fills the histogram between them.
#include "core/analysis/tensor_statistics.h"

#include "core/analysis/statistics.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace moqa {

namespace {

constexpr int64_t kTileElements = int64_t{1} << 18; // 1 MiB of f32
constexpr size_t kHalves = 1 << 16;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Rises with the value: negative numbers have all bits turned, others the sign alone.
uint32_t keyOf(float value) {
    const auto bits = std::bit_cast<uint32_t>(value == 0.0f ? 0.0f : value); // -0 is 0
    return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
float valueOf(uint32_t key) {
    return std::bit_cast<float>(key & 0x80000000u ? key & 0x7fffffffu : ~key);
}

// Central moments that add up (Pebay 2008).
struct Moments {
    double n = 0.0, mean = 0.0, m2 = 0.0, m3 = 0.0, m4 = 0.0;

    void merge(const Moments& b) {
        if (b.n == 0.0) return;
        const double total = n + b.n, d = b.mean - mean, dn = d / total;
        m4 += b.m4 + d * dn * dn * dn * n * b.n * (n * n - n * b.n + b.n * b.n) +
              6.0 * dn * dn * (n * n * b.m2 + b.n * b.n * m2) + 4.0 * dn * (n * b.m3 - b.n * m3);
        m3 += b.m3 + d * dn * dn * n * b.n * (n - b.n) + 3.0 * dn * (n * b.m2 - b.n * m2);
        m2 += b.m2 + d * dn * n * b.n;
        mean += dn * b.n;
        n = total;
    }
};

using Distinct = std::map<float, int64_t>; // at most kMaxDistinct + 1 entries: then too many

// Counts the different values of a tile until there are too many: a table four times as large as
// the limit, so that a look-up costs a few ns where a map costs fifty.
class DistinctCounter {
public:
    void add(float value) {
        if (m_used > kMaxDistinct) return;
        const auto bits = std::bit_cast<uint32_t>(value == 0.0f ? 0.0f : value);
        size_t slot = (bits * 2654435761u) >> 24;
        while (m_counts[slot] != 0 && m_bits[slot] != bits) slot = (slot + 1) % kSlots;
        if (m_counts[slot]++ != 0) return;
        m_bits[slot] = bits;
        ++m_used;
    }
    void addTo(Distinct& into) const {
        for (size_t slot = 0; slot < kSlots && into.size() <= kMaxDistinct; ++slot)
            if (m_counts[slot] != 0) into[std::bit_cast<float>(m_bits[slot])] += m_counts[slot];
    }

private:
    static constexpr size_t kSlots = 256;
    std::array<uint32_t, kSlots> m_bits{};
    std::array<int64_t, kSlots> m_counts{};
    size_t m_used = 0;
};

// One line of pixels, summed over some of its rows.
struct PixelRow {
    std::vector<double> low, high, sum, count;

    explicit PixelRow(size_t cols)
        : low(cols, kInfinity), high(cols, -kInfinity), sum(cols, 0.0), count(cols, 0.0) {}
    void add(size_t pixel, double value) {
        low[pixel] = std::min(low[pixel], value);
        high[pixel] = std::max(high[pixel], value);
        sum[pixel] += value;
        count[pixel] += 1.0;
    }
    void merge(const PixelRow& other) {
        for (size_t p = 0; p < sum.size(); ++p) {
            low[p] = std::min(low[p], other.low[p]);
            high[p] = std::max(high[p], other.high[p]);
            sum[p] += other.sum[p];
            count[p] += other.count[p];
        }
    }
};

// What the first pass leaves of a tile; merged in the order of tiles, so that sums do not depend on
// threads.
struct TileSums {
    Status status;
    Moments moments;
    int64_t nonFinite = 0, zeros = 0;
    double low = kInfinity, high = -kInfinity;
    uint32_t lowerBits = 0; // all lower halves, or-ed: 0 where every value is a bf16
    DistinctCounter distinct;
    std::vector<double> rowSquares, columnSquares;
    std::vector<std::pair<size_t, PixelRow>> pixelRows; // by rising row of the picture
};

class Reader {
public:
    Reader(const ModelSource& model, const WeightEntry& entry,
           const TensorStatisticsOptions& options)
        : m_model(model), m_entry(entry), m_options(options),
          m_tileRows(std::max<int64_t>(1, kTileElements / std::max<int64_t>(1, entry.cols))),
          m_tiles((entry.rows + m_tileRows - 1) / m_tileRows),
          m_workers(static_cast<size_t>(threadLimit())) {}

    Result<TensorStatistics> run(Progress& progress);

private:
    struct Worker {
        std::vector<float> tile;
        std::vector<int64_t> upper; // [kHalves]
        std::vector<int64_t> bins;
        int64_t below = 0, above = 0;
    };
    // Order statistics at the two sides of a quantile.
    struct Rank {
        int64_t below = 0, above = 0;
        double part = 0.0;
    };

    Status requireRoom() const;
    Status readTile(int64_t tile, Worker& worker, int64_t& count) const;
    TileSums sumTile(int64_t tile, Worker& worker) const;
    void sumRow(int64_t row, const float* values, TileSums& sums) const;
    void finishMoments(const float* values, int64_t count, TileSums& sums) const;
    Status firstPass(Progress& progress, TensorStatistics& out);
    void merge(const TileSums& sums, int64_t tile, TensorStatistics& out);
    void finishSums(TensorStatistics& out) const;
    Rank rankOf(double q) const;
    uint32_t upperOf(int64_t rank) const;
    void chooseLower();
    void countLower(uint32_t key);
    void chooseRange(TensorStatistics& out) const;
    Status secondPass(Progress& progress, const TensorHistogram& range);
    void binTile(const float* values, int64_t count, const TensorHistogram& range, Worker& worker);
    float orderStatistic(int64_t rank) const;
    double quantile(double q) const;
    void finishHistogram(TensorHistogram& histogram) const;

    size_t pixelOf(int64_t index, int64_t length, int64_t pixels) const {
        return static_cast<size_t>(index * pixels / length);
    }
    int64_t pictureRows() const { return std::min(m_options.pictureRows, m_entry.rows); }
    int64_t pictureColumns() const { return std::min(m_options.pictureColumns, m_entry.cols); }

    const ModelSource& m_model;
    const WeightEntry& m_entry;
    const TensorStatisticsOptions& m_options;
    const int64_t m_tileRows, m_tiles;
    std::vector<Worker> m_workers;
    Moments m_moments;
    Distinct m_distinct;
    std::vector<PixelRow> m_pixels;
    std::vector<uint32_t> m_pixelOfColumn; // spares a division for every element
    std::vector<int64_t> m_ranksBefore;    // [kHalves] finite values of a smaller upper half
    uint32_t m_lowerBits = 0;
    // Counts of lower halves [m_lowerOf's slots, kHalves], shared by the threads: values that share
    // an upper half are spread over the lower ones, so that threads seldom meet.
    std::vector<int64_t> m_lower;
    std::vector<int8_t> m_lowerOf; // [kHalves] slot of an upper half, -1 = of no interest
};

Status Reader::requireRoom() const {
    const int64_t threads = threadLimit();
    const int64_t tile = m_tileRows * m_entry.cols;
    const int64_t pixels = pictureRows() * pictureColumns();
    const int64_t waveTiles = std::min(m_tiles, threads * 2);
    return requireMemory(threads * (tile * 4 + int64_t{8} * kHalves) +
                             waveTiles * (m_entry.cols * 8 + std::min(tile, pixels) * 32) +
                             (m_entry.rows + m_entry.cols) * 8 + pixels * 44,
                         "statistics of " + m_entry.name);
}

Status Reader::readTile(int64_t tile, Worker& worker, int64_t& count) const {
    const int64_t row = tile * m_tileRows;
    const int64_t rows = std::min(m_tileRows, m_entry.rows - row);
    count = rows * m_entry.cols;
    worker.tile.resize(static_cast<size_t>(m_tileRows * m_entry.cols));
    return m_model.readRows(m_entry.id, row, rows, worker.tile.data());
}

void Reader::sumRow(int64_t row, const float* values, TileSums& sums) const {
    const size_t line = pixelOf(row, m_entry.rows, pictureRows());
    if (sums.pixelRows.empty() || sums.pixelRows.back().first != line)
        sums.pixelRows.emplace_back(line, PixelRow(static_cast<size_t>(pictureColumns())));
    PixelRow& pixels = sums.pixelRows.back().second;
    double square = 0.0;
    for (int64_t c = 0; c < m_entry.cols; ++c) {
        const double value = static_cast<double>(values[c]);
        if (!std::isfinite(value)) continue;
        square += value * value;
        sums.columnSquares[static_cast<size_t>(c)] += value * value;
        pixels.add(m_pixelOfColumn[static_cast<size_t>(c)], value);
    }
    sums.rowSquares.push_back(square);
}

void Reader::finishMoments(const float* values, int64_t count, TileSums& sums) const {
    Moments& m = sums.moments;
    for (int64_t i = 0; i < count; ++i)
        if (std::isfinite(values[i])) m.mean += static_cast<double>(values[i]), m.n += 1.0;
    if (m.n == 0.0) return;
    m.mean /= m.n;
    for (int64_t i = 0; i < count; ++i) {
        if (!std::isfinite(values[i])) continue;
        const double d = static_cast<double>(values[i]) - m.mean;
        m.m2 += d * d;
        m.m3 += d * d * d;
        m.m4 += d * d * d * d;
    }
}

TileSums Reader::sumTile(int64_t tile, Worker& worker) const {
    TileSums sums;
    int64_t count = 0;
    sums.status = readTile(tile, worker, count);
    if (!sums.status.ok()) return sums;
    const float* values = worker.tile.data();
    worker.upper.resize(kHalves, 0);
    for (int64_t i = 0; i < count; ++i) {
        const float value = values[i];
        if (!std::isfinite(value)) {
            ++sums.nonFinite;
            continue;
        }
        ++worker.upper[keyOf(value) >> 16];
        sums.zeros += value == 0.0f;
        sums.low = std::min(sums.low, static_cast<double>(value));
        sums.high = std::max(sums.high, static_cast<double>(value));
        sums.lowerBits |= std::bit_cast<uint32_t>(value) & 0xffffu;
        sums.distinct.add(value);
    }
    finishMoments(values, count, sums);
    sums.columnSquares.assign(static_cast<size_t>(m_entry.cols), 0.0);
    for (int64_t at = 0; at < count; at += m_entry.cols)
        sumRow(tile * m_tileRows + at / m_entry.cols, values + at, sums);
    return sums;
}

void Reader::merge(const TileSums& sums, int64_t tile, TensorStatistics& out) {
    m_moments.merge(sums.moments);
    out.nonFinite += sums.nonFinite;
    out.zeros += sums.zeros;
    out.low = std::min(out.low, sums.low);
    out.high = std::max(out.high, sums.high);
    m_lowerBits |= sums.lowerBits;
    sums.distinct.addTo(m_distinct);
    for (size_t r = 0; r < sums.rowSquares.size(); ++r)
        out.rowNorms[static_cast<size_t>(tile * m_tileRows) + r] = std::sqrt(sums.rowSquares[r]);
    for (size_t c = 0; c < sums.columnSquares.size(); ++c)
        out.columnNorms[c] += sums.columnSquares[c];
    for (const auto& [line, pixels] : sums.pixelRows) m_pixels[line].merge(pixels);
}

Status Reader::firstPass(Progress& progress, TensorStatistics& out) {
    const int64_t wave = 2 * threadLimit();
    std::vector<TileSums> sums;
    for (int64_t begin = 0; begin < m_tiles; begin += wave) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(0.6 * static_cast<double>(begin) / static_cast<double>(m_tiles),
                        "statistics of " + m_entry.name);
        const int64_t count = std::min(wave, m_tiles - begin);
        sums.clear();
        sums.resize(static_cast<size_t>(count));
        parallelFor(count, [&](int64_t i, int worker) {
            sums[static_cast<size_t>(i)] =
                sumTile(begin + i, m_workers[static_cast<size_t>(worker)]);
        });
        for (int64_t i = 0; i < count; ++i) {
            MOQA_CHECK(sums[static_cast<size_t>(i)].status);
            merge(sums[static_cast<size_t>(i)], begin + i, out);
        }
    }
    return {};
}

void Reader::finishSums(TensorStatistics& out) const {
    for (double& norm : out.columnNorms) norm = std::sqrt(norm);
    const size_t cols = static_cast<size_t>(pictureColumns());
    out.picture.rows = pictureRows();
    out.picture.cols = pictureColumns();
    for (const PixelRow& line : m_pixels)
        for (size_t p = 0; p < cols; ++p) {
            const bool any = line.count[p] > 0.0;
            out.picture.low.push_back(static_cast<float>(any ? line.low[p] : kNotSeen));
            out.picture.high.push_back(static_cast<float>(any ? line.high[p] : kNotSeen));
            out.picture.mean.push_back(
                static_cast<float>(any ? line.sum[p] / line.count[p] : kNotSeen));
        }
    const Moments& m = m_moments;
    if (m.n == 0.0) {
        out.low = out.high = out.mean = out.standardDeviation = out.kurtosis = kNotSeen;
        return;
    }
    out.mean = m.mean;
    out.standardDeviation = std::sqrt(m.m2 / m.n);
    out.kurtosis = m.m2 > 0.0 ? m.n * m.m4 / (m.m2 * m.m2) : kNotSeen;
}

Reader::Rank Reader::rankOf(double q) const {
    const double position = q * (m_moments.n - 1.0);
    const auto below = static_cast<int64_t>(position);
    const auto last = static_cast<int64_t>(m_moments.n) - 1;
    return {below, std::min(below + 1, last), position - static_cast<double>(below)};
}

uint32_t Reader::upperOf(int64_t rank) const {
    const auto after = std::upper_bound(m_ranksBefore.begin(), m_ranksBefore.end(), rank);
    return static_cast<uint32_t>(after - m_ranksBefore.begin()) - 1;
}

void Reader::chooseLower() {
    m_lowerOf.assign(kHalves, -1);
    int8_t slots = 0;
    for (const double q : kTensorQuantiles)
        for (const int64_t rank : {rankOf(q).below, rankOf(q).above})
            if (int8_t& slot = m_lowerOf[upperOf(rank)]; slot < 0) slot = slots++;
    m_lower.assign(static_cast<size_t>(slots) * kHalves, 0);
}

void Reader::countLower(uint32_t key) {
    const int8_t slot = m_lowerOf[key >> 16];
    if (slot < 0) return;
    std::atomic_ref<int64_t>(m_lower[static_cast<size_t>(slot) * kHalves + (key & 0xffffu)])
        .fetch_add(1, std::memory_order_relaxed);
}

// The ends are those of the upper halves in which the two quantiles lie: within 1/128 of them.
void Reader::chooseRange(TensorStatistics& out) const {
    TensorHistogram& histogram = out.histogram;
    histogram.low = out.low;
    histogram.high = out.high;
    if (m_options.tail <= 0.0) return;
    const uint32_t lowKey = upperOf(rankOf(m_options.tail).below) << 16;
    const uint32_t highKey = (upperOf(rankOf(1.0 - m_options.tail).above) << 16) | 0xffffu;
    const double low = std::max(out.low, static_cast<double>(valueOf(lowKey)));
    const double high = std::min(out.high, static_cast<double>(valueOf(highKey)));
    if (high <= low || out.high - out.low <= 2.0 * (high - low)) return;
    histogram.low = low;
    histogram.high = high;
}

void Reader::binTile(const float* values, int64_t count, const TensorHistogram& range,
                     Worker& worker) {
    const auto bins = static_cast<double>(range.counts.size());
    const double scale = range.high > range.low ? bins / (range.high - range.low) : 0.0;
    for (int64_t i = 0; i < count; ++i) {
        const double value = static_cast<double>(values[i]);
        if (!std::isfinite(value)) continue;
        if (!m_lowerOf.empty()) countLower(keyOf(values[i]));
        if (value < range.low)
            ++worker.below;
        else if (value > range.high)
            ++worker.above;
        else
            ++worker.bins[static_cast<size_t>(std::min((value - range.low) * scale, bins - 1.0))];
    }
}

Status Reader::secondPass(Progress& progress, const TensorHistogram& range) {
    for (Worker& worker : m_workers) {
        worker.bins.assign(range.counts.size(), 0);
    }
    const int64_t wave = 2 * threadLimit();
    for (int64_t begin = 0; begin < m_tiles; begin += wave) {
        MOQA_CHECK(checkCancelled(progress));
        progress.report(0.6 + 0.4 * static_cast<double>(begin) / static_cast<double>(m_tiles),
                        "histogram of " + m_entry.name);
        const int64_t tiles = std::min(wave, m_tiles - begin);
        std::vector<Status> states(static_cast<size_t>(tiles));
        parallelFor(tiles, [&](int64_t i, int at) {
            Worker& worker = m_workers[static_cast<size_t>(at)];
            int64_t count = 0;
            Status& state = states[static_cast<size_t>(i)];
            state = readTile(begin + i, worker, count);
            if (state.ok()) binTile(worker.tile.data(), count, range, worker);
        });
        for (const Status& state : states) MOQA_CHECK(state);
    }
    return {};
}

float Reader::orderStatistic(int64_t rank) const {
    const uint32_t upper = upperOf(rank);
    int64_t left = rank - m_ranksBefore[upper];
    // A bf16: its lower half is 0, all ones in the key of a negative number.
    if (m_lowerOf.empty()) return valueOf((upper << 16) | (upper & 0x8000u ? 0u : 0xffffu));
    const int64_t* counts = m_lower.data() + static_cast<size_t>(m_lowerOf[upper]) * kHalves;
    uint32_t lower = 0;
    while (lower + 1 < kHalves && left >= counts[lower]) left -= counts[lower++];
    return valueOf((upper << 16) | lower);
}

double Reader::quantile(double q) const {
    const Rank rank = rankOf(q);
    const double below = static_cast<double>(orderStatistic(rank.below));
    const double above = static_cast<double>(orderStatistic(rank.above));
    return below + rank.part * (above - below);
}

void Reader::finishHistogram(TensorHistogram& histogram) const {
    for (const Worker& worker : m_workers) {
        for (size_t b = 0; b < histogram.counts.size(); ++b) histogram.counts[b] += worker.bins[b];
        histogram.below += worker.below;
        histogram.above += worker.above;
    }
    if (m_distinct.size() <= kMaxDistinct)
        histogram.distinct.assign(m_distinct.begin(), m_distinct.end());
}

Result<TensorStatistics> Reader::run(Progress& progress) {
    MOQA_CHECK(requireRoom());
    TensorStatistics out;
    out.rows = m_entry.rows;
    out.cols = m_entry.cols;
    out.count = m_entry.count();
    out.low = kInfinity;
    out.high = -kInfinity;
    out.rowNorms.assign(static_cast<size_t>(m_entry.rows), 0.0);
    out.columnNorms.assign(static_cast<size_t>(m_entry.cols), 0.0);
    m_pixels.assign(static_cast<size_t>(pictureRows()),
                    PixelRow(static_cast<size_t>(pictureColumns())));
    for (int64_t c = 0; c < m_entry.cols; ++c)
        m_pixelOfColumn.push_back(
            static_cast<uint32_t>(pixelOf(c, m_entry.cols, pictureColumns())));
    MOQA_CHECK(firstPass(progress, out));
    finishSums(out);
    out.quantiles.fill(kNotSeen);
    if (m_moments.n == 0.0) return out;
    m_ranksBefore.assign(kHalves, 0);
    int64_t before = 0;
    for (size_t h = 0; h < kHalves; ++h) {
        m_ranksBefore[h] = before;
        for (const Worker& worker : m_workers)
            if (!worker.upper.empty()) before += worker.upper[h];
    }
    if (m_lowerBits != 0) chooseLower();
    chooseRange(out);
    const bool flat = out.histogram.low == out.histogram.high;
    out.histogram.counts.assign(flat ? 1 : static_cast<size_t>(m_options.bins), 0);
    MOQA_CHECK(secondPass(progress, out.histogram));
    finishHistogram(out.histogram);
    for (size_t i = 0; i < kTensorQuantiles.size(); ++i)
        out.quantiles[i] = quantile(kTensorQuantiles[i]);
    progress.report(1.0, "statistics of " + m_entry.name);
    return out;
}

} // namespace

Result<TensorStatistics> tensorStatistics(const ModelSource& model, WeightId id,
                                          const TensorStatisticsOptions& options,
                                          Progress& progress) {
    if (options.bins < 1 || options.bins > kMaxHistogramBins)
        return usageError(
            fmt::format("a histogram has 1 to {} bins, not {}", kMaxHistogramBins, options.bins),
            "bins");
    if (!(options.tail >= 0.0 && options.tail < 0.5))
        return usageError("the tail must be a share from 0 to below 0.5", "tail");
    if (options.pictureRows < 1 || options.pictureRows > kMaxPictureSide ||
        options.pictureColumns < 1 || options.pictureColumns > kMaxPictureSide)
        return usageError(fmt::format("a picture has 1 to {} pixels a side", kMaxPictureSide),
                          "picture");
    const WeightEntry* entry = model.find(id);
    if (!entry)
        return badInput(fmt::format("the model has no {} of layer {}, expert {}", roleName(id.role),
                                    id.layer, id.expert),
                        model.path());
    if (entry->rows < 1 || entry->cols < 1)
        return badInput("the tensor has no elements", entry->name);
    return Reader(model, *entry, options).run(progress);
}

} // namespace moqa
