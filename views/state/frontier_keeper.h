// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Keeps the frontier of the document's current loss table: built in a job when first wanted, and
// again when the table, the model or the rules and formats of the active plan change. GUI thread.

#include "views/state/frontier.h"
#include "views/state/workbench.h"

#include <QObject>

namespace moqa {

class FrontierKeeper : public QObject {
    Q_OBJECT
public:
    explicit FrontierKeeper(Workbench& workbench, QObject* parent = nullptr);

    // From now on it is kept up to date.
    void want();
    // Null while there is none.
    std::shared_ptr<const Frontier> frontier() const { return m_frontier; }
    const QString& refusal() const { return m_refusal; } // why there is none beside a table

signals:
    void changed();

private:
    void follow();
    void take(Result<std::shared_ptr<const Frontier>> built);

    Workbench& m_workbench;
    bool m_wanted = false;
    std::shared_ptr<const LossTable> m_table; // what m_frontier, or the job, is made from
    std::shared_ptr<const ModelSource> m_model;
    PlanOptions m_options;
    std::shared_ptr<const Frontier> m_frontier;
    QString m_refusal;
};

} // namespace moqa
