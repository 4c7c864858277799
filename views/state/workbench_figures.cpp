// SPDX-License-Identifier: GPL-3.0-or-later
// Verbs of the workbench for figures: opening the view that one carries.
#include "core/base/files.h"
#include "views/state/figure_spec.h"
#include "views/state/text.h"
#include "views/state/workbench.h"

#include <QFileInfo>

namespace moqa {

namespace {
constexpr int64_t kMaxFigureBytes = int64_t{64} << 20;
}

void Workbench::openFigure(const QString& path) {
    m_jobs.run<FigureSpec>(
        JobKind::Open, tr("Open the view of %1").arg(QFileInfo(path).fileName()),
        [path](JobContext&) -> Result<FigureSpec> {
            MOQA_TRY(const std::string bytes, readFile(path.toStdString(), kMaxFigureBytes));
            return figureSpecInside(QByteArray::fromStdString(bytes), path);
        },
        this,
        [this](Result<FigureSpec> spec) {
            if (!failed(spec)) showFigure(spec.value());
        });
}

void Workbench::showFigure(const FigureSpec& spec) {
    const auto show = [this, spec] {
        const auto analysis = m_document.analysis();
        if (analysis && !spec.fingerprint.isEmpty() &&
            analysis->modelFingerprint != spec.fingerprint.toStdString())
            inform(tr("The figure is of another model than the one that is open."));
        applySpec(spec, m_view);
        emit pageRequested(spec.page);
    };
    const bool isOpen =
        m_document.isOpen() && (spec.source.isEmpty() || spec.source == m_document.path() ||
                                (m_document.model() && m_document.path().isEmpty() &&
                                 spec.source == qstr(m_document.model()->path())));
    if (isOpen)
        show();
    else if (spec.source.isEmpty())
        report(badInput("the figure does not name the workspace it comes from", {},
                        "open that workspace first, then the figure again"));
    else
        openOne(spec.source, show);
}

} // namespace moqa
