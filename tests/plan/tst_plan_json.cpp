// SPDX-License-Identifier: GPL-3.0-or-later
// PLAN.json: the keys of the contract, a byte-identical round trip, and what strangers may write.
#include "core/plan/make_plan.h"
#include "fake_model.h"

#include <QTemporaryDir>
#include <QTest>
#include <functional>

using namespace moqa;
using moqa::test::fakeAnalysis;
using moqa::test::FakeModel;

namespace {

Plan samplePlan(const FakeModel& model) {
    const Analysis analysis =
        fakeAnalysis(model, {{"code", {0.1, 0.6, 0.25, 0.05, 0.5, 0.3, 0.2, 0.0}}});
    PlanOptions options;
    options.bits = 3.3;
    options.overrides = {*parseOverride("*.experts.2.down_proj.weight=6:32"),
                         *parseOverride("*.self_attn.*=4")};
    return *makePlan(model, &analysis, options);
}

} // namespace

class TestPlanJson : public QObject {
    Q_OBJECT
private slots:
    void hasTheKeysOfTheContract() {
        const FakeModel model;
        const Json json = samplePlan(model).toJson();
        std::vector<std::string> keys;
        for (const auto& item : json.items()) keys.push_back(item.key());
        QCOMPARE(keys, (std::vector<std::string>{"format", "version", "model", "method", "options",
                                                 "defaults", "format_of_units", "units",
                                                 "overrides", "totals", "unrepaired"}));
        QCOMPARE(json["defaults"].dump(),
                 std::string(R"({"attention":{"bits":8},"shared":{"bits":8},"router":{"bits":16},)"
                             R"("embedding":{"bits":16},"head":{"bits":16},"norm":{"bits":16},)"
                             R"("dense":{"bits":8}})"));
        QCOMPARE(json["format_of_units"].dump(), std::string(R"({"group":64,"symmetric":false})"));
        QCOMPARE(json["overrides"][1].dump(),
                 std::string(R"({"pattern":"*.self_attn.*","bits":4})"));
        const Json& unit = json["units"][0];
        QCOMPARE(unit["projection"].get<std::string>(), std::string("all"));
        QCOMPARE(unit["locked"].get<bool>(), false);
        QVERIFY(json["totals"].contains("predicted_loss") &&
                json["totals"]["predicted_loss"].is_null());
        QVERIFY(json["totals"]["mean_bits"].get<double>() <= 3.3);
    }

    void roundTripIsByteIdentical() {
        const FakeModel model;
        const Plan plan = samplePlan(model);
        QTemporaryDir dir;
        const std::string first = dir.filePath("a.json").toStdString();
        const std::string second = dir.filePath("b.json").toStdString();
        QVERIFY(plan.save(first).ok());
        const Result<Plan> loaded = Plan::load(first);
        QVERIFY2(loaded.ok(), loaded.ok() ? "" : loaded.error().message().c_str());
        QVERIFY(loaded->save(second).ok());
        QFile a(QString::fromStdString(first)), b(QString::fromStdString(second));
        QVERIFY(a.open(QIODevice::ReadOnly) && b.open(QIODevice::ReadOnly));
        QCOMPARE(a.readAll(), b.readAll());
        QCOMPARE(loaded->units, plan.units);
        QCOMPARE(loaded->unrepaired, plan.unrepaired);
        QCOMPARE(loaded->overrides, plan.overrides);
        QCOMPARE(loaded->defaults, plan.defaults);
        QVERIFY(loaded->fits(model).ok());
        QCOMPARE(planTotals(*loaded, model).bytes, plan.totals.bytes);
    }

