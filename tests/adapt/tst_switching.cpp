// SPDX-License-Identifier: GPL-3.0-or-later
// From the significance of a new text to a patch and the model under it.
#include "core/adapt/adapt.h"
#include "core/adapt/patched_source.h"
#include "core/base/half.h"
#include "core/quantize/memory_sink.h"
#include "tests/quantize/look_counter.h"
#include "tests/quantize/tiny_model.h"

#include <QTest>
#include <cmath>
#include <functional>
#include <mutex>

using namespace moqa;

namespace {

// A base-rule plan of one layer with four experts, widths 2, 4, 6, 8 before repair.
Plan fourExperts() {
    Plan plan;
    plan.method = "moqa";
    plan.options = {{"widths", {2, 4, 6, 8}}, {"scope", "layer"}, {"overlap", 0.1}};
    for (int e = 0; e < 4; ++e) {
        plan.units.push_back({0, e, Projection::All, {3, 32, false}, false, {}});
        plan.unrepaired.push_back({0, e, Projection::All, {8 - 2 * e, 32, false}, false, {}});
    }
    return plan;
}

std::vector<PrecisionChange> changesOf(const Plan& plan, const std::vector<double>& baseline,
                                       const std::vector<double>& significance) {
    auto changes = precisionChanges(plan, baseline, significance, {0}, 4, silentProgress());
    return changes.ok() ? std::move(*changes) : std::vector<PrecisionChange>();
}

LayerCache smallCache() {
    LayerCache cache;
    cache.layer = 0;
    cache.hidden = 4;
    cache.channels = {{0, 7}, {2, 1}};
    const float gate[] = {0, 1, 2, 3, -1.5f, 0.25f, 0, 1};
    for (const float value : gate) {
        cache.gate.push_back(f32ToF16(value));
        cache.up.push_back(f32ToF16(2 * value));
        cache.down.push_back(f32ToF16(-value));
    }
    cache.baseline = {0.4, 0.3, 0.2, 0.1};
    return cache;
}

std::vector<float> rowOf(const LayerPatch& patch, size_t i, int r) {
    std::vector<float> out(static_cast<size_t>(patch.hidden));
    patch.row(i, patch.codeBegins()[i], r, out.data());
    return out;
}

// Tells what is read of a model.
class WatchedSource final : public ModelSource {
public:
    WatchedSource(std::shared_ptr<const ModelSource> base, std::function<void(WeightId)> onRead)
        : m_base(std::move(base)), m_onRead(std::move(onRead)) {}
    const ModelSpec& spec() const override { return m_base->spec(); }
    std::string path() const override { return m_base->path(); }
    std::string name() const override { return m_base->name(); }
    std::string fingerprint() const override { return m_base->fingerprint(); }
    Result<std::string> sideFile(const std::string& f) const override {
        return m_base->sideFile(f);
    }
    std::vector<std::string> sideFiles() const override { return m_base->sideFiles(); }
    const std::vector<WeightEntry>& weights() const override { return m_base->weights(); }
    const WeightEntry* find(WeightId id) const override { return m_base->find(id); }
    Status readRows(WeightId id, int64_t row, int64_t count, float* out) const override {
        m_onRead(id);
        return m_base->readRows(id, row, count, out);
    }

private:
    std::shared_ptr<const ModelSource> m_base;
    std::function<void(WeightId)> m_onRead;
};

// A quantized tiny model with a cache, all in memory.
struct Quantized {
    TinyModel model;
    MemorySink sink;
    std::shared_ptr<const ModelSource> source;
    CachedModel cached;
    bool ok = false;

