// SPDX-License-Identifier: GPL-3.0-or-later
// From significances to a plan: widths by cluster, corpora mixed, budget, overrides, totals, and
// every refusal.
#include "core/plan/base_rule.h"
#include "core/plan/make_plan.h"
#include "fake_model.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace moqa;
using moqa::test::fakeAnalysis;
using moqa::test::FakeModel;

namespace {

constexpr double kUnseen = std::numeric_limits<double>::quiet_NaN();

// Two layers of four experts: clear steps in the first, one expert unseen in the second.
const std::vector<double> kSteps = {0.10, 0.60, 0.25, 0.05, 0.50, 0.30, 0.20, kUnseen};

std::vector<int> widthsOf(const std::vector<PlanUnit>& units) {
    std::vector<int> result;
    for (const PlanUnit& u : units) result.push_back(u.format.bits);
    return result;
}

std::string whyOf(const Result<Plan>& plan) {
    return plan.ok() ? std::string() : plan.error().message();
}

bool refused(const Result<Plan>& plan, ErrorCode code, const char* words) {
    if (plan.ok() || plan.error().code != code) return false;
    if (whyOf(plan).find(words) != std::string::npos) return true;
    qWarning("message: %s", whyOf(plan).c_str());
    return false;
}

std::vector<BaseDecision> rule(const std::vector<double>& significance,
                               const std::vector<int>& layers, int experts,
                               const std::vector<int>& widths, PlanScope scope, double overlap) {
    return *baseRule(significance, layers, experts, widths, scope, overlap, silentProgress());
}

} // namespace

class TestMakePlan : public QObject {
    Q_OBJECT
private slots:
    void clustersBecomeWidthsByFallingCentre() {
        const FakeModel model;
        const Analysis analysis = fakeAnalysis(model, {{"code", kSteps}});
        const Result<Plan> plan = makePlan(model, &analysis, {});
        QVERIFY2(plan.ok(), whyOf(plan).c_str());
        QCOMPARE(widthsOf(plan->units), (std::vector<int>{4, 8, 6, 2, 8, 6, 4, 2}));
        QVERIFY(plan->unrepaired.empty());
        QCOMPARE(plan->method, std::string("moqa"));
        QVERIFY(plan->units[1].why.starts_with("cluster 1 of 4, membership "));
        QCOMPARE(plan->options.dump(), std::string(R"({"widths":[2,4,6,8],"scope":"layer",)"
                                                   R"("overlap":0.1,"corpora":{"code":1.0}})"));
    }

    void lowPrecisionFirstWithinTheOverlap() {
        // In two clusters with centres near 0 and 2 the value just above the middle is close.
        const std::vector<double> x = {0.0, 0.0, 0.0, 1.05, 2.0, 2.0, 2.0};
        const auto strict = rule(x, {0}, 7, {2, 4}, PlanScope::Layer, 0.0);
        const auto low = rule(x, {0}, 7, {2, 4}, PlanScope::Layer, 0.5);
        QCOMPARE(strict[3].width, 4);
        QCOMPARE(low[3].width, 2);
        QVERIFY(low[3].why.find("low precision first over 0.") != std::string::npos);
        for (size_t i : {0u, 1u, 2u, 4u, 5u, 6u}) QCOMPARE(strict[i].width, low[i].width);
        // The rule reads the memberships: first over second below the overlap.
        const double gap = strict[3].memberships[0] - strict[3].memberships[1];
        QVERIFY(gap > 0.0 && gap < 0.5);
        const auto edge = rule(x, {0}, 7, {2, 4}, PlanScope::Layer, gap);
        QCOMPARE(edge[3].width, 4); // differs by not less than the overlap
    }

    void aStoppedRuleMakesNoPlan() {
        struct Stopped final : Progress {
            void report(double, std::string_view) override {}
            void note(std::string_view) override {}
            bool cancelled() const override { return true; }
        } stopped;
        const auto decisions = baseRule({0.4, 0.6}, {0}, 2, {2, 4}, PlanScope::Layer, 0.1, stopped);
        QVERIFY(!decisions.ok());
        QCOMPARE(decisions.error().code, ErrorCode::Cancelled);
    }

