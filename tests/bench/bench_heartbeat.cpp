// SPDX-License-Identifier: GPL-3.0-or-later
// bench_heartbeat [SECONDS]: opens the demo in the window offscreen, starts an analysis and a
// quantization at the same time (which the window itself would let wait for each other), moves the
// mouse over the heat map, and prints the gaps between the beats of a 10 ms timer. A gap without
// CPU time of the window's thread is the machine's, not the program's.
#include "app/gui/main_window.h"
#include "core/store/demo_files.h"
#include "views/heatmap/heat_map_view.h"
#include "views/state/workbench_actions.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace moqa;

namespace {

constexpr int kBeatMs = 10;
constexpr double kTargetMs = 100;
constexpr int kDefaultSeconds = 20;
constexpr int kHoverBeats = 10; // a mouse move every so many beats

double cpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

bool waitUntil(const std::function<bool()>& condition, int64_t limitMs) {
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < limitMs)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return condition();
}

struct Gap {
    double ms = 0, cpuMs = 0;
    int64_t atMs = 0;
};

class Heart final : public QObject {
public:
    explicit Heart(HeatMapView* map) : m_map(map) {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kBeatMs);
        connect(&m_timer, &QTimer::timeout, this, [this] { beat(); });
    }
    void start() {
        m_clock.start();
        m_cpu = cpuMs();
        m_timer.start();
    }
    void stop() { m_timer.stop(); }
    std::vector<Gap> gaps;

private:
    void beat() {
        const int64_t now = m_clock.nsecsElapsed();
        const double cpu = cpuMs();
        gaps.push_back({static_cast<double>(now - m_last) / 1e6, cpu - m_cpu, now / 1'000'000});
        m_last = now;
        m_cpu = cpu;
        if (m_map && gaps.size() % kHoverBeats == 0) {
            const QRect area = m_map->axisRect()->rect();
            const auto i = static_cast<int>(gaps.size());
            const QPointF at(area.left() + i % area.width(), area.top() + i % area.height());
            QMouseEvent move(QEvent::MouseMove, at, m_map->mapToGlobal(at), Qt::NoButton,
                             Qt::NoButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_map, &move);
        }
    }
    QTimer m_timer;
    QElapsedTimer m_clock;
    HeatMapView* m_map;
    int64_t m_last = 0;
    double m_cpu = 0;
};

void print(std::vector<Gap> gaps) {
    if (gaps.empty()) return;
    std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.ms < b.ms; });
    const auto at = [&](double q) {
        return gaps[static_cast<size_t>(q * static_cast<double>(gaps.size() - 1))].ms;
    };
    std::printf("%zu beats of %d ms: p50 %.1f, p99 %.1f ms\n", gaps.size(), kBeatMs, at(0.5),
                at(0.99));
    for (size_t i = 0; i < std::min<size_t>(5, gaps.size()); ++i) {
        const Gap& gap = gaps[gaps.size() - 1 - i];
        std::printf("  gap of %6.1f ms after %6.2f s, %6.1f ms of them the window's CPU time\n",
                    gap.ms, static_cast<double>(gap.atMs) / 1e3, gap.cpuMs);
    }
    const double longest = gaps.back().ms;
    std::printf("longest gap %.1f ms, target %.0f: %s\n", longest, kTargetMs,
                longest < kTargetMs ? "PASS" : "MISS");
}

} // namespace

int main(int argc, char* argv[]) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("bench_heartbeat"));
    QStandardPaths::setTestModeEnabled(true);
    const int seconds = argc > 1 ? std::atoi(argv[1]) : kDefaultSeconds;
    Workbench workbench;
    addWorkbenchActions(workbench);
    MainWindow window(workbench);
    window.resize(1200, 800);
    window.show();
    Document& document = workbench.document();
    workbench.openDemo();
    const bool ready = waitUntil(
        [&] { return document.analysis() && workbench.jobs().activeCount() == 0; }, 120'000);
    if (!ready) {
        std::fprintf(stderr, "bench_heartbeat: the demo was not analysed\n");
        return 1;
    }
    PlanOptions options;
    options.bits = 3;
    workbench.makePlan(options);
    waitUntil([&] { return document.activePlan() != nullptr; }, 60'000);
    window.showPage(QStringLiteral("activation"));
    waitUntil([&] { return workbench.jobs().activeCount() == 0; }, 60'000);

    QTemporaryDir folder;
    JobRunner second; // the window's own lets one computation wait for the other
    QuantizeJob job{document.model(),
                    *document.activePlan(),
                    document.activePlanName(),
                    document.calibrationCorpora(),
                    {},
                    folder.filePath(QStringLiteral("q.h5")).toStdString(),
                    true,
                    {}};
    bool analysed = false, quantized = false;
    QObject::connect(&document, &Document::analysisChanged, &window, [&] { analysed = true; });
    Heart heart(window.findChild<HeatMapView*>(QStringLiteral("map")));
    workbench.analyze({}, 0);
    second.run<QuantizeRun>(
        JobKind::Quantize, QStringLiteral("quantize"),
        [job](JobContext& context) {
            return runQuantize(
                job, [](const LayerReport&) {}, context);
        },
        &window, [&](Result<QuantizeRun> run) { quantized = run.ok(); });
    heart.start();
    waitUntil([&] { return analysed && quantized; }, int64_t{seconds} * 1000);
    heart.stop();
    std::printf("analysis %s, quantization %s within %d s\n", analysed ? "done" : "still running",
                quantized ? "done" : "still running", seconds);
    print(heart.gaps);
    workbench.jobs().cancelAll();
    second.cancelAll();
    workbench.session().close();
    return 0;
}
