// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/export_desk.h"

#include "views/state/engine_jobs.h"
#include "views/state/text.h"

#include <QFileInfo>

namespace moqa {

ExportDesk::ExportDesk(Document& document, JobRunner& jobs) : m_document(document), m_jobs(jobs) {
    connect(&document, &Document::opened, this, [this] {
        m_reports.clear();
        emit changed();
    });
}

const ExportReport* ExportDesk::last(ExportKind kind, const std::string& planHash,
                                     const std::string& path) const {
    for (auto report = m_reports.rbegin(); report != m_reports.rend(); ++report)
        if (report->kind == kind && report->planHash == planHash &&
            (path.empty() || report->check->path == path))
            return &*report;
    return nullptr;
}

void ExportDesk::written(const std::string& path) {
    ++m_writes[path];
    std::erase_if(m_reports,
                  [&path](const ExportReport& report) { return report.check->path == path; });
}

bool ExportDesk::wasExpected(const std::string& path) {
    if (qstr(path) != m_expected) return false;
    m_expected.clear();
    return true;
}

void ExportDesk::quantized(const QuantizeRun& run) {
    written(run.outputPath);
    if (!wasExpected(run.outputPath)) return emit changed();
    check({ExportKind::Quantized, run.planName, run.planHash, nullptr}, run.outputPath, {});
}

void ExportDesk::exported(const QString& folder, const QuantizeRun& from) {
    written(folder.toStdString());
    if (!wasExpected(folder.toStdString())) return emit changed();
    check({ExportKind::Safetensors, from.planName, from.planHash, nullptr}, folder.toStdString(),
          from.outputPath);
}

void ExportDesk::checkFile() {
    const auto run = m_document.quantizeRun(m_document.activePlanName());
    if (!run || !run->complete) return;
    check({ExportKind::Quantized, run->planName, run->planHash, nullptr}, run->outputPath, {});
}

void ExportDesk::check(ExportReport report, const std::string& path,
                       const std::string& quantizedPath) {
    if (!m_document.model()) return;
    const CheckJob job{m_document.model(), path, quantizedPath};
    m_jobs.run<ExportCheck>(
        JobKind::Check, tr("Check %1").arg(QFileInfo(qstr(path)).fileName()),
        [job](JobContext& context) { return runCheckExport(job, context); }, this,
        [this, report, path, writes = m_writes[path]](Result<ExportCheck> check) mutable {
            if (m_writes[path] != writes) return emit changed(); // it looked at what was replaced
            if (!check.ok()) {
                if (check.error().code != ErrorCode::Cancelled) emit failed(check.error());
                return emit changed();
            }
            report.check = std::make_shared<const ExportCheck>(std::move(check).value());
            const auto& done = *report.check;
            if (const int64_t wrong = done.mismatches(); wrong > 0)
                emit failed(Error{ErrorCode::BadInput,
                                  std::to_string(wrong) + " tensors do not come back as written",
                                  done.path, "check the disk and write it again"});
            else
                emit informed(tr("Checked %1: all %n tensor(s) come back as they were written.",
                                 nullptr, static_cast<int>(done.tensors.size()))
                                  .arg(QFileInfo(qstr(done.path)).fileName()));
            m_reports.push_back(std::move(report));
            emit changed();
        });
    emit changed();
}

} // namespace moqa