    void surplusWidthsStayUnusedHighestFirst() {
        const std::vector<double> twoValues = {0.4, 0.1, 0.4, 0.1};
        const auto decisions = rule(twoValues, {0}, 4, {2, 4, 6, 8}, PlanScope::Layer, 0.1);
        QCOMPARE(decisions[0].width, 4);
        QCOMPARE(decisions[1].width, 2);
        const auto equal = rule({0, 0, 0, 0}, {0}, 4, {2, 4, 6, 8}, PlanScope::Layer, 0.1);
        for (const BaseDecision& d : equal) {
            QCOMPARE(d.width, 2);
            QCOMPARE(d.relative, 0.0);
        }
    }

    void scopeModelClustersAllLayersTogether() {
        // The second layer's largest is small beside the first layer's.
        const std::vector<double> x = {0.97, 0.01, 0.01, 0.01, 0.28, 0.24, 0.24, 0.24};
        const auto perLayer = rule(x, {0, 1}, 4, {2, 8}, PlanScope::Layer, 0.1);
        const auto whole = rule(x, {0, 1}, 4, {2, 8}, PlanScope::Model, 0.1);
        QCOMPARE(perLayer[4].width, 8);
        QCOMPARE(whole[4].width, 2);
        QCOMPARE(whole[0].width, 8);
        QCOMPARE(perLayer[4].relative, 0.28 / 0.25);
    }

    // Pair (1, 2) of layer 0: of the two, expert 2 (6 bits) is the less significant. Pair (2, 3):
    // expert 3 has no lower width. Pair (2, 0) drops expert 0, expert 2 would not drop twice.
    void redundantExpertsDropOneWidth() {
        const FakeModel model;
        Analysis analysis = fakeAnalysis(model, {{"code", kSteps}});
        PlanOptions options;
        options.dropRedundant = true;
        QVERIFY(refused(makePlan(model, &analysis, options), ErrorCode::Usage, "stage 3"));
        const auto add = [&](int layer, std::vector<double> values) {
            auto array = std::make_shared<ResultArray>();
            array->key = {"overlap_pairs", "", layer};
            array->shape = {static_cast<int64_t>(values.size()) / 4, 4};
            array->values = std::move(values);
            analysis.results[array->key] = array;
        };
        add(0, {1, 2, 2.0, 0.9, 1, 2, 1.9, 0.9, 2, 3, 1.8, 0.9, 2, 0, 1.7, 0.9});
        add(1, {});
        const Result<Plan> plan = makePlan(model, &analysis, options);
        QVERIFY2(plan.ok(), whyOf(plan).c_str());
        QCOMPARE(widthsOf(plan->units), (std::vector<int>{2, 8, 4, 2, 8, 6, 4, 2}));
        // What a new text is compared with is the rule without it.
        QCOMPARE(widthsOf(plan->unitsBeforeRepair()), (std::vector<int>{4, 8, 6, 2, 8, 6, 4, 2}));
        QVERIFY(plan->units[2].why.ends_with("redundant: 6 -> 4"));
    }

    void corporaMixLinearlyAndUnseenCountsAsZero() {
        const FakeModel model({.layers = 1, .experts = 2});
        const Analysis analysis = fakeAnalysis(model, {{"a", {0.8, 0.2}}, {"b", {kUnseen, 1.0}}});
        const auto equal = normalisedCorpusWeights(analysis, {});
        QVERIFY(equal.ok());
        auto x = baselineSignificance(analysis, *equal);
        QVERIFY(x.ok());
        QCOMPARE((*x)[0], 0.4);
        QCOMPARE((*x)[1], 0.6);
        const auto threeToOne = normalisedCorpusWeights(analysis, {{"a", 3.0}, {"b", 1.0}});
        x = baselineSignificance(analysis, *threeToOne);
        QVERIFY(std::abs((*x)[0] - 0.6) < 1e-15 && std::abs((*x)[1] - 0.4) < 1e-15);
    }

