// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/window_pages.h"

#include "views/pages/activation_page.h"
#include "views/pages/adapt_page.h"
#include "views/pages/correlation_page.h"
#include "views/pages/export_page.h"
#include "views/pages/mapping_page.h"
#include "views/pages/model_page.h"
#include "views/pages/plan_page.h"
#include "views/pages/quantize_page.h"
#include "views/pages/scores_page.h"
#include "views/pages/study_page.h"
#include "views/pages/walk_page.h"
#include "views/pages/welcome_page.h"

namespace moqa {

namespace {

template <class T>
Page* make(Workbench& workbench, QWidget* parent) {
    return new T(workbench, parent);
}

struct PageClass {
    const char* id;
    Page* (*make)(Workbench&, QWidget*);
};

constexpr PageClass kPageClasses[] = {
    {"welcome", make<WelcomePage>},
    {"model", make<ModelPage>},
    {"activation", make<ActivationPage>},
    {"walk", make<WalkPage>},
    {"mapping", make<MappingPage>},
    {"correlation", make<CorrelationPage>},
    {"plan", make<PlanPage>},
    {"quantize", make<QuantizePage>},
    {"scores", make<ScoresPage>},
    {"study", make<StudyPage>},
    {"adapt", make<AdaptPage>},
    {"export", make<ExportPage>},
};

} // namespace

Page* newPage(const QString& id, Workbench& workbench, QWidget* parent) {
    for (const PageClass& page : kPageClasses)
        if (id == QLatin1String(page.id)) return page.make(workbench, parent);
    return nullptr;
}

} // namespace moqa
