// SPDX-License-Identifier: GPL-3.0-or-later
// What a workspace keeps beside its results: how it was looked at, what was selected, and the list
// of texts. All of it comes back, and what is damaged or from another program does no harm.
#include "views/state/corpus_library.h"
#include "views/state/selection.h"
#include "views/state/view_memory.h"
#include "views/state/view_state.h"

#include <QSignalSpy>
#include <QTest>

using namespace moqa;

namespace {

void setAll(ViewState& view) {
    view.setMetric(QStringLiteral("load"));
    view.setMatrixMetric(QStringLiteral("lift"));
    view.setCorpus(QStringLiteral("code"));
    view.setOtherCorpus(QStringLiteral("maths"));
    view.setLayer(3);
    view.setColourMap(ColourMap::Cividis);
    view.setColourScale(ColourScale::Robust);
    view.setValueScale(ValueScale::Rank);
    view.setReversedColours(true);
    view.setExpertOrder(ExpertOrder::Significance);
    view.setLogAxes(false);
    view.setOwnLimits(QStringLiteral("load"), ColourLimits{0.5, 2});
}

CorpusEntry entryOf(const char* name) {
    CorpusEntry entry;
    entry.name = name;
    entry.path = std::string("/texts/") + name + ".txt";
    return entry;
}

} // namespace

class TestViewMemory : public QObject {
    Q_OBJECT
private slots:
    void theViewComesBack() {
        ViewState was, is;
        setAll(was);
        viewFromJson(is, viewToJson(was));
        QCOMPARE(is.metric(), QStringLiteral("load"));
        QCOMPARE(is.matrixMetric(), QStringLiteral("lift"));
        QCOMPARE(is.corpus(), QStringLiteral("code"));
        QCOMPARE(is.otherCorpus(), QStringLiteral("maths"));
        QCOMPARE(is.layer(), 3);
        QVERIFY(is.colourMap() == ColourMap::Cividis);
        QVERIFY(is.colourScale() == ColourScale::Robust);
        QVERIFY(is.valueScale() == ValueScale::Rank);
        QVERIFY(is.reversedColours() && !is.logAxes());
        QVERIFY(is.expertOrder() == ExpertOrder::Significance);
        QVERIFY(is.ownLimits(QStringLiteral("load")) == ColourLimits({0.5, 2}));
        QVERIFY(!is.ownLimits(QStringLiteral("lift")) && !is.limitsLocked());
        QCOMPARE(viewToJson(is), viewToJson(was));
    }

    void lockedLimitsHoldForEveryMetric() {
        ViewState was, is;
        setAll(was);
        was.setLockedLimits(ColourLimits{0.5, 2});
        viewFromJson(is, viewToJson(was));
        QVERIFY(is.limitsLocked());
        QVERIFY(is.ownLimits(QStringLiteral("any")) == ColourLimits({0.5, 2}));
        is.setOwnLimits(QStringLiteral("load"), std::nullopt); // gives up the lock too
        QVERIFY(!is.limitsLocked() && !is.ownLimits(QStringLiteral("load")));
    }

