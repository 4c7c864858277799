// SPDX-License-Identifier: GPL-3.0-or-later
// The remedies for experts with few calibration tokens: their names, the moments they make, what
// the ledger says of them, and that the default changes nothing.
#include "core/quantize/ffn_quantizer.h"
#include "core/quantize/memory_sink.h"
#include "core/quantize/raised_routing.h"
#include "tiny_model.h"

#include <QTest>
#include <cmath>
#include <map>

using namespace moqa;

namespace {

MemorySink quantized(const ModelSource& model, const Plan& plan, StarvedChoice starved,
                     int64_t tokens, QuantMethod method = QuantMethod::Gptq) {
    QuantizeOptions options;
    options.starved = starved;
    options.method = method;
    MemorySink sink;
    const auto report =
        quantizeModel(model, plan, TinyModel::corpora(tokens), options, sink, silentProgress());
    if (!report.ok()) qFatal("%s", report.error().message().c_str());
    return sink;
}

LedgerRow rowOf(const MemorySink& sink, WeightId id) {
    for (const LedgerRow& row : sink.ledger())
        if (row.id == id) return row;
    return {};
}

bool sameCodes(const MemorySink& a, const MemorySink& b, WeightId id) {
    return a.tensors().at(id)->codes == b.tensors().at(id)->codes &&
           a.tensors().at(id)->scales == b.tensors().at(id)->scales;
}

constexpr WeightId kUnseenUp{Role::ExpertUp, 1, TinyModel::kUnusedExpert};
constexpr WeightId kUnseenDown{Role::ExpertDown, 1, TinyModel::kUnusedExpert};
constexpr WeightId kSeenUp{Role::ExpertUp, 1, 0};
constexpr WeightId kSeenDown{Role::ExpertDown, 1, 0};

} // namespace

class TestStarvedRemedy : public QObject {
    Q_OBJECT
private slots:
    void namesComeBack() {
        for (const StarvedChoice& choice :
             {StarvedChoice{}, StarvedChoice{StarvedRemedy::RouteAll},
              StarvedChoice{StarvedRemedy::RaiseTopK}, StarvedChoice{StarvedRemedy::RaiseTopK, 8},
              StarvedChoice{StarvedRemedy::None}, StarvedChoice{StarvedRemedy::DataFree}}) {
            const auto parsed = parseStarved(starvedName(choice), "--starved");
            QVERIFY(parsed.ok());
            QVERIFY(*parsed == choice);
        }
        for (const char* wrong : {"", "shrinking", "none:2", "raise-top-k:", "raise-top-k:0",
                                  "raise-top-k:-1", "raise-top-k:2x", "raise-top-k:99999999999"}) {
            const auto parsed = parseStarved(wrong, "--starved");
            QVERIFY2(!parsed.ok(), wrong);
            QCOMPARE(parsed.error().code, ErrorCode::Usage);
            QVERIFY(parsed.error().message().find("data-free") != std::string::npos);
        }
    }

    void raisedTopKStaysWithinTheModel() {
        ModelSpec spec;
        spec.experts = 8;
        spec.topK = 2;
        QCOMPARE(raisedTopK(spec, {StarvedRemedy::RaiseTopK, 0}), 4);
        QCOMPARE(raisedTopK(spec, {StarvedRemedy::RaiseTopK, 3}), 3);
        QCOMPARE(raisedTopK(spec, {StarvedRemedy::RaiseTopK, 1}), 2);
        QCOMPARE(raisedTopK(spec, {StarvedRemedy::RaiseTopK, 100}), 8);
        spec.topK = 5;
        QCOMPARE(raisedTopK(spec, {StarvedRemedy::RaiseTopK, 0}), 8);
    }

    // The model's own choice comes first in the raised one; logits are the router's.
    void raisedRoutingContainsTheModels() {
        const TinyModel model;
        Matrix x(5, 64);
        for (size_t i = 0; i < x.data.size(); ++i)
            x.data[i] = std::sin(0.37f * static_cast<float>(i));
        const Routing plain = *Forward(model).route(1, x);
        const auto raised = raisedRouting(model, {StarvedRemedy::RaiseTopK, 5}, 1, x);
        QVERIFY(raised.ok() && raised->has_value());
        QCOMPARE((*raised)->topK, 5);
        QCOMPARE((*raised)->logits, plain.logits);
        for (int t = 0; t < 5; ++t)
            for (int k = 0; k < 2; ++k)
                QCOMPARE((*raised)->ids[static_cast<size_t>(5 * t + k)],
                         plain.ids[static_cast<size_t>(2 * t + k)]);
        const auto none = raisedRouting(model, {}, 1, x);
        QVERIFY(none.ok() && !none->has_value());
    }

