// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which runtimes could hold the widths of the active plan, and why not. GUI thread.

#include "core/plan/deployability.h"
#include "views/state/document.h"

#include <QWidget>

class QLabel;
class QTimer;

namespace moqa {

class DeployBadge : public QWidget {
    Q_OBJECT
public:
    explicit DeployBadge(Document& document, QWidget* parent = nullptr);

    int mixedLayers() const { return m_mixed; }

signals:
    void mixedLayersChanged(int mixed);

private:
    void judge();

    Document& m_document;
    QLabel *m_runtimes, *m_layers;
    QTimer* m_soon;
    int m_mixed = 0;
};

QString obstacleText(const RuntimeFit& fit); // "layer 3 mixes 2 and 4 bit ..."

} // namespace moqa