    explicit Quantized(int bits) {
        const auto corpora = TinyModel::corpora(1280);
        QuantizeOptions options;
        options.window = 64;
        auto request = makeCache(corpora);
        if (!request.ok()) return;
        options.cache = std::make_shared<const CacheRequest>(std::move(*request));
        const Plan plan = model.plan(bits);
        if (!quantizeModel(model, plan, corpora, options, sink, silentProgress()).ok()) return;
        source = sink.model(model);
        cached.plan = plan;
        cached.share = 0.05;
        cached.corpora = {"first", "second"};
        for (const auto& [layer, cache] : sink.caches()) cached.layers.push_back(cache);
        ok = true;
    }
    Result<CacheRequest> makeCache(const std::vector<Corpus>& corpora) const;
};

Result<CacheRequest> Quantized::makeCache(const std::vector<Corpus>&) const {
    CacheRequest request;
    request.share = 0.05;
    for (const int layer : {1, 2}) {
        for (int e = 0; e < TinyModel::kExperts; ++e)
            for (const int32_t channel : {1, 20}) request.layers[layer].push_back({e, channel});
        request.baseline[layer] = {0.3, 0.2, 0.15, 0.1, 0.1, 0.1, 0.05, 0};
    }
    return request;
}

} // namespace

class TestSwitching : public QObject {
    Q_OBJECT
private slots:
    // Distinct significances are their own clusters: the largest gets the highest width.
    void changesAgainstThePlanBeforeRepair() {
        const std::vector<double> baseline = {0.4, 0.3, 0.2, 0.1};
        QVERIFY(changesOf(fourExperts(), baseline, baseline).empty());
        const auto changes = changesOf(fourExperts(), baseline, {0.3, 0.4, 0.2, 0.1});
        QCOMPARE(changes.size(), size_t{2});
        QCOMPARE(changes[0].expert, 0);
        QCOMPARE(changes[0].from, 8);
        QCOMPARE(changes[0].to, 6);
        QCOMPARE(changes[1].expert, 1);
        QCOMPARE(changes[1].to, 8);
        QCOMPARE(changes[1].before, 0.3);
        QCOMPARE(changes[1].now, 0.4);
    }

    void lockedAndUnreachedExpertsStay() {
        const std::vector<double> baseline = {0.4, 0.3, 0.2, 0.1};
        Plan plan = fourExperts();
        plan.units[1].locked = true;
        auto changes = changesOf(plan, baseline, {0.3, 0.4, 0.2, 0.1});
        QCOMPARE(changes.size(), size_t{1});
        QCOMPARE(changes[0].expert, 0);
        changes = changesOf(fourExperts(), baseline, {0.0, 0.3, 0.2, 0.1});
        for (const PrecisionChange& change : changes) QVERIFY(change.expert != 0);
    }

    // A plan by another method is compared by the base rule on its own calibration mix.
    void otherPlansCompareByTheBaseRule() {
        Plan plan = fourExperts();
        plan.method = "uniform";
        plan.unrepaired.clear();
        const std::vector<double> baseline = {0.4, 0.3, 0.2, 0.1};
        QVERIFY(changesOf(plan, baseline, baseline).empty());
        QCOMPARE(baselineWidths(plan, baseline, {0}, 4, silentProgress())->at({0, 0}), 8);
        QCOMPARE(changesOf(plan, baseline, {0.1, 0.3, 0.2, 0.4}).size(), size_t{2});
    }

    void aPatchHoldsTheChannelsAtTheirNewWidth() {
        CachedModel model;
        model.plan.unitFormat = {16, 64, false}; // does not divide a row of 4: the whole row
        model.layers = {smallCache()};
        const auto patch =
            makePatch(model, {{0, 0, 8, 2, 0, 0}}, PatchMode::Switch, silentProgress());
        QVERIFY(patch.ok());
        QCOMPARE(patch->channels(), 1);
        const LayerPatch& layer = patch->layers.front();
        QCOMPARE(layer.group, -1);
        QVERIFY((layer.channels == std::vector<ChannelId>{{0, 7}}));
        QCOMPARE(layer.bits.front(), 2);
        // 0, 1, 2, 3 and its multiples are exact in two bits.
        QVERIFY((rowOf(layer, 0, 0) == std::vector<float>{0, 1, 2, 3}));
        QVERIFY((rowOf(layer, 0, 1) == std::vector<float>{0, 2, 4, 6}));
        QVERIFY((rowOf(layer, 0, 2) == std::vector<float>{0, -1, -2, -3}));
        // Three rows of four bytes, one scale and zero point each, nine bytes of numbers.
        QCOMPARE(patch->storedBytes(), 3 * 4 + 3 * 2 + 3 + 9);
    }