    // An identity moment compensates nothing: what plain rounding gives, and only where starved.
    void dataFreeRoundsStarvedExpertsAlone() {
        const TinyModel model;
        const Plan plan = model.plan(3);
        const MemorySink free = quantized(model, plan, {StarvedRemedy::DataFree}, 2048);
        const MemorySink rtn = quantized(model, plan, {}, 2048, QuantMethod::Rtn);
        const MemorySink shrunk = quantized(model, plan, {}, 2048);
        const LedgerRow row = rowOf(free, kUnseenUp);
        QCOMPARE(row.method, std::string("rtn"));
        QCOMPARE(row.fallback, std::string("rtn"));
        QCOMPARE(row.reason, std::string("0 of 512 tokens needed"));
        QCOMPARE(row.tokensSeen, int64_t{0});
        QVERIFY(sameCodes(free, rtn, kUnseenUp) && sameCodes(free, rtn, kUnseenDown));
        const LedgerRow seen = rowOf(free, kSeenUp);
        QVERIFY(seen.tokensSeen >= 512 && seen.method == "gptq" && seen.fallback.empty());
        QVERIFY(sameCodes(free, shrunk, kSeenUp));
    }

    void noneLeavesMomentsAsTheyAre() {
        const TinyModel model;
        const MemorySink none = quantized(model, model.plan(3), {StarvedRemedy::None}, 256);
        QuantizeOptions off;
        off.shrink = 0;
        MemorySink other;
        QVERIFY(quantizeModel(model, model.plan(3), TinyModel::corpora(256), off, other,
                              silentProgress())
                    .ok());
        for (const auto& [id, tensor] : none.tensors()) QVERIFY(sameCodes(none, other, id));
        QCOMPARE(rowOf(none, kUnseenUp).reason, std::string("0 tokens seen and no shrinkage"));
    }

    // All experts share one moment of the inputs, so an expert that no token chose is quantized
    // with data.
    void routeAllGivesEveryExpertAllTokens() {
        const TinyModel model;
        const MemorySink all = quantized(model, model.plan(3), {StarvedRemedy::RouteAll}, 256);
        for (const WeightId id : {kUnseenUp, kUnseenDown}) {
            const LedgerRow row = rowOf(all, id);
            QCOMPARE(row.method, std::string("gptq"));
            QCOMPARE(row.fallback, std::string("all tokens"));
            QCOMPARE(row.tokensSeen, int64_t{0});
            QVERIFY(row.outputError > 0 && row.outputError < 0.5);
        }
        // Experts that are not starved get the same treatment and no mention.
        const MemorySink more = quantized(model, model.plan(3), {StarvedRemedy::RouteAll}, 2048);
        QVERIFY(rowOf(more, kSeenUp).fallback.empty());
        QVERIFY(!sameCodes(more, quantized(model, model.plan(3), {}, 2048), kSeenUp));
    }

    // With all experts chosen in the statistics, the one that the bias keeps out has tokens too.
    void raisedTopKReachesMoreExperts() {
        const TinyModel model;
        const MemorySink raised =
            quantized(model, model.plan(3), {StarvedRemedy::RaiseTopK, 8}, 256);
        const LedgerRow row = rowOf(raised, kUnseenUp);
        QCOMPARE(row.tokensSeen, int64_t{0});
        // Its gates are e^-1000 = 0 in every sum: tokens without weight are no data.
        QCOMPARE(row.fallback, std::string("rtn"));
        const LedgerRow seen = rowOf(raised, kSeenUp);
        QVERIFY(seen.tokensSeen > 0 && seen.tokensSeen < 512);
        QCOMPARE(seen.fallback, std::string("raised top-k"));
        QVERIFY2(seen.reason.find(", 512 with 8 experts chosen") != std::string::npos,
                 seen.reason.c_str());
    }

    // The moment that a job names is used in place of its tokens.
    void momentsOfAJobComeFromWhatItNames() {
        const TinyModel model;
        Matrix inputs(600, 64);
        for (size_t i = 0; i < inputs.data.size(); ++i)
            inputs.data[i] = std::sin(0.11f * static_cast<float>(i * (1 + i % 7)));
        QuantizeOptions options;
        options.starved.remedy = StarvedRemedy::None;
        const FfnQuantizer quantizer(model, options, inputs, nullptr);
        const auto planned = [&](Role role) {
            return PlannedWeight{model.find({role, 1, 0}), {3, 32, false}};
        };
        FfnJob job{planned(Role::ExpertGate),
                   planned(Role::ExpertUp),
                   planned(Role::ExpertDown),
                   true,
                   {1, 5},
                   {1.0f, 1.0f}};
        FfnJob longer = job;
        for (int32_t t = 0; t < 600; ++t) {
            longer.tokens.push_back(t);
            longer.weights.push_back(0.5f);
        }
        longer.tokens.erase(longer.tokens.begin(), longer.tokens.begin() + 2);
        longer.weights.erase(longer.weights.begin(), longer.weights.begin() + 2);
        FfnJob named = job;
        named.moments = WeightedTokens{longer.tokens, longer.weights};
        const auto expected = quantizer.run(longer, silentProgress());
        const auto result = quantizer.run(named, silentProgress());
        const auto few = quantizer.run(job, silentProgress());
        QVERIFY(expected.ok() && result.ok() && few.ok());
        for (size_t i = 0; i < 3; ++i) {
            QCOMPARE((*result)[i].tensor->codes, (*expected)[i].tensor->codes);
            QVERIFY((*few)[i].tensor->codes != (*expected)[i].tensor->codes);
            QCOMPARE((*result)[i].row.tokensSeen, int64_t{2});
        }
    }
};

QTEST_GUILESS_MAIN(TestStarvedRemedy)
#include "tst_starved_remedy.moc"
