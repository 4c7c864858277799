// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A page by itself on the shipped demo model, in sight. The demo belongs to the project: without it
// a test fails.

#include "core/store/demo_files.h"
#include "core/store/open_model.h"
#include "views/state/workbench.h"
#include "views/state/workbench_actions.h"

#include <QTest>
#include <memory>

namespace moqa {

template <class Page>
struct DemoPage {
    // Null: the test has failed.
    static std::unique_ptr<DemoPage> open() {
        const auto demo = findDemoFiles();
        const auto model = demo.ok() ? openModel(demo->modelPath) : demo.error();
        if (!model.ok()) {
            QTest::qFail(model.error().message().c_str(), __FILE__, __LINE__);
            return nullptr;
        }
        auto shown = std::make_unique<DemoPage>();
        addWorkbenchActions(shown->workbench);
        shown->workbench.document().openModel(*model);
        shown->page = std::make_unique<Page>(shown->workbench);
        shown->page->resize(1100, 800);
        shown->page->show();
        if (QTest::qWaitForWindowExposed(shown->page.get())) return shown;
        QTest::qFail("the page is not exposed", __FILE__, __LINE__);
        return nullptr;
    }
    const ModelSource& model() { return *workbench.document().model(); }

    Workbench workbench;
    std::unique_ptr<Page> page;
};

} // namespace moqa
