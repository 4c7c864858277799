// SPDX-License-Identifier: GPL-3.0-or-later
// bench_workspace [FILE.moqa]: writes the large workspace if it is not there, opens it in the
// window offscreen, visits every page, and prints how long opening took and how much memory it
// needed.
#include "app/gui/main_window.h"
#include "core/base/memory.h"
#include "tests/bench/large_workspace.h"
#include "views/state/workbench_actions.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStandardPaths>
#include <cstdio>

using namespace moqa;

namespace {
double mebibytes(int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

// Until the page is painted and no event waits.
void settle() {
    for (int round = 0; round < 5; ++round) QApplication::processEvents();
}
} // namespace

int main(int argc, char* argv[]) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("bench_workspace"));
    QStandardPaths::setTestModeEnabled(true);
    const QString path =
        QCoreApplication::arguments().value(1, QStringLiteral("/tmp/moqa-large.moqa"));
    if (!QFileInfo::exists(path)) {
        const Status written = bench::writeLargeWorkspace({}, path.toStdString());
        if (!written.ok()) {
            std::fprintf(stderr, "%s\n", written.error().message().c_str());
            return 1;
        }
        std::printf("wrote %s: %.1f MiB; run again to measure\n", qPrintable(path),
                    mebibytes(QFileInfo(path).size()));
        return 0; // the memory of writing must not be counted
    }
    Workbench workbench;
    addWorkbenchActions(workbench);
    MainWindow window(workbench);
    window.resize(1200, 800);
    window.show();
    settle();
    const double empty = mebibytes(residentBytes());
    QElapsedTimer clock;
    clock.start();
    workbench.openPaths({path});
    while (!workbench.document().isOpen())
        QApplication::processEvents(QEventLoop::WaitForMoreEvents);
    settle();
    std::printf("open to painted page: %lld ms\n", static_cast<long long>(clock.elapsed()));
    for (const PageEntry& page : pageEntries()) {
        clock.restart();
        window.showPage(QLatin1String(page.id));
        settle();
        std::printf("page %-12s %5lld ms, resident %7.1f MiB\n", page.id,
                    static_cast<long long>(clock.elapsed()), mebibytes(residentBytes()));
    }
    workbench.view().setMatrixMetric(QStringLiteral("lift"));
    window.showPage(QStringLiteral("correlation"));
    for (int layer = 0; layer < 64; ++layer) {
        workbench.view().setLayer(layer);
        settle();
    }
    std::printf("after 64 layers of pairs: resident %.1f MiB\n", mebibytes(residentBytes()));
    std::printf("empty window %.1f MiB, peak %.1f MiB\n", empty, mebibytes(peakResidentBytes()));
    workbench.session().close();
    return 0;
}