    void theExampleOfTheContractLoads() {
        const Result<Json> json = parseJson(R"({"format": "moqa-plan", "version": 1,
            "model": {"fingerprint": "f00d", "name": "x"}, "method": "moqa",
            "options": {"bits": 3.0, "widths": [2, 4, 6, 8], "scope": "layer", "overlap": 0.1},
            "defaults": {"attention": {"bits": 8}, "norm": {"bits": 16}},
            "format_of_units": {"group": 64, "symmetric": false},
            "units": [{"layer": 0, "expert": 3, "projection": "gate", "bits": 4, "group": 64,
                       "symmetric": false, "locked": false, "why": "by hand"},
                      {"layer": 0, "expert": 0, "bits": 2}],
            "overrides": [{"pattern": "model.layers.0.self_attn.*", "bits": 16}],
            "totals": {"mean_bits": 2.99, "predicted_loss": null}})",
                                            "example");
        QVERIFY(json.ok());
        const Result<Plan> plan = Plan::fromJson(*json, "example");
        QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().message().c_str());
        QCOMPARE(plan->units[0].expert, 0); // sorted; absent keys have their defaults
        QCOMPARE(plan->units[0].projection, Projection::All);
        QCOMPARE(plan->units[0].format, (UnitFormat{2, 64, false}));
        QCOMPARE(plan->totals.meanBits, 2.99);
    }

    void hostilePlansAreRefusedByKey_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value"); // "" removes the key
        QTest::addColumn<QString>("words");
        const auto row = [](const char* pointer, const char* value, const char* words) {
            QTest::addRow("%s = %s", pointer, value) << pointer << value << words;
        };
        row("/format", "\"x\"", "\"format\"");
        row("/version", "2", "\"version\" is 2");
        row("/version", "\"1\"", "\"version\"");
        row("/model", "", "\"model\" is missing");
        row("/model", "[]", "\"model\" must be an object");
        row("/model/name", "7", "\"name\"");
        row("/method", "{}", "\"method\"");
        row("/options", "3", "\"options\"");
        row("/defaults/attention", "8", "\"attention\" must be an object");
        row("/defaults/attention/bits", "7", "defaults.attention: \"bits\"");
        row("/defaults/cheese", "{\"bits\": 8}", "\"cheese\"");
        row("/format_of_units/group", "0", "format_of_units: \"group\"");
        row("/format_of_units/symmetric", "1", "\"symmetric\"");
        row("/units", "{}", "\"units\" must be a list");
        row("/units/1", "3", "units[1]");
        row("/units/1/layer", "-1", "units[1]: \"layer\" is -1");
        row("/units/1/layer", "99999999999999999999", "units[1]: \"layer\"");
        row("/units/1/expert", "1e300", "units[1]: \"expert\"");
        row("/units/1/expert", "", "units[1]: \"expert\"");
        row("/units/1/bits", "", "units[1]: \"bits\"");
        row("/units/1/bits", "3.0", "units[1]: \"bits\"");
        row("/units/1/group", "-2", "units[1]: \"group\"");
        row("/units/1/group", "0", "units[1]: \"group\"");
        row("/units/1/projection", "\"sideways\"", "units[1]: \"projection\"");
        row("/units/1/locked", "\"no\"", "units[1]: \"locked\"");
        row("/units/1/why", "[]", "units[1]: \"why\"");
        row("/units/1", "{\"layer\": 0, \"expert\": 0, \"bits\": 4}", "decided twice");
        row("/overrides", "null", "\"overrides\" must be a list");
        row("/overrides/0", "1", "overrides[0]");
        row("/overrides/0/pattern", "\"\"", "overrides[0]: \"pattern\"");
        row("/overrides/0/bits", "9", "overrides[0]: \"bits\"");
        row("/totals", "", "\"totals\" is missing");
        row("/totals/bytes", "\"many\"", "totals: \"bytes\"");
        row("/unrepaired/0/bits", "5.5", "unrepaired[0]: \"bits\"");
    }
    void hostilePlansAreRefusedByKey() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, words);
        const FakeModel model;
        Json json = samplePlan(model).toJson();
        const Json::json_pointer at(pointer.toStdString());
        if (value.isEmpty())
            json[at.parent_pointer()].erase(at.back());
        else
            json[at] = Json::parse(value.toStdString());
        const Result<Plan> plan = Plan::fromJson(json, "plan.json");
        QVERIFY(!plan.ok());
        QCOMPARE(plan.error().code, ErrorCode::BadInput);
        const QString message = QString::fromStdString(plan.error().message());
        QVERIFY2(message.contains(words), qPrintable(message));
    }

    void anExpertAsAWholeAndInPartIsRefused() {
        const FakeModel model;
        Json json = samplePlan(model).toJson();
        Json part = json["units"][0];
        part["projection"] = "gate";
        json["units"].push_back(part);
        QVERIFY(!Plan::fromJson(json, "x").ok());
        QVERIFY(!Plan::fromJson(Json::array(), "x").ok());
    }

    void filesThatAreNoPlansAreRefused() {
        QTemporaryDir dir;
        const QString path = dir.filePath("p.json");
        QCOMPARE(Plan::load(path.toStdString()).error().code, ErrorCode::BadInput);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"format": "moqa-plan", "format": "moqa-plan"})");
        file.close();
        QVERIFY(Plan::load(path.toStdString()).error().message().find("twice") !=
                std::string::npos);
        QCOMPARE(samplePlan(FakeModel()).save("/nonexistent/p.json").error().code, ErrorCode::Io);
    }

    void fitsSaysWhatDoesNot() {
        const FakeModel model;
        const Plan good = samplePlan(model);
        QVERIFY(good.fits(model).ok());
        const auto refusal = [&](const std::function<void(Plan&)>& change) {
            Plan plan = good;
            change(plan);
            const Status status = plan.fits(model);
            return status.ok() ? std::string() : status.error().message();
        };
        const auto has = [](const std::string& text, const char* words) {
            return text.find(words) != std::string::npos;
        };
        QVERIFY(has(refusal([](Plan& p) { p.modelFingerprint = "0"; }), "another model"));
        QVERIFY(has(refusal([](Plan& p) { p.units.pop_back(); }), "no unit for this expert"));
        QVERIFY(has(refusal([](Plan& p) { p.units.back().layer = 7; }), "does not have"));
        QVERIFY(has(refusal([](Plan& p) { p.units[0].format.group = 48; }),
                    "model.layers.0.mlp.experts.0.gate_proj.weight: groups of 48"));
    }
};

QTEST_GUILESS_MAIN(TestPlanJson)
#include "tst_plan_json.moc"