    void repairReachesTheTargetAndKeepsThePlanBefore() {
        const FakeModel model;
        const Analysis analysis = fakeAnalysis(model, {{"code", kSteps}});
        // 4 8 6 2 | 8 6 4 2 has a mean of 5; significances over their layers' means (x 4):
        // 0.4 2.4 1.0 0.2 | 2.0 1.2 0.8 0. Down to 4 = 32 of 40 bits: expert 3 of layer 1 and 3 of
        // layer 0 are at 2; (0, 0) 4 -> 2, (1, 2) 4 -> 2, (0, 2) 6 -> 4 -> 2.
        PlanOptions options;
        options.bits = 4;
        Result<Plan> plan = makePlan(model, &analysis, options);
        QVERIFY2(plan.ok(), whyOf(plan).c_str());
        QCOMPARE(widthsOf(plan->units), (std::vector<int>{2, 8, 2, 2, 8, 6, 2, 2}));
        QCOMPARE(widthsOf(plan->unitsBeforeRepair()), (std::vector<int>{4, 8, 6, 2, 8, 6, 4, 2}));
        QCOMPARE(plan->totals.meanBits, 4.0);
        QVERIFY(plan->units[0].why.ends_with("; budget: 4 -> 2"));
        // Up to 6 = 48: (0, 1) and (1, 0) are at 8; (1, 1) 6 -> 8, (0, 2) 6 -> 8, (1, 2) 4 -> 8.
        options.bits = 6;
        plan = makePlan(model, &analysis, options);
        QCOMPARE(widthsOf(plan->units), (std::vector<int>{4, 8, 8, 2, 8, 8, 8, 2}));
        QCOMPARE(plan->totals.meanBits, 6.0);
        // 5.9 cannot be met exactly: the last plan not above it.
        options.bits = 5.9;
        plan = makePlan(model, &analysis, options);
        QCOMPARE(plan->totals.meanBits, 5.75);
    }

    void byteTargetCountsTheWholeModel() {
        const FakeModel model;
        const Analysis analysis = fakeAnalysis(model, {{"code", kSteps}});
        PlanOptions options;
        const Result<Plan> free = makePlan(model, &analysis, options);
        options.bytes = free->totals.bytes - 1;
        const Result<Plan> tight = makePlan(model, &analysis, options);
        QVERIFY2(tight.ok(), whyOf(tight).c_str());
        QVERIFY(tight->totals.bytes <= options.bytes);
        QCOMPARE(widthsOf(tight->units), (std::vector<int>{2, 8, 6, 2, 8, 6, 4, 2}));
        options.bytes = 1000;
        QVERIFY(
            refused(makePlan(model, &analysis, options), ErrorCode::BadInput, "the smallest has"));
    }

    void uniformIsOneWidthWhateverTheWidths() {
        const FakeModel model;
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 3;
        const Result<Plan> plan = makePlan(model, nullptr, options);
        QVERIFY2(plan.ok(), whyOf(plan).c_str());
        QCOMPARE(widthsOf(plan->units), std::vector<int>(8, 3));
        QCOMPARE(plan->totals.meanBits, 3.0);
        options.bits = 3.5;
        QVERIFY(refused(makePlan(model, nullptr, options), ErrorCode::Usage, "3.5"));
        options.bits = 7;
        QVERIFY(refused(makePlan(model, nullptr, options), ErrorCode::Usage, "one width"));
        options.bits = 0;
        QVERIFY(refused(makePlan(model, nullptr, options), ErrorCode::Usage, "needs a width"));
        options.bytes = 5;
        QVERIFY(refused(makePlan(model, nullptr, options), ErrorCode::Usage, "--bytes"));
    }

    void totalsAreTheSumOverTensors() {
        // One layer, one expert of 64 x 128 (gate, up) and 128 x 64 (down) at 3 bits, group 64.
        const FakeModel model({.layers = 1, .experts = 1});
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 3;
        const Result<Plan> plan = makePlan(model, nullptr, options);
        QVERIFY(plan.ok());
        // Gate and up: 64 rows of 48 code bytes + 2 groups x 3; down: 128 rows of 24 + 3.
        const int64_t routed = 2 * 64 * (48 + 6) + 128 * (24 + 3);
        QCOMPARE(plan->totals.routedBytes, routed);
        QCOMPARE(plan->totals.trueBits, 8.0 * static_cast<double>(routed) / (3 * 64 * 128));
        // Query 128 x 128 at 8 bits: rows of 128 + 2 groups x 3. Kept in bf16: embedding and head
        // 10 x 128, router 1 x 128, two norms and a bias of 128.
        const int64_t kept = 2 * (2 * 10 * 128 + 128 + 3 * 128);
        QCOMPARE(plan->totals.bytes, routed + 128 * (128 + 6) + kept);
        QCOMPARE(plan->totals.bytesFull, 2 * (3 * 64 * 128 + 128 * 128) + kept);
        const double bitWeights = 3.0 * 3 * 64 * 128 + 8.0 * 128 * 128 + 8.0 * kept;
        const double weights = 3.0 * 64 * 128 + 128 * 128 + kept / 2.0;
        QCOMPARE(plan->totals.meanBitsModel, bitWeights / weights);
    }

