// SPDX-License-Identifier: GPL-3.0-or-later
// Channel caches and patches as files: round trip, equal bytes, and every way in which a patch can
// be the wrong one.
#include "core/base/sha256.h"
#include "core/store/channel_cache_store.h"
#include "core/store/open_model.h"
#include "core/store/patch_store.h"
#include "core/store/quantized_layout.h"
#include "tests/store/tiny_model.h"

#include <QTemporaryDir>
#include <QTest>

using namespace moqa;
using namespace moqa::test;
namespace fs = std::filesystem;

namespace {

LayerCache tinyCache(int layer) {
    LayerCache cache;
    cache.layer = layer;
    cache.hidden = 64;
    cache.channels = {{0, 3}, {1, 31}, {3, 0}};
    for (int i = 0; i < 3 * 64; ++i) {
        cache.gate.push_back(
            f32ToF16(0.01f * static_cast<float>(i % 17) + 0.1f * static_cast<float>(layer)));
        cache.up.push_back(f32ToF16(-0.02f * static_cast<float>(i % 13)));
        cache.down.push_back(f32ToF16(0.03f * static_cast<float>(i % 7) - 0.05f));
    }
    cache.baseline = {0.4, 0.3, 0.2, 0.1};
    cache.window = 2;
    cache.sequenceCorpus = {0, 0};
    cache.usage = {2, 1, 1, 0, 0, 2, 1, 1};
    return cache;
}

// A run that keeps a cache.
struct CachedRun : TinyRun {
    CachedRun() {
        CacheRequest request;
        request.share = 0.02;
        for (const int layer : {0, 1}) {
            request.layers[layer] = tinyCache(layer).channels;
            request.baseline[layer] = tinyCache(layer).baseline;
        }
        options.cache = std::make_shared<const CacheRequest>(request);
    }
    Status writeCached(const std::string& path, int stopBefore = 2) const {
        MOQA_TRY(const auto made, writer(path));
        MOQA_CHECK(addLayer(*made, -1));
        for (int layer = made->finishedLayers(); layer < stopBefore; ++layer) {
            MOQA_CHECK(made->addCache(tinyCache(layer)));
            MOQA_CHECK(addLayer(*made, layer));
        }
        return stopBefore < 2 ? Status{} : made->finish(silentProgress());
    }
};

Result<ChannelPatch> patchOf(const std::string& base, int expert, int bits,
                             PatchMode mode = PatchMode::Switch) {
    MOQA_TRY(const auto model, openModel(base));
    MOQA_TRY(const CachedModel cached, readCachedModel(base, model->spec()));
    std::vector<PrecisionChange> changes;
    if (mode == PatchMode::Switch)
        changes = {{0, expert, 4, bits, 0, 0}, {1, expert, 4, bits, 0, 0}};
    MOQA_TRY(ChannelPatch patch, makePatch(cached, changes, mode, silentProgress()));
    patch.corpora = {"law"};
    return patch;
}

Status writePatchOf(const std::string& base, int expert, int bits, const std::string& path,
                    PatchMode mode = PatchMode::Switch) {
    MOQA_TRY(ChannelPatch patch, patchOf(base, expert, bits, mode));
    return writePatch(std::move(patch), base, path);
}

} // namespace

class TestChannelPatch : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    CachedRun m_run;
    std::string at(const char* name) const { return m_folder.path().toStdString() + "/" + name; }
    static bool refused(const Result<std::shared_ptr<const ModelSource>>& opened,
                        const char* what) {
        if (opened.ok()) return false;
        const Error& error = opened.error();
        if (error.code == ErrorCode::BadInput && !error.where.empty() &&
            error.message().find(what) != std::string::npos)
            return true;
        qWarning("%s", error.message().c_str());
        return false;
    }