    void damagedViewsChangeNothing_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no JSON") << QByteArray("{\"metric\": ");
        QTest::newRow("a list") << QByteArray("[1, 2]");
        QTest::newRow("other types")
            << QByteArray(R"({"metric": 3, "layer": "two", "robust": 1, "order": 1.5,
                              "limits": [1, 2], "colour_map": "jet", "locked": 7})");
        QTest::newRow("out of range")
            << QByteArray(R"({"layer": -2, "order": 99, "colour_map": -1, "value_scale": 1e9})");
        QTest::newRow("too large")
            << QByteArray(R"({"layer": 99999999999, "order": 18446744073709551615})");
        QTest::newRow("useless limits")
            << QByteArray(R"({"limits": {"load": [2, 1], "lift": [null, 1], "x": [1]}})");
    }
    void damagedViewsChangeNothing() {
        QFETCH(QByteArray, json);
        ViewState view;
        setAll(view);
        const std::string before = viewToJson(view);
        viewFromJson(view, json.toStdString());
        QCOMPARE(viewToJson(view), before);
    }

    void oneChoiceIsOneSignal() {
        ViewState view;
        QSignalSpy changed(&view, &ViewState::changed);
        view.setMetric(QStringLiteral("load"));
        view.setMetric(QStringLiteral("load"));
        view.setClusteredOrder(true);
        view.setExpertOrder(ExpertOrder::Cluster);
        view.setOwnLimits(QStringLiteral("load"), std::nullopt);
        QCOMPARE(changed.count(), 2);
        QVERIFY(changed[1][0].value<ViewState::Field>() == ViewState::Field::Order);
        view.requestFrame(QStringLiteral("plan/0"), {0, 2, 0, 1});
        QVERIFY(!view.takeRequestedFrame(QStringLiteral("plan/1")));
        QVERIFY(view.takeRequestedFrame(QStringLiteral("plan/0")) == FrameBounds({0, 2, 0, 1}));
        QVERIFY(!view.takeRequestedFrame(QStringLiteral("plan/0"))); // taken once
    }

    void theSelectionComesBack() {
        Selection was, is;
        was.setObjects({ObjectRef::ofExpert(0, 3), ObjectRef::ofExpert(2, 1)});
        was.setCursor(ObjectRef::ofExpert(2, 1));
        selectionFromJson(is, selectionToJson(was));
        QCOMPARE(is.objects(), was.objects());
        QCOMPARE(is.cursor(), was.cursor());
        for (const char* damaged : {"", "[]", R"({"objects": 3, "cursor": []})",
                                    R"({"objects": [{"layer": "x"}], "cursor": [[]]})"})
            selectionFromJson(is, damaged);
        QCOMPARE(is.objects(), was.objects());
        QCOMPARE(is.cursor(), was.cursor());
    }

    void theRestOfATextEvaluates() {
        CorpusEntry entry = entryOf("prose"); // first two thirds
        QCOMPARE(evaluationOf(entry).shareNumerator, int64_t{1});
        QCOMPARE(evaluationOf(entry).shareDenominator, int64_t{3});
        QVERIFY(evaluationOf(entry).tail && !calibrationOf(entry).tail);
        entry.shareNumerator = entry.shareDenominator = 1; // all of it: for both
        QCOMPARE(evaluationOf(entry).shareNumerator, int64_t{1});
        QCOMPARE(evaluationOf(entry).tail, calibrationOf(entry).tail);
    }

    void choicesAndListsSayTheSame() {
        CorpusLibrary library{entryOf("prose"), entryOf("code"), entryOf("drama")};
        library[1].weight = 2.5;
        library[1].tail = true;
        library[1].shareNumerator = 1;
        library[1].shareDenominator = 4;
        library[2].calibrates = false;
        const CorpusChoice choice = choiceOf(library);
        QCOMPARE(choice.calibration.size(), size_t{2});
        QCOMPARE(choice.evaluation.size(), size_t{3});
        QVERIFY(libraryOf(choice, library) == library);
        QCOMPARE(libraryOf(choice)[1].weight, 1.0);
        QCOMPARE(weightsOf(library),
                 (std::vector<std::pair<std::string, double>>{{"prose", 1.0}, {"code", 2.5}}));
        library[1].weight = 1;
        QVERIFY(weightsOf(library).empty()); // all alike is no choice
        const auto again = libraryFromJson(toJson(library), "test");
        QVERIFY(again.ok());
        QVERIFY(*again == library);
    }

    void impossibleTextsAreRefused_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no list") << QByteArray("{}");
        QTest::newRow("no name") << QByteArray(R"([{"path": "/a.txt"}])");
        QTest::newRow("weight 0") << QByteArray(R"([{"name": "a", "weight": 0}])");
        QTest::newRow("weight below") << QByteArray(R"([{"name": "a", "weight": -1}])");
        QTest::newRow("more than all") << QByteArray(R"([{"name": "a", "share": [4, 3]}])");
        QTest::newRow("over nothing") << QByteArray(R"([{"name": "a", "share": [1, 0]}])");
        QTest::newRow("no fraction") << QByteArray(R"([{"name": "a", "share": "half"}])");
        QTest::newRow("three numbers") << QByteArray(R"([{"name": "a", "share": [1, 2, 3]}])");
        QTest::newRow("wrong type") << QByteArray(R"([{"name": "a", "tail": "yes"}])");
    }
    void impossibleTextsAreRefused() {
        QFETCH(QByteArray, json);
        const auto parsed = parseJson(json.toStdString(), "test");
        QVERIFY(parsed.ok());
        const auto library = libraryFromJson(*parsed, "the list");
        QVERIFY(!library.ok());
        QCOMPARE(library.error().code, ErrorCode::BadInput);
    }
};

QTEST_MAIN(TestViewMemory)
#include "tst_view_memory.moc"