    void storedBytesByFormat_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<int>("group");
        QTest::addColumn<bool>("symmetric");
        QTest::addColumn<int>("bytes"); // of 10 rows of 100 columns
        QTest::newRow("1 bit has no zero points") << 1 << 50 << false << 10 * (16 + 4);
        QTest::newRow("2 bits, 25 bytes padded to 28") << 2 << 50 << false << 10 * (28 + 6);
        QTest::newRow("3 bits, symmetric") << 3 << 50 << true << 10 * (40 + 4);
        QTest::newRow("5 bits, whole row") << 5 << -1 << false << 10 * (64 + 3);
        QTest::newRow("8 bits, ragged last group") << 8 << 64 << true << 10 * (100 + 4);
        QTest::newRow("kept") << 16 << 64 << false << 2000;
    }
    void storedBytesByFormat() {
        QFETCH(int, bits);
        QFETCH(int, group);
        QFETCH(bool, symmetric);
        QFETCH(int, bytes);
        WeightEntry entry;
        entry.rows = 10;
        entry.cols = 100;
        entry.bytes = 2000;
        QCOMPARE(storedBytes(entry, {bits, group, symmetric}), int64_t{bytes});
    }

    void overridesAreFoldedIntoUnitsAndLocked() {
        const FakeModel model;
        const Analysis analysis = fakeAnalysis(model, {{"code", kSteps}});
        PlanOptions options;
        options.bits = 5;
        options.overrides = {*parseOverride("model.layers.0.mlp.experts.1.*=3:32"),
                             *parseOverride("model.layers.1.mlp.experts.3.down_proj.weight=8"),
                             *parseOverride("model.layers.0.self_attn.*=4"),
                             *parseOverride("*.layers.0.self_attn.q_proj.weight=16")};
        const Result<Plan> plan = makePlan(model, &analysis, options);
        QVERIFY2(plan.ok(), whyOf(plan).c_str());
        QCOMPARE(plan->units.size(), size_t{10});
        const PlanUnit& whole = plan->units[1];
        QCOMPARE(whole.projection, Projection::All);
        QCOMPARE(whole.format, (UnitFormat{3, 32, false}));
        QVERIFY(whole.locked);
        QCOMPARE(whole.why, std::string("set by 'model.layers.0.mlp.experts.1.*'"));
        const PlanUnit& down = plan->units[9];
        QCOMPARE(down.projection, Projection::Down);
        QVERIFY(down.locked && down.format.bits == 8 && !plan->units[8].locked);
        // Budget: what the overrides fixed counts, and stays.
        QVERIFY(plan->totals.meanBits <= 5.0 && plan->totals.meanBits > 4.5);
        QCOMPARE(plan->totals.meanBits, planTotals(*plan, model).meanBits);
        // Later patterns win; vectors are kept whatever a pattern says.
        QCOMPARE(plan->formatOf(*model.find({Role::AttnQ, 0, -1})).bits, 16);
        QCOMPARE(plan->formatOf(*model.find({Role::AttnQ, 1, -1})).bits, 8);
        QCOMPARE(plan->formatOf(*model.find({Role::AttnQBias, 0, -1})).bits, 16);
        QCOMPARE(plan->formatOf(*model.find({Role::ExpertUp, 0, 1})), (UnitFormat{3, 32, false}));
        options.overrides = {*parseOverride("model.layers.9.*=4")};
        QVERIFY(refused(makePlan(model, &analysis, options), ErrorCode::Usage, "matches"));
    }

    void groupsThatDoNotDivideARowAreRefused() {
        const FakeModel model({.hidden = 128, .expertWidth = 96});
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 4;
        const Result<Plan> plan = makePlan(model, nullptr, options);
        QVERIFY(refused(plan, ErrorCode::BadInput, "experts.0.down_proj.weight"));
        QVERIFY(refused(plan, ErrorCode::BadInput, "groups of 64 columns"));
        options.unitFormat.group = 128; // wider than the 96 of down: its whole row
        const Result<Plan> wide = makePlan(model, nullptr, options);
        QVERIFY2(wide.ok(), whyOf(wide).c_str());
        QCOMPARE(wide->formatOf(*model.find({Role::ExpertDown, 0, 0})).group, -1);
        QCOMPARE(wide->formatOf(*model.find({Role::ExpertGate, 0, 0})).group, 128);
    }

    void uniformRemembersItsCorpora() {
        const FakeModel model;
        const Analysis analysis = fakeAnalysis(model, {{"code", kSteps}, {"prose", kSteps}});
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 3;
        QVERIFY(!makePlan(model, &analysis, options)->options.contains("corpora"));
        options.corpusWeights = {{"prose", 2.0}};
        const Result<Plan> plan = makePlan(model, &analysis, options);
        QVERIFY2(plan.ok(), whyOf(plan).c_str());
        QCOMPARE(plan->options["corpora"].dump(), std::string(R"({"prose":1.0})"));
        options.corpusWeights = {{"verse", 1.0}};
        QVERIFY(refused(makePlan(model, &analysis, options), ErrorCode::Usage, "verse"));
    }

    void contradictionsAreUsageErrors() {
        const FakeModel model;
        const Analysis analysis = fakeAnalysis(model, {{"code", kSteps}});
        const auto with = [&](auto change) {
            PlanOptions options;
            change(options);
            return makePlan(model, &analysis, options);
        };
        using O = PlanOptions;
        const auto usage = ErrorCode::Usage;
        QVERIFY(refused(with([](O& o) { o.bits = 3, o.bytes = 9; }), usage, "contradict"));
        QVERIFY(refused(with([](O& o) { o.bits = -1; }), usage, "--bits"));
        QVERIFY(
            refused(with([](O& o) { o.bits = 1e300; }), usage, "--bits")); // no integer holds it
        QVERIFY(refused(with([](O& o) { o.bits = kUnseen; }), usage, "--bits"));
        QVERIFY(refused(with([](O& o) { o.widths = {}; }), usage, "--widths"));
        QVERIFY(refused(with([](O& o) { o.widths = {2, 7}; }), usage, "7 is not a width"));
        QVERIFY(refused(with([](O& o) { o.widths = {4, 2, 4}; }), usage, "twice"));
        QVERIFY(refused(with([](O& o) { o.overlap = 1.5; }), usage, "overlap"));
        QVERIFY(refused(with([](O& o) { o.attentionBits = 9; }), usage, "attention"));
        QVERIFY(refused(with([](O& o) { o.unitFormat.group = 0; }), usage, "--group"));
        QVERIFY(refused(with([](O& o) {
                            o.corpusWeights = {{"x", 1}};
                        }),
                        usage, "no corpus \"x\""));
        QVERIFY(refused(with([](O& o) { o.corpusWeights = {{"code", 0}}; }), usage, "above 0"));
        QVERIFY(refused(with([](O& o) {
                            o.corpusWeights = {{"code", 1}, {"code", 1}};
                        }),
                        usage, "twice"));
        QVERIFY(refused(with([](O& o) { o.bits = 1.5; }), ErrorCode::BadInput, "smallest has 2"));
        QVERIFY(refused(with([](O& o) { o.bits = 9; }), ErrorCode::BadInput, "largest has 8"));
        QVERIFY(refused(makePlan(model, nullptr, {}), usage, "needs an analysis"));
    }

    void analysesOfOtherModelsAreRefused() {
        const FakeModel model;
        Analysis other = fakeAnalysis(model, {{"code", kSteps}});
        other.modelFingerprint = "beef";
        QVERIFY(refused(makePlan(model, &other, {}), ErrorCode::BadInput, "another model"));
        Analysis without = fakeAnalysis(model, {{"code", kSteps}});
        without.results.clear();
        QVERIFY(refused(makePlan(model, &without, {}), ErrorCode::BadInput, "no significance"));
        const Analysis shorter = fakeAnalysis(model, {{"code", {0.5, 0.5}}});
        QVERIFY(refused(makePlan(model, &shorter, {}), ErrorCode::BadInput, "2 values"));
        const FakeModel dense({.layers = 2, .dense = 2});
        QVERIFY(refused(makePlan(dense, nullptr, {}), ErrorCode::BadInput, "no routed experts"));
    }

    void overrideTextIsParsed() {
        const PlanOverride o = *parseOverride("a[=b]*=3:row");
        QCOMPARE(o.pattern, std::string("a[=b]*"));
        QCOMPARE(o.bits, 3);
        QCOMPARE(o.group, -1);
        QCOMPARE(parseOverride("x=8")->group, 0);
        for (const char* bad :
             {"", "x", "=4", "x=", "x=7", "x=4:", "x=4:0", "x=4:q", "x=4x", "x=4:-2"})
            QCOMPARE(parseOverride(bad).error().code, ErrorCode::Usage);
    }
};

QTEST_GUILESS_MAIN(TestMakePlan)
#include "tst_make_plan.moc"
