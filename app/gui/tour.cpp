// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/tour.h"

#include "app/gui/main_window.h"
#include "views/heatmap/heat_map_view.h"
#include "views/plots/scatter_view.h"
#include "views/state/workbench.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QGroupBox>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

namespace {

constexpr int kFollowMs = 150; // pages are composed late, results arrive later still
constexpr int kMargin = 12;
constexpr double kTourBits = 3.0;

struct Step {
    const char* page;
    const char* title;
    const char* text;
    QWidget* (*find)(const QWidget& page);
};

template <class T>
QWidget* firstVisible(const QWidget& page) {
    for (T* const widget : page.findChildren<T*>())
        if (widget->isVisible()) return widget;
    return nullptr;
}

// The chooser of texts is the one whose data are the corpora: the second of its row.
QWidget* corpusChooser(const QWidget& page) {
    for (QComboBox* const box : page.findChildren<QComboBox*>())
        if (box->isVisible() && box->accessibleName().startsWith(
                                    QCoreApplication::translate("moqa::ActivationPage", "&Corpus:")
                                        .remove(QLatin1Char('&'))))
            return box;
    return nullptr;
}

constexpr Step kTour[Tour::kSteps] = {
    {"activation", QT_TRANSLATE_NOOP("moqa::Tour", "Who carries the load"),
     QT_TRANSLATE_NOOP("moqa::Tour",
                       "Each row is a layer, each cell an expert. Bright cells took more tokens "
                       "than their fair share, hatched ones saw none. Move the mouse, or the arrow "
                       "keys, to read a value with its interval."),
     firstVisible<HeatMapView>},
    {"activation", QT_TRANSLATE_NOOP("moqa::Tour", "It depends on the text"),
     QT_TRANSLATE_NOOP("moqa::Tour",
                       "Choose another text here: other experts light up. Your own texts are a "
                       "drop on this window away. A small sample leaves many experts unseen, so "
                       "its size is always in sight."),
     corpusChooser},
    {"mapping", QT_TRANSLATE_NOOP("moqa::Tour", "Specialists and all-rounders"),
     QT_TRANSLATE_NOOP("moqa::Tour",
                       "What each expert gives on one text against another. On the diagonal it "
                       "matters alike to both; far from it is a specialist. Click a point: the "
                       "same expert is marked on every page."),
     firstVisible<ScatterView>},
    {"plan", QT_TRANSLATE_NOOP("moqa::Tour", "Where the bits go"),
     QT_TRANSLATE_NOOP("moqa::Tour",
                       "A plan gives every expert a width. Choose the tool Paint and draw: the "
                       "size follows while you paint, and Ctrl+Z takes a stroke back. [ and ] step "
                       "the bits of what is selected."),
     firstVisible<HeatMapView>},
    {"quantize", QT_TRANSLATE_NOOP("moqa::Tour", "Quantize, measure, export"),
     QT_TRANSLATE_NOOP("moqa::Tour",
                       "Quantize runs the plan layer by layer; Evaluate then compares with the "
                       "full model on known and on new texts, and only then is a loss shown. "
                       "Export writes what others load."),
     firstVisible<QGroupBox>},
};

class TargetFrame : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(palette().color(QPalette::Highlight), 3));
        painter.drawRoundedRect(rect().adjusted(2, 2, -2, -2), 6, 6);
    }
};

} // namespace