    void aResidentPatchIsExact() {
        CachedModel model;
        model.layers = {smallCache()};
        const auto patch = makePatch(model, {}, PatchMode::Resident, silentProgress());
        QVERIFY(patch.ok());
        QCOMPARE(patch->channels(), 2);
        QVERIFY((rowOf(patch->layers.front(), 1, 0) == std::vector<float>{-1.5f, 0.25f, 0, 1}));
        QVERIFY((rowOf(patch->layers.front(), 1, 2) == std::vector<float>{1.5f, -0.25f, 0, -1}));
        const auto none = makePatch(model, {}, PatchMode::Switch, silentProgress());
        QVERIFY(none.ok() && none->layers.empty());
    }

    void everyWidthComesBack() {
        CachedModel model;
        model.layers = {smallCache()};
        for (const bool symmetric : {false, true})
            for (const int bits : {1, 2, 3, 4, 5, 6, 8}) {
                model.plan.unitFormat = {16, 2, symmetric};
                const auto patch = makePatch(model, {{0, 0, 8, bits, 0, 0}, {0, 2, 8, 8, 0, 0}},
                                             PatchMode::Switch, silentProgress());
                QVERIFY(patch.ok());
                const auto row = rowOf(patch->layers.front(), 1, 0);
                QVERIFY(std::fabs(row[0] + 1.5f) < 0.01f && std::fabs(row[3] - 1) < 0.01f);
                const auto first = rowOf(patch->layers.front(), 0, 0);
                if (bits > 2) QVERIFY(std::fabs(first[3] - 3) < 1.0f);
            }
    }

    // Rows of gate and up and columns of down change, nothing else, in pieces as a pass reads them;
    // the base stays what it was.
    void theOverlayServesBaseAndPatch() {
        Quantized q(2);
        QVERIFY(q.ok);
        auto patch = makePatch(q.cached, {}, PatchMode::Resident, silentProgress());
        QVERIFY(patch.ok());
        const auto patched = PatchedSource::create(
            q.source, {std::make_shared<const ChannelPatch>(std::move(*patch))});
        QVERIFY(patched.ok());
        const LayerCache& cache = q.cached.layers.front();
        for (const Role role : {Role::ExpertGate, Role::ExpertUp, Role::ExpertDown}) {
            const WeightId id{role, 1, 3};
            const Matrix base = q.source->readAll(id).value();
            Matrix now(base.rows, base.cols);
            for (int64_t row = 0; row < base.rows; row += 7)
                QVERIFY((*patched)
                            ->readRows(id, row, std::min<int64_t>(7, base.rows - row), now.row(row))
                            .ok());
            const auto& values = role == Role::ExpertGate ? cache.gate
                                 : role == Role::ExpertUp ? cache.up
                                                          : cache.down;
            for (int64_t r = 0; r < base.rows; ++r)
                for (int64_t c = 0; c < base.cols; ++c) {
                    const int64_t channel = role == Role::ExpertDown ? c : r;
                    const int64_t other = role == Role::ExpertDown ? r : c;
                    const int which = channel == 1 ? 6 : channel == 20 ? 7 : -1; // of expert 3
                    const float expected =
                        which < 0 ? base.row(r)[c]
                                  : f16ToF32(values[static_cast<size_t>(which * 64 + other)]);
                    QCOMPARE(now.row(r)[c], expected);
                }
        }
        const WeightId attention{Role::AttnQ, 1, -1};
        QVERIFY((*patched)->readAll(attention).value().data ==
                q.source->readAll(attention).value().data);
    }

