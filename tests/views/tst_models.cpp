// SPDX-License-Identifier: GPL-3.0-or-later
// Item models under Qt's own tester, and what they say.
#include "core/plan/make_plan.h"
#include "tests/views/fake_model.h"
#include "views/heatmap/grid_source.h"
#include "views/panels/inspector_panel.h"
#include "views/state/log_model.h"
#include "views/state/text.h"
#include "views/tables/corpora_model.h"
#include "views/tables/model_tree_model.h"
#include "views/tables/plan_library_model.h"
#include "views/tables/result_tables.h"
#include "views/tables/source_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace moqa;

class TestModels : public QObject {
    Q_OBJECT
private slots:
    void log() {
        LogModel model;
        QAbstractItemModelTester tester(&model);
        for (int i = 0; i < LogModel::kMaxLines + 10; ++i)
            model.append(LogLevel::Info, QStringLiteral("job"), QString::number(i));
        QCOMPARE(model.rowCount(), LogModel::kMaxLines);
        QCOMPARE(model.index(0, LogModel::Text).data().toString(), QStringLiteral("10"));
        QVERIFY(model.toText().contains(QStringLiteral("\tjob\t10\n")));
    }

    void modelTree() {
        ModelTreeModel model;
        QAbstractItemModelTester tester(&model);
        model.setModel(std::make_shared<FakeModel>());
        QCOMPARE(model.rowCount(), 3); // embedding, layer 0, layer 2
        const QModelIndex layer = model.index(1, 0);
        QCOMPARE(layer.data().toString(), QStringLiteral("layer 0"));
        const QModelIndex routed = model.index(0, 0, layer);
        QCOMPARE(model.rowCount(routed), 4);
        const QModelIndex expert = model.index(2, 0, routed);
        QCOMPARE(expert.data().toString(), QStringLiteral("expert 2"));
        QCOMPARE(model.rowCount(expert), 3);
        // 3 x 64 x 64 weights of 2 bytes.
        QCOMPARE(expert.siblingAtColumn(ModelTreeModel::Bytes).data().toString(), byteText(24576));
        QCOMPARE(model.index(0, ModelTreeModel::Shape, expert).data().toString(),
                 QStringLiteral("64 \u00d7 64"));
        model.setModel(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void planLibrary() {
        const auto source = std::make_shared<FakeModel>();
        Document document;
        PlanLibraryModel model(document);
        QAbstractItemModelTester tester(&model);
        document.openModel(source);
        QCOMPARE(model.rowCount(), 0);
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = 4;
        const auto plan = makePlan(*source, nullptr, options);
        QVERIFY(plan.ok());
        document.addPlan("p", plan.value());
        QVERIFY(document.duplicatePlan("p"));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.rowOf("p (2)"), 1);
        QVERIFY(model.setData(model.index(1, PlanLibraryModel::Name), QStringLiteral("q"),
                              Qt::EditRole));
        QVERIFY(!model.setData(model.index(1, PlanLibraryModel::Name), QStringLiteral("p"),
                               Qt::EditRole));
        QVERIFY(model.setData(model.index(1, PlanLibraryModel::Notes), QStringLiteral("why"),
                              Qt::EditRole));
        QCOMPARE(document.planNotes("q"), std::string("why"));
        QCOMPARE(model.index(0, PlanLibraryModel::Results).data().toString(),
                 QStringLiteral("not quantized"));
        document.undo();
        document.undo();
        QCOMPARE(model.nameAt(1), std::string("p (2)"));
        document.setReadOnly(QStringLiteral("why not"));
        QVERIFY(!(model.flags(model.index(0, 0)) & Qt::ItemIsEditable));
        document.close();
        QCOMPARE(model.rowCount(), 0);
    }

    void corpora() {
        CorporaModel model;
        QAbstractItemModelTester tester(&model);
        model.addFile(QStringLiteral("/a/code.txt"));
        model.addFile(QStringLiteral("/b/code.txt"));
        QCOMPARE(model.index(1, CorporaModel::Name).data().toString(), QStringLiteral("code2"));
        QVERIFY(model.setData(model.index(1, CorporaModel::Calibrates), Qt::Unchecked,
                              Qt::CheckStateRole));
        QCOMPARE(model.calibratingCount(), 1);
        const CorpusChoice choice = model.choice();
        QCOMPARE(choice.calibration.size(), size_t{1});
        QCOMPARE(choice.evaluation.size(), size_t{2});
        QVERIFY(!choice.calibration[0].tail && choice.evaluation[0].tail);
        QVERIFY(!model.setData(model.index(0, CorporaModel::Name), QStringLiteral("a|b"),
                               Qt::EditRole));
        QVERIFY(!model.setData(model.index(0, CorporaModel::Name), QStringLiteral("code2"),
                               Qt::EditRole));
        const auto edit = [&](int column, const QVariant& value) {
            return model.setData(model.index(0, column), value, Qt::EditRole);
        };
        QVERIFY(edit(CorporaModel::Weight, 2.5));
        QVERIFY(edit(CorporaModel::Split, QStringLiteral("3/4")));
        for (const char* bad : {"4/3", "0/3", "x", "1/0", "1/2/3", "1/5000"})
            QVERIFY2(!edit(CorporaModel::Split, QLatin1String(bad)), bad);
        QVERIFY(!edit(CorporaModel::Weight, -1) &&
                !edit(CorporaModel::Weight, QStringLiteral("x")));
        QCOMPARE(model.library()[0].weight, 2.5);
        QCOMPARE(model.choice().evaluation[0].shareNumerator, int64_t{1});
        QCOMPARE(model.choice().evaluation[0].shareDenominator, int64_t{4});
        QVERIFY(model.library()[0].isKnown() && !model.library()[1].isKnown());
        QCOMPARE(model.index(1, CorporaModel::Calibrates).data().toString(), QStringLiteral("new"));
        CorporaModel copy;
        copy.setChoice(choice);
        QCOMPARE(copy.rowCount(), 2);
        QCOMPARE(copy.calibratingCount(), 1);
        model.removeText(0);
        QCOMPARE(model.rowCount(), 1);
    }

    void layers() {
        LayerTable model;
        QAbstractItemModelTester tester(&model);
        model.append({-1, 0.1, std::numeric_limits<double>::quiet_NaN(), 0, 0.5});
        model.append({3, 0.25, 0.125, 2, 1.5});
        QCOMPARE(model.index(0, LayerTable::Layer).data().toString(),
                 QStringLiteral("outside layers"));
        QCOMPARE(model.index(0, LayerTable::OutputError).data().toString(),
                 QStringLiteral("not seen"));
        QCOMPARE(model.index(1, LayerTable::OutputError).data().toString(),
                 QLocale().toString(0.125));
        model.setLayers({});
        QCOMPARE(model.rowCount(), 0);
    }

    void scores() {
        EvaluateTable model;
        QAbstractItemModelTester tester(&model);
        EvaluateRun run;
        run.knownCorpora = {"code"};
        for (const char* name : {"code", "drama"}) {
            CorpusScore score;
            score.corpus = name;
            score.scored = 2048;
            score.ppl = 20;
            run.full.corpora.push_back(score);
            score.ppl = 21;
            score.hasReference = true;
            score.kl = 0.5;
            score.sameTop1 = 0.75;
            run.quantized.corpora.push_back(score);
        }
        model.setRun(run);
        QCOMPARE(model.rowCount(), 2);
        const auto text = [&](int row, int column) {
            return model.index(row, column).data().toString();
        };
        QCOMPARE(text(0, EvaluateTable::Kind), QStringLiteral("known"));
        QCOMPARE(text(1, EvaluateTable::Kind), QStringLiteral("new"));
        QCOMPARE(text(0, EvaluateTable::Change), QStringLiteral("+5.00 %"));
        QCOMPARE(text(0, EvaluateTable::Kl), QStringLiteral("0.5"));
        QCOMPARE(text(0, EvaluateTable::SameTop1), QStringLiteral("75.00 %"));
    }

    void twin() {
        SourceTableModel model;
        QAbstractItemModelTester tester(&model);
        model.setSource(unitGrid(fakeAnalysis(), QStringLiteral("load"), QStringLiteral("code")));
        QCOMPARE(model.rowCount(), 8);
        QCOMPARE(model.columnCount(), 4);
        QCOMPARE(model.index(4, 2).data(Qt::EditRole).toDouble(), 0.25);
        model.setSource(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }

    void inspector() {
        InspectorModel model;
        QAbstractItemModelTester tester(&model);
        const auto lines = [](const QString& value) {
            return UnitLines{{QStringLiteral("prose"), QStringLiteral("code")},
                             {{QStringLiteral("Load"), {}, {value, QStringLiteral("3")}}}};
        };
        model.setLines(lines(QStringLiteral("1.5")));
        QCOMPARE(model.columnCount(), 3);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setLines(lines(QStringLiteral("2"))); // other values: the view keeps its place
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("2"));
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(),
                 QStringLiteral("code"));
        model.setLines({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