Tour::Tour(MainWindow& window, Workbench& workbench)
    : QWidget(&window), m_window(window), m_workbench(workbench), m_title(new QLabel(this)),
      m_text(new QLabel(this)), m_back(new QPushButton(tr("&Back"), this)),
      m_next(new QPushButton(this)), m_frame(new TargetFrame(&window)) {
    setObjectName(QStringLiteral("tour"));
    setAccessibleName(tr("Tour"));
    m_frame->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(fontMetrics().averageCharWidth() * 52);
    auto* const leave = new QPushButton(tr("&End"), this);
    auto* const buttons = new QHBoxLayout;
    buttons->addWidget(leave);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addLayout(buttons);
    connect(leave, &QPushButton::clicked, this, &Tour::end);
    connect(m_back, &QPushButton::clicked, this, [this] { showStep(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] {
        if (m_step + 1 < kSteps)
            showStep(m_step + 1);
        else
            end();
    });
    connect(&m_follow, &QTimer::timeout, this, &Tour::place);
    window.installEventFilter(this);
    showStep(0);
    m_follow.start(kFollowMs);
}

void Tour::prepare(int step) {
    if (!m_workbench.document().isOpen() && !m_workbench.jobs().isActive(JobKind::Open))
        m_workbench.openDemo();
    const bool needsPlan = QLatin1String(kTour[step].page) == QLatin1String("plan");
    if (needsPlan && !m_planAsked && m_workbench.document().analysis() &&
        !m_workbench.document().activePlan()) {
        m_planAsked = true;
        PlanOptions options;
        options.bits = kTourBits;
        m_workbench.makePlan(options);
    }
}

void Tour::showStep(int step) {
    if (step < 0 || step >= kSteps) return;
    m_step = step;
    prepare(step);
    m_window.showPage(QLatin1String(kTour[step].page));
    m_title->setText(QStringLiteral("<b>%1</b>&nbsp;&nbsp;%2")
                         .arg(tr(kTour[step].title), tr("%1 of %2").arg(step + 1).arg(kSteps)));
    m_text->setText(tr(kTour[step].text));
    setAccessibleDescription(m_text->text());
    m_back->setEnabled(step > 0);
    m_next->setText(step + 1 < kSteps ? tr("&Next") : tr("&Done"));
    m_target = nullptr;
    m_arrived = false;
    place();
    show();
    raise();
    m_next->setFocus();
}

QRect Tour::targetRect() const { return {m_target->mapTo(&m_window, QPoint()), m_target->size()}; }

// Beside the target where there is room, else inside its lower right corner.
void Tour::place() {
    const QString page = QLatin1String(kTour[m_step].page);
    if (!m_arrived && m_window.currentPage() != page)
        m_window.showPage(page); // opening the demo showed another
    if (!m_target || !m_target->isVisible()) {
        const auto* const shown = m_window.findChild<QWidget*>(page);
        m_target = shown ? kTour[m_step].find(*shown) : nullptr;
        m_arrived = m_arrived || (m_target && m_workbench.document().isOpen());
        if (!m_target) prepare(m_step);
    }
    adjustSize();
    m_frame->setVisible(m_target);
    if (!m_target) {
        move((m_window.width() - width()) / 2, (m_window.height() - height()) / 2);
        return;
    }
    const QRect at = targetRect();
    m_frame->setGeometry(at.adjusted(-4, -4, 4, 4));
    m_frame->raise();
    QPoint corner;
    if (at.bottom() + kMargin + height() < m_window.height())
        corner = {at.left(), at.bottom() + kMargin};
    else if (at.top() - kMargin - height() > 0)
        corner = {at.left(), at.top() - kMargin - height()};
    else
        corner = at.bottomRight() - QPoint(width() + 2 * kMargin, height() + 2 * kMargin);
    corner.setX(std::clamp(corner.x(), 0, std::max(0, m_window.width() - width())));
    move(corner);
    raise();
}

void Tour::end() {
    m_follow.stop();
    m_window.removeEventFilter(this);
    m_frame->deleteLater();
    hide();
    emit ended();
    deleteLater();
}

bool Tour::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize || event->type() == QEvent::FontChange) place();
    return QWidget::eventFilter(watched, event);
}

// Esc belongs to the window's selection; while the callout has the keys it is the callout's.
bool Tour::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void Tour::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        end();
    else
        QWidget::keyPressEvent(event);
}

void Tour::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRoundedRect(rect().adjusted(1, 1, -1, -1), 8, 8);
}

} // namespace moqa