    void wrongPatchesAreRefused() {
        Quantized q(3);
        QVERIFY(q.ok);
        auto made = makePatch(q.cached, {}, PatchMode::Resident, silentProgress());
        auto patch = std::make_shared<ChannelPatch>(std::move(*made));
        patch->identity = "one";
        const auto refused = [&](std::vector<std::shared_ptr<const ChannelPatch>> patches,
                                 const char* what) {
            const auto opened = PatchedSource::create(q.source, std::move(patches));
            return !opened.ok() && opened.error().code == ErrorCode::BadInput &&
                   opened.error().message().find(what) != std::string::npos;
        };
        QVERIFY(refused({patch, patch}, "applied twice"));
        auto overlapping = std::make_shared<ChannelPatch>(*patch);
        overlapping->identity = "two";
        QVERIFY(refused({patch, overlapping}, "patched already"));
        auto wrong = std::make_shared<ChannelPatch>(*patch);
        wrong->layers.front().channels.back().channel = 99;
        QVERIFY(refused({wrong}, "does not have"));
        wrong = std::make_shared<ChannelPatch>(*patch);
        wrong->layers.front().layer = 0; // dense
        QVERIFY(refused({wrong}, "shape"));
    }

    void aTextIsSampledComparedAndPatched() {
        Quantized q(2);
        QVERIFY(q.ok);
        auto corpora = TinyModel::corpora(1280, 99);
        for (int32_t& id : corpora[0].ids) id = id % 3; // three words over and over
        const auto result = adapt(*q.source, q.cached, {corpora[0]}, {}, silentProgress());
        QVERIFY2(result.ok(), result.ok() ? "" : result.error().message().c_str());
        QCOMPARE(result->samples.front().tokens, 1280);
        QCOMPARE(result->samples.front().usage.size(), size_t{2});
        QVERIFY(result->unreached >= 2); // the expert that the router never chooses, twice
        QCOMPARE(result->cachedChannels, 32);
        QVERIFY(!result->changes.empty());
        for (const PrecisionChange& change : result->changes)
            QVERIFY(change.expert != TinyModel::kUnusedExpert);
        QCOMPARE(result->patch.channels(), static_cast<int64_t>(2 * result->changes.size()));
        QVERIFY(result->recommendsSwitch());
        const auto usual = adapt(*q.source, q.cached, {corpora[1]}, {}, silentProgress());
        QVERIFY(usual.ok() && !usual->recommendsSwitch());
    }

    // Each expert is read from disk and dequantized: a cancel must not wait for all of them.
    void aSampleLooksForACancelAtEveryExpert() {
        Quantized q(2);
        QVERIFY(q.ok);
        LookCounter progress;
        std::mutex mutex; // a pass may read in threads
        int64_t atFirst = 0, atLast = 0;
        const WatchedSource watched(q.source, [&](WeightId id) {
            if (id.role != Role::ExpertDown || id.layer != 1) return;
            const std::lock_guard lock(mutex);
            // No token chooses the last expert: only the norms of the layer's end read it.
            if (id.expert == 0) atFirst = progress.looks();
            if (id.expert == TinyModel::kUnusedExpert && atLast == 0) atLast = progress.looks();
        });
        const auto sample = sampleText(watched, TinyModel::corpora(128)[0], 64,
                                       Significance::Energy, 0, 0, progress);
        QVERIFY2(sample.ok(), sample.ok() ? "" : sample.error().message().c_str());
        QVERIFY(atFirst > 0);
        QCOMPARE(atLast - atFirst, int64_t{TinyModel::kExperts - 1});
    }

    void textsTooShortAreNamed() {
        Quantized q(2);
        Corpus text;
        text.name = "word";
        for (const auto& ids : {std::vector<int32_t>{}, std::vector<int32_t>{5}}) {
            text.ids = ids;
            const auto result = adapt(*q.source, q.cached, {text}, {}, silentProgress());
            QVERIFY(!result.ok());
            QCOMPARE(result.error().code, ErrorCode::BadInput);
            QCOMPARE(result.error().where, std::string("word"));
            QVERIFY(!result.error().hint.empty());
        }
        QCOMPARE(adapt(*q.source, q.cached, {}, {}, silentProgress()).error().code,
                 ErrorCode::Usage);
        q.cached.layers.pop_back();
        QVERIFY(!adapt(*q.source, q.cached, TinyModel::corpora(64), {}, silentProgress()).ok());
    }
};

QTEST_GUILESS_MAIN(TestSwitching)
#include "tst_switching.moc"
