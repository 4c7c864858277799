// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/row_height.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

namespace moqa {

namespace {

class RowHeight final : public QObject {
public:
    RowHeight(QTableView& table, int padding)
        : QObject(&table), m_table(table), m_padding(padding) {
        table.installEventFilter(this);
        fit();
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::FontChange) fit();
        return QObject::eventFilter(watched, event);
    }

private:
    void fit() {
        m_table.verticalHeader()->setDefaultSectionSize(m_table.fontMetrics().height() + m_padding);
    }

    QTableView& m_table;
    int m_padding;
};

} // namespace

void keepRowHeight(QTableView& table, int padding) { new RowHeight(table, padding); }

} // namespace moqa