private slots:
    void initTestCase() {
        VERIFY_OK(m_run.writeCached(at("base.h5")));
        CachedRun other;
        other.model.changeWeights();
        other.options.seed = 1;
        VERIFY_OK(other.writeCached(at("other.h5")));
        const TinyRun plain;
        VERIFY_OK(plain.write(at("plain.h5")));
        VERIFY_OK(writePatchOf(at("base.h5"), 1, 6, at("p.h5")));
    }

    void aCacheComesBack() {
        const auto model = openModel(at("base.h5")).value();
        const auto cached = readCachedModel(at("base.h5"), model->spec());
        VERIFY_OK(cached);
        QCOMPARE(cached->share, 0.02);
        QCOMPARE(cached->significance, std::string("energy"));
        QVERIFY((cached->corpora == std::vector<std::string>{"code"}));
        QCOMPARE(cached->layers.size(), size_t{2});
        for (const LayerCache& cache : cached->layers) {
            const LayerCache expected = tinyCache(cache.layer);
            QVERIFY(cache.channels == expected.channels && cache.gate == expected.gate &&
                    cache.up == expected.up && cache.down == expected.down);
            QVERIFY(cache.baseline == expected.baseline && cache.usage == expected.usage &&
                    cache.sequenceCorpus == expected.sequenceCorpus);
            QCOMPARE(cache.window, 2);
        }
    }

    void anInterruptedRunGivesTheSameFile() {
        VERIFY_OK(m_run.writeCached(at("again.h5"), 1));
        VERIFY_OK(m_run.writeCached(at("again.h5")));
        QVERIFY(fileBytes(at("again.h5")) == fileBytes(at("base.h5")));
    }

    void aRunWithAnotherCacheIsAnotherRun() {
        VERIFY_OK(m_run.writeCached(at("part.h5"), 1));
        CachedRun other;
        CacheRequest request = *other.options.cache;
        request.layers[0].back().channel = 5;
        other.options.cache = std::make_shared<const CacheRequest>(request);
        const Status status = other.writeCached(at("part.h5"));
        QVERIFY(!status.ok());
        QVERIFY(status.error().what.find("options") != std::string::npos);
    }

    void aFileWithoutACacheIsNamed() {
        const auto model = openModel(at("plain.h5")).value();
        const auto cached = readCachedModel(at("plain.h5"), model->spec());
        QVERIFY(!cached.ok());
        QCOMPARE(cached.error().code, ErrorCode::BadInput);
        QVERIFY(cached.error().hint.find("--cache") != std::string::npos);
    }

    void aPatchComesBackAndLiesOverItsBase() {
        const auto made = patchOf(at("base.h5"), 1, 6).value();
        const auto read = readPatch(at("p.h5"));
        VERIFY_OK(read);
        QCOMPARE((*read)->baseSha256, sha256Hex(fileBytes(at("base.h5"))));
        QVERIFY(((*read)->corpora == std::vector<std::string>{"law"}));
        QCOMPARE((*read)->layers.size(), made.layers.size());
        for (size_t l = 0; l < made.layers.size(); ++l) {
            const LayerPatch &a = made.layers[l], &b = (*read)->layers[l];
            QVERIFY(a.layer == b.layer && a.group == b.group && a.channels == b.channels &&
                    a.bits == b.bits && a.codes == b.codes && a.scales == b.scales &&
                    a.zeroPoints == b.zeroPoints);
        }
        const std::string before = fileBytes(at("base.h5"));
        const auto base = openModel(at("base.h5")).value();
        const auto patched = openPatchedModel(at("base.h5"), {at("p.h5")});
        VERIFY_OK(patched);
        const WeightId id{Role::ExpertGate, 0, 1};
        const Matrix was = base->readAll(id).value(), is = (*patched)->readAll(id).value();
        std::vector<float> row(64);
        made.layers[0].row(0, 0, 0, row.data());
        for (int64_t c = 0; c < 64; ++c) {
            QCOMPARE(is.row(31)[c], row[static_cast<size_t>(c)]);
            QCOMPARE(is.row(30)[c], was.row(30)[c]);
        }
        QVERIFY(fileBytes(at("base.h5")) == before);
        QVERIFY(openPatchedModel(at("base.h5"), {}).ok());
    }

    void theSamePatchHasTheSameBytes() {
        VERIFY_OK(writePatchOf(at("base.h5"), 1, 6, at("q.h5")));
        QVERIFY(fileBytes(at("p.h5")) == fileBytes(at("q.h5")));
    }

    void patchesThatDoNotMeetGoTogether() {
        VERIFY_OK(writePatchOf(at("base.h5"), 3, 4, at("three.h5")));
        VERIFY_OK(openPatchedModel(at("base.h5"), {at("p.h5"), at("three.h5")}));
    }

    void wrongPatchesAreRefused() {
        QVERIFY(refused(openPatchedModel(at("other.h5"), {at("p.h5")}), "another file"));
        QVERIFY(refused(openPatchedModel(at("base.h5"), {at("p.h5"), at("p.h5")}), "twice"));
        fs::copy_file(at("p.h5"), at("copy.h5"), fs::copy_options::overwrite_existing);
        QVERIFY(refused(openPatchedModel(at("base.h5"), {at("p.h5"), at("copy.h5")}), "twice"));
        VERIFY_OK(writePatchOf(at("base.h5"), 0, 0, at("all.h5"), PatchMode::Resident));
        QVERIFY(refused(openPatchedModel(at("base.h5"), {at("all.h5"), at("p.h5")}), "already"));
        QVERIFY(refused(openPatchedModel(at("base.h5"), {at("base.h5")}), "moqa-patch"));
        QVERIFY(refused(openPatchedModel(at("base.h5"), {at("missing.h5")}), ""));
        QVERIFY(refused(openPatchedModel(at("p.h5"), {at("p.h5")}), "moeq-h5"));
    }

    // Every byte that carries content is covered by a hash or a check of the structure: whatever is
    // flipped, the patch is refused or says the same. Nothing crashes.
    void damageIsSeen() {
        const std::string good = fileBytes(at("p.h5"));
        const auto expected = readPatch(at("p.h5")).value();
        for (size_t i = 0; i < good.size(); i += 19) {
            std::string bad = good;
            bad[i] = static_cast<char>(bad[i] ^ 0x5a);
            setFileBytes(at("bad.h5"), bad);
            const auto read = readPatch(at("bad.h5"));
            if (!read.ok()) continue;
            QCOMPARE((*read)->layers.size(), expected->layers.size());
            for (size_t l = 0; l < expected->layers.size(); ++l)
                QVERIFY2((*read)->layers[l].codes == expected->layers[l].codes &&
                             (*read)->layers[l].scales == expected->layers[l].scales &&
                             (*read)->layers[l].symmetric == expected->layers[l].symmetric,
                         qPrintable(QString::number(i)));
        }
        for (size_t length = 0; length < good.size(); length += 211) {
            setFileBytes(at("bad.h5"), good.substr(0, length));
            QVERIFY(!readPatch(at("bad.h5")).ok());
        }
    }

    void aDamagedCacheIsSeen() {
        const std::string good = fileBytes(at("base.h5"));
        const std::string values(reinterpret_cast<const char*>(tinyCache(1).down.data()), 128);
        const size_t place = good.find(values);
        QVERIFY(place != std::string::npos);
        std::string bad = good;
        bad[place + 7] = static_cast<char>(bad[place + 7] ^ 1);
        setFileBytes(at("bad.h5"), bad);
        const auto model = openModel(at("bad.h5"));
        if (model.ok()) QVERIFY(!readCachedModel(at("bad.h5"), (*model)->spec()).ok());
    }

    // A patch of old contents must not be stamped for the new ones.
    void aPatchOfARewrittenBaseIsRefused() {
        setFileBytes(at("again.h5"), fileBytes(at("base.h5")));
        const auto patch = patchOf(at("again.h5"), 1, 6);
        VERIFY_OK(patch);
        VERIFY_OK(checkPatchBase(*patch, at("again.h5")));
        setFileBytes(at("again.h5"), fileBytes(at("other.h5")));
        for (const Status& status : {checkPatchBase(*patch, at("again.h5")),
                                     writePatch(*patch, at("again.h5"), at("late.h5"))}) {
            QVERIFY(!status.ok());
            QCOMPARE(status.error().code, ErrorCode::BadInput);
            QCOMPARE(status.error().where, at("again.h5"));
            QVERIFY(status.error().what.find("written again") != std::string::npos);
        }
        QVERIFY(!fs::exists(at("late.h5")));
        // One that names no base takes the one that it is given.
        ChannelPatch nameless = *patch;
        nameless.baseManifest.clear();
        VERIFY_OK(writePatch(nameless, at("again.h5"), at("late.h5")));
    }

    void aPatchThatCannotBeWrittenLeavesNothing() {
        const Status status = writePatchOf(at("base.h5"), 1, 6, at("no/such/folder/p.h5"));
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::Io);
    }
};

QTEST_GUILESS_MAIN(TestChannelPatch)
#include "tst_channel_patch.moc"
