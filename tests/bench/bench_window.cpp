// SPDX-License-Identifier: GPL-3.0-or-later
// bench_window: drives the real pages without a screen over 64 layers x 512 experts x 3 projections
// x 6 corpora and prints, for each kind of event, the time from the event to the last visible plot
// painted. A heat map and the linked scatter are both in sight at 1200 x 800. CPU time is printed
// beside wall time, since it stays true on a busy machine.
#include "core/plan/make_plan.h"
#include "tests/bench/synthetic_work.h"
#include "views/heatmap/heat_map_view.h"
#include "views/pages/activation_page.h"
#include "views/pages/mapping_page.h"
#include "views/pages/plan_page.h"
#include "views/plots/scatter_view.h"
#include "views/state/workbench_actions.h"
#include "views/tables/source_table_model.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QMouseEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace moqa;

namespace {

constexpr int kEvents = 500;
constexpr int kPlannedBits = 8; // not what the brush begins with

double cpuMs() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Counts the paints of plots, so that an event which paints nothing is not taken for a quick one.
class PaintCounter final : public QObject {
public:
    int paints = 0;

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

void settle() {
    // A queued replot asks for a paint in turn: three rounds see both done.
    for (int round = 0; round < 3; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
    }
}

struct Figures {
    double p50 = 0, p95 = 0, most = 0;
};

Figures figuresOf(std::vector<double> ms) {
    std::sort(ms.begin(), ms.end());
    const auto at = [&](double q) {
        return ms[static_cast<size_t>(q * static_cast<double>(ms.size() - 1))];
    };
    return {at(0.5), at(0.95), ms.back()};
}

void measure(const char* name, double targetMs, int events, PaintCounter& counter,
             const std::function<void(int)>& send) {
    std::vector<double> wall, cpu;
    settle();
    const int before = counter.paints;
    for (int i = 0; i < events; ++i) {
        QElapsedTimer timer;
        timer.start();
        const double start = cpuMs();
        send(i);
        settle();
        cpu.push_back(cpuMs() - start);
        wall.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    const Figures w = figuresOf(wall), c = figuresOf(cpu);
    std::printf("%-28s %8.2f %8.2f %8.2f   %8.2f %8.2f   %6.0f   %s (CPU), %d paints\n", name,
                w.p50, w.p95, w.most, c.p50, c.p95, targetMs,
                c.p95 < targetMs ? "reached" : "MISSED", counter.paints - before);
    std::fflush(stdout);
}

void sendMouse(QWidget& target, QEvent::Type type, QPointF at, Qt::MouseButton button,
               Qt::MouseButtons buttons) {
    QMouseEvent event(type, at, target.mapToGlobal(at), button, buttons, Qt::NoModifier);
    QCoreApplication::sendEvent(&target, &event);
}

// Places all over a plot, none twice in a row.
QPointF placeIn(const PlotView& plot, int i) {
    const QRect area = plot.axisRect()->rect().adjusted(5, 5, -5, -5);
    return {area.left() + std::fmod(i * 37.3, area.width()),
            area.top() + std::fmod(i * 17.7, area.height())};
}

struct Bench {
    Workbench workbench;
    QStackedWidget pages;
    PaintCounter counter;
    ActivationPage* activation = nullptr;
    MappingPage* mapping = nullptr;
    PlanPage* plan = nullptr;

    bool open() {
        addWorkbenchActions(workbench);
        const SyntheticSize size;
        const auto model = std::make_shared<SyntheticModel>(size);
        workbench.document().openModel(model);
        workbench.document().setAnalysis(syntheticAnalysis(size), {});
        PlanOptions options;
        options.method = PlanMethod::Uniform;
        options.bits = kPlannedBits;
        auto made = makePlan(*model, nullptr, options);
        if (!made.ok()) {
            std::fprintf(stderr, "bench_window: %s\n", made.error().message().c_str());
            return false;
        }
        workbench.document().addPlan("uniform", std::move(made).value());
        activation = new ActivationPage(workbench);
        mapping = new MappingPage(workbench);
        plan = new PlanPage(workbench);
        auto* const both = new QSplitter;
        both->addWidget(activation);
        both->addWidget(mapping);
        pages.addWidget(both);
        pages.addWidget(plan);
        pages.resize(1200, 800);
        both->setSizes({700, 500});
        pages.show();
        pages.setCurrentIndex(1); // build it too
        settle();
        pages.setCurrentIndex(0);
        settle();
        for (PlotView* const plot : pages.findChildren<PlotView*>())
            plot->installEventFilter(&counter);
        return true;
    }
};

void benchPointing(Bench& bench) {
    auto& map = *bench.activation->findChild<HeatMapView*>();
    measure("hover, heat map", 16, kEvents, bench.counter, [&](int i) {
        sendMouse(map, QEvent::MouseMove, placeIn(map, i), Qt::NoButton, Qt::NoButton);
    });
    auto& scatter = *bench.mapping->findChild<ScatterView*>();
    measure("hover, scatter", 16, kEvents, bench.counter, [&](int i) {
        sendMouse(scatter, QEvent::MouseMove, placeIn(scatter, i), Qt::NoButton, Qt::NoButton);
    });
    map.setFocus();
    map.setCurrentCell({0, 0});
    measure("cursor", 16, kEvents, bench.counter,
            [&](int i) { QTest::keyClick(&map, i % 5 == 4 ? Qt::Key_Down : Qt::Key_Right); });
    map.setFrame({QCPRange(100, 300), QCPRange(10, 40)});
    const QPointF centre = map.axisRect()->rect().center();
    sendMouse(map, QEvent::MouseButtonPress, centre, Qt::MiddleButton, Qt::MiddleButton);
    measure("pan, heat map", 16, kEvents, bench.counter, [&](int i) {
        const double t = i * 0.1;
        sendMouse(map, QEvent::MouseMove,
                  centre + QPointF(60 * std::sin(t), 40 * std::cos(1.3 * t)), Qt::NoButton,
                  Qt::MiddleButton);
    });
    sendMouse(map, QEvent::MouseButtonRelease, centre, Qt::MiddleButton, Qt::NoButton);
    map.fit();
}

void benchPainting(Bench& bench) {
    bench.pages.setCurrentIndex(1);
    settle();
    auto& map = *bench.plan->findChild<HeatMapView*>();
    map.setTool(PlotTool::Paint);
    const QRect area = map.axisRect()->rect();
    // Each move reaches other cells: some five columns on, and down a row now and then.
    const auto at = [&](int i) {
        return QPointF(area.left() + 4 + (i * 11) % (area.width() - 8),
                       area.top() + 4 + (i * 3) % (area.height() - 8));
    };
    sendMouse(map, QEvent::MouseButtonPress, at(0), Qt::LeftButton, Qt::LeftButton);
    measure("paint", 16, kEvents, bench.counter, [&](int i) {
        sendMouse(map, QEvent::MouseMove, at(i + 1), Qt::NoButton, Qt::LeftButton);
    });
    sendMouse(map, QEvent::MouseButtonRelease, at(0), Qt::LeftButton, Qt::NoButton);
    int painted = 0;
    for (int layer = 0; layer < 64; ++layer)
        for (int expert = 0; expert < 512; ++expert)
            painted += bench.workbench.document().bits(layer, expert) != kPlannedBits ? 1 : 0;
    std::printf("%d experts painted\n", painted);
    measure("page switch", 200, 20, bench.counter,
            [&](int i) { bench.pages.setCurrentIndex(i % 2); });
    bench.pages.setCurrentIndex(0);
}

void benchMetrics(Bench& bench) {
    const std::vector<const char*> metrics{"load", "frequency", "gate_mean", "significance"};
    measure("metric switch", 100, 40, bench.counter, [&](int i) {
        bench.workbench.view().setMetric(
            QString::fromLatin1(metrics[static_cast<size_t>(i + 1) % metrics.size()]));
    });
    SourceTableModel table;
    table.setSource(bench.activation->findChild<HeatMapView*>()->source());
    std::printf("%d rows\n", table.rowCount());
    measure("sort of all rows", 100, 20, bench.counter, [&](int i) {
        table.sort(i % 2 == 0 ? 2 : 3, i % 4 < 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
    });
}

} // namespace

int main(int argc, char* argv[]) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    Bench bench;
    if (!bench.open()) return 1;
    std::printf("%-28s %8s %8s %8s   %8s %8s   %6s\n", "ms from event to painted", "p50", "p95",
                "max", "CPU p50", "CPU p95", "target");
    benchPointing(bench);
    benchPainting(bench);
    benchMetrics(bench);
    return 0;
}
