// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/eta_estimator.h"
#include "views/state/selection.h"

#include <QSignalSpy>
#include <QTest>

using namespace moqa;

class TestSelection : public QObject {
    Q_OBJECT
private slots:
    void oneChangeIsOneSignal() {
        Selection selection;
        QSignalSpy objects(&selection, &Selection::objectsChanged);
        QSignalSpy cursor(&selection, &Selection::cursorChanged);
        QSignalSpy hovered(&selection, &Selection::hoveredChanged);
        selection.setObjects({ObjectRef::ofExpert(1, 2), ObjectRef::ofExpert(1, 3)});
        QCOMPARE(objects.count(), 1);
        selection.setObjects({ObjectRef::ofExpert(1, 3), ObjectRef::ofExpert(1, 2)});
        QCOMPARE(objects.count(), 1); // the same set
        selection.toggle(ObjectRef::ofExpert(1, 2));
        QCOMPARE(objects.count(), 2);
        QVERIFY(!selection.contains(ObjectRef::ofExpert(1, 2)));
        selection.setCursor(ObjectRef::ofExpert(0, 0));
        selection.setCursor(ObjectRef::ofExpert(0, 0));
        QCOMPARE(cursor.count(), 1);
        QCOMPARE(hovered.count(), 0);
    }

    void focusIsTheHoveredElseTheCursor() {
        Selection selection;
        selection.setCursor(ObjectRef::ofExpert(0, 1));
        QCOMPARE(selection.focus().expert, 1);
        selection.setHovered(ObjectRef::ofExpert(0, 7));
        QCOMPARE(selection.focus().expert, 7);
        selection.setHovered({});
        QCOMPARE(selection.focus().expert, 1);
    }

    void expertsOfTwoLayersAreNotTheSame() {
        Selection selection;
        selection.setObjects({ObjectRef::ofExpert(0, 5), ObjectRef::ofExpert(1, 5)});
        QCOMPARE(selection.objects().size(), size_t{2});
    }

    void resetTellsOnlyWhatChanged() {
        Selection selection;
        selection.setPinned(ObjectRef::ofExpert(0, 1));
        QSignalSpy objects(&selection, &Selection::objectsChanged);
        QSignalSpy pinned(&selection, &Selection::pinnedChanged);
        selection.reset();
        QCOMPARE(pinned.count(), 1);
        QCOMPARE(objects.count(), 0);
    }

    void etaFollowsTheSpeed() {
        EtaEstimator eta;
        eta.add(0, 0.0);
        eta.add(1000, 0.1);
        QVERIFY(!eta.remainingMs(1000)); // too early to say
        eta.add(3000, 0.3);
        QCOMPARE(eta.remainingMs(3000).value(), 7000);
        // Waiting for the next report does not make it grow.
        QCOMPARE(eta.remainingMs(4000).value(), 6000);
        // Half the speed since: only the last 15 seconds count.
        for (int64_t ms = 4000; ms <= 20'000; ms += 1000)
            eta.add(ms, 0.3 + 0.02 * static_cast<double>(ms - 3000) / 1000.0);
        const int64_t left = eta.remainingMs(20'000).value();
        QVERIFY2(left > 15'000 && left < 19'000, qPrintable(QString::number(left)));
    }

    void etaIsSilentWithoutProgress() {
        EtaEstimator eta;
        eta.add(0, 0.2);
        eta.add(5000, 0.2);
        QVERIFY(!eta.remainingMs(5000));
    }
};

QTEST_GUILESS_MAIN(TestSelection)
#include "tst_selection.moc"
