// SPDX-License-Identifier: GPL-3.0-or-later
// The house rules that a compiler does not check: which room may include which, file sizes, and the
// licence line. Rooms and arrows are those of the README's developer page.
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

namespace {

struct SourceFile {
    QString path; // relative to the root
    QString text;
};

QList<SourceFile> sourceFiles() {
    const QDir root(QStringLiteral(MOQA_SOURCE_DIR));
    QList<SourceFile> files;
    for (const char* top : {"app", "core", "kernels", "views", "tests"}) {
        QDirIterator it(root.filePath(QLatin1String(top)),
                        {QStringLiteral("*.h"), QStringLiteral("*.cpp"), QStringLiteral("*.cu"),
                         QStringLiteral("*.cuh")},
                        QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly))
                files.append(
                    {root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
        }
    }
    return files;
}

QString roomOf(const QString& path) {
    const QStringList parts = path.split(QLatin1Char('/'));
    return parts[0] == QLatin1String("core") ? parts[0] + QLatin1Char('/') + parts.value(1)
                                             : parts[0];
}

// What each room may include besides itself (kernels: its public header alone).
const QMap<QString, QSet<QString>>& allowedArrows() {
    static const QMap<QString, QSet<QString>> arrows = [] {
        QMap<QString, QSet<QString>> map;
        const auto add = [&map](const char* room, std::initializer_list<const char*> targets) {
            QSet<QString> set;
            for (const char* target : targets) set.insert(QLatin1String(target));
            map.insert(QLatin1String(room), set);
        };
        add("kernels", {});
        add("core/base", {});
        add("core/text", {"core/base"});
        add("core/checkpoint", {"core/base", "kernels"});
        add("core/model", {"core/base", "core/checkpoint", "kernels"});
        add("core/analysis",
            {"core/base", "core/text", "core/checkpoint", "core/model", "kernels"});
        add("core/plan", {"core/base", "core/checkpoint", "core/analysis"});
        add("core/quantize",
            {"core/base", "core/text", "core/checkpoint", "core/model", "core/plan", "kernels"});
        add("core/evaluate",
            {"core/base", "core/text", "core/checkpoint", "core/model", "kernels"});
        add("core/measure",
            {"core/base", "core/text", "core/checkpoint", "core/model", "core/analysis",
             "core/plan", "core/quantize", "core/evaluate", "kernels"});
        add("core/adapt", {"core/base", "core/text", "core/checkpoint", "core/model",
                           "core/analysis", "core/plan", "core/quantize", "core/evaluate"});
        add("core/store",
            {"core/base", "core/text", "core/checkpoint", "core/model", "core/analysis",
             "core/plan", "core/quantize", "core/evaluate", "core/measure", "core/adapt"});
        return map;
    }();
    return arrows;
}

} // namespace

class TestStructure : public QObject {
    Q_OBJECT
private slots:
    void arrowsPointOneWay() {
        static const QRegularExpression include(
            QStringLiteral("^\\s*#\\s*include\\s*[<\"]([^>\"]+)"),
            QRegularExpression::MultilineOption);
        int seen = 0;
        for (const SourceFile& file : sourceFiles()) {
            const QString room = roomOf(file.path);
            if (room == QLatin1String("tests")) continue;
            auto it = include.globalMatch(file.text);
            while (it.hasNext()) {
                const QString target = it.next().captured(1);
                ++seen;
                const QString problem = judge(room, target);
                if (!problem.isEmpty())
                    QFAIL(qPrintable(file.path + QStringLiteral(" includes ") + target +
                                     QStringLiteral(": ") + problem));
            }
        }
        QVERIFY2(seen > 50, "the scan found hardly any include: it looks in the wrong place");
    }

    void theJudgeSeesWrongArrows() {
        const auto wrong = [](const char* room, const char* target) {
            return !judge(QLatin1String(room), QLatin1String(target)).isEmpty();
        };
        QVERIFY(wrong("core/base", "QString"));
        QVERIFY(wrong("core/plan", "qcustomplot.h"));
        QVERIFY(wrong("core/text", "core/model/forward.h"));
        QVERIFY(wrong("core/analysis", "views/state/document.h"));
        QVERIFY(wrong("core/model", "cuda_runtime.h"));
        QVERIFY(wrong("kernels", "core/base/result.h"));
        QVERIFY(wrong("views", "app/gui/main_window.h"));
        QVERIFY(wrong("views", "fstream"));
        QVERIFY(wrong("views", "hdf5.h"));
        QVERIFY(wrong("core/plan", "hdf5.h"));
        QVERIFY(!wrong("core/store", "hdf5.h"));
        QVERIFY(!wrong("core/model", "moqa/kernels.h"));
        QVERIFY(!wrong("views", "core/plan/plan.h"));
        QVERIFY(!wrong("app", "views/state/document.h"));
    }

    void filesStaySmallAndLicensed() {
        for (const SourceFile& file : sourceFiles()) {
            const qsizetype lines = file.text.count(QLatin1Char('\n'));
            QVERIFY2(lines <= 800, qPrintable(file.path + QStringLiteral(" is over 800 lines")));
            QVERIFY2(
                file.text.startsWith(QLatin1String("// SPDX-License-Identifier: GPL-3.0-or-later")),
                qPrintable(file.path + QStringLiteral(" has no licence line")));
        }
    }

private:
    // Why this include is wrong, or nothing.
    static QString judge(const QString& room, const QString& target) {
        const bool qt =
            QRegularExpression(QStringLiteral("^(Q[A-Z]|Qt|qcustomplot)")).match(target).hasMatch();
        const bool inCore = room.startsWith(QLatin1String("core/"));
        if ((inCore || room == QLatin1String("kernels")) && qt)
            return QStringLiteral("core and kernels know no Qt");
        if (inCore && target.startsWith(QLatin1String("cuda")))
            return QStringLiteral("core knows no CUDA header");
        if (target.startsWith(QLatin1String("hdf5")) && room != QLatin1String("core/store"))
            return QStringLiteral("only core/store knows HDF5");
        if (room == QLatin1String("views") && target == QLatin1String("fstream"))
            return QStringLiteral("views open no file");
        if (target.startsWith(QLatin1String("moqa/")))
            return inCore && !allowedArrows()[room].contains(QStringLiteral("kernels"))
                       ? QStringLiteral("this room does not use kernels")
                       : QString();
        static const QRegularExpression ours(QStringLiteral("^(app|core|views|kernels|tests)/"));
        if (!ours.match(target).hasMatch()) return {};
        const QString targetRoom = roomOf(target);
        if (targetRoom == room) return {};
        if (room == QLatin1String("app")) return {};
        if (room == QLatin1String("views"))
            return targetRoom.startsWith(QLatin1String("core/"))
                       ? QString()
                       : QStringLiteral("views use core alone");
        return allowedArrows()[room].contains(targetRoom)
                   ? QString()
                   : QStringLiteral("%1 must not know %2").arg(room, targetRoom);
    }
};

QTEST_GUILESS_MAIN(TestStructure)
#include "tst_structure.moc"
