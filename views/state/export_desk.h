// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What was exported in this session, and whether it is what was meant: what the page Export asked
// for is opened again as soon as it is written, and compared. Starts the jobs; forgets all of a
// document that goes. GUI thread.

#include "core/store/export_check.h"
#include "views/state/document.h"
#include "views/state/job_runner.h"

#include <QObject>
#include <map>
#include <memory>
#include <vector>

namespace moqa {

enum class ExportKind { Quantized, Safetensors };

struct ExportReport {
    ExportKind kind = ExportKind::Quantized;
    std::string planName, planHash;
    std::shared_ptr<const ExportCheck> check;
};

class ExportDesk : public QObject {
    Q_OBJECT
public:
    ExportDesk(Document& document, JobRunner& jobs);

    const std::vector<ExportReport>& reports() const { return m_reports; } // oldest first
    // The last of this kind that was made from a plan with this hash, at this path or (empty)
    // anywhere; null if there is none. Of what was written again since there is none.
    const ExportReport* last(ExportKind kind, const std::string& planHash,
                             const std::string& path = {}) const;

    // What is written to this path next is checked.
    void expect(const QString& path) { m_expected = path; }
    // Something was written, by whomever it was asked for.
    void quantized(const QuantizeRun& run);
    void exported(const QString& folder, const QuantizeRun& from);
    // The file of the shown plan, whenever it was written.
    void checkFile();

signals:
    void changed();
    void failed(const moqa::Error& error);
    void informed(const QString& text);

private:
    void check(ExportReport report, const std::string& path, const std::string& quantizedPath);
    bool wasExpected(const std::string& path);
    // What was known of this path is of the past.
    void written(const std::string& path);

    Document& m_document;
    JobRunner& m_jobs;
    std::vector<ExportReport> m_reports;
    std::map<std::string, int> m_writes; // of each path in this session
    QString m_expected;
};

} // namespace moqa
