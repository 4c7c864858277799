// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/panels/log_panel.h"

#include "core/base/files.h"
#include "views/theme/icons.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace moqa {

class LogFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setLeast(LogLevel level) {
        m_least = level;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        const int level = sourceModel()->index(row, 0, parent).data(LogModel::kLevelRole).toInt();
        return level >= static_cast<int>(m_least) &&
               QSortFilterProxyModel::filterAcceptsRow(row, parent);
    }

private:
    LogLevel m_least = LogLevel::Info;
};

LogPanel::LogPanel(LogModel& log, QWidget* parent)
    : QWidget(parent), m_filtered(new LogFilter(this)), m_table(new QTableView(this)) {
    setUpTable(log);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(newBar());
    layout->addWidget(m_table, 1);
}

QWidget* LogPanel::newBar() {
    auto* const bar = new QWidget(this);
    auto* const filter = new QLineEdit(bar);
    filter->setPlaceholderText(tr("Filter"));
    filter->setAccessibleName(tr("Filter of the log"));
    filter->setClearButtonEnabled(true);
    auto* const level = new QComboBox(bar);
    level->addItem(tr("All lines"), static_cast<int>(LogLevel::Info));
    level->addItem(tr("Warnings and errors"), static_cast<int>(LogLevel::Warning));
    level->addItem(tr("Errors"), static_cast<int>(LogLevel::Error));
    level->setAccessibleName(tr("Least level of the lines shown"));
    const auto button = [bar](const char* icon, const QString& tip) {
        auto* const made = new QToolButton(bar);
        made->setIcon(themedIcon(QLatin1String(icon)));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setAutoRaise(true);
        return made;
    };
    QToolButton* const copy = button("copy", tr("Copy the lines selected, or all that are shown"));
    QToolButton* const save = button("save", tr("Save the lines shown as a text file"));
    auto* const row = new QHBoxLayout(bar);
    row->setContentsMargins(4, 2, 4, 0);
    row->addWidget(filter, 1);
    for (QWidget* const widget : std::initializer_list<QWidget*>{level, copy, save})
        row->addWidget(widget);
    connect(filter, &QLineEdit::textChanged, m_filtered,
            &QSortFilterProxyModel::setFilterFixedString);
    connect(level, &QComboBox::currentIndexChanged, this, [this, level] {
        m_filtered->setLeast(static_cast<LogLevel>(level->currentData().toInt()));
    });
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(shownText()); });
    connect(save, &QToolButton::clicked, this, &LogPanel::askAndSave);
    return bar;
}

void LogPanel::setUpTable(LogModel& log) {
    m_filtered->setSourceModel(&log);
    m_filtered->setFilterKeyColumn(-1);
    m_filtered->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_table->setModel(m_filtered);
    m_table->setAccessibleName(tr("Log"));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    followFont();
    auto* const copy = new QAction(tr("Copy"), m_table);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(shownText()); });
    m_table->addAction(copy);
    auto* const show = new QAction(tr("Show what it names"), m_table);
    show->setToolTip(tr("The tensor, expert or layer that the line names (Enter)"));
    connect(show, &QAction::triggered, this, [this] { jump(m_table->currentIndex()); });
    m_table->addAction(show);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_table, &QTableView::activated, this, &LogPanel::jump);
    // Follows the end, but stays where the reader scrolled to.
    connect(m_filtered, &QAbstractItemModel::rowsAboutToBeInserted, m_table, [this] {
        const QScrollBar* const bar = m_table->verticalScrollBar();
        m_table->setProperty("atEnd", bar->value() == bar->maximum());
    });
    connect(m_filtered, &QAbstractItemModel::rowsInserted, m_table, [this] {
        if (m_table->property("atEnd").toBool()) m_table->scrollToBottom();
    });
}

void LogPanel::jump(const QModelIndex& line) {
    if (line.isValid()) emit jumpRequested(line.siblingAtColumn(LogModel::Text).data().toString());
}

void LogPanel::followFont() {
    const QFontMetrics metrics(m_table->font());
    m_table->verticalHeader()->setDefaultSectionSize(metrics.height() + 6);
    const int margin = metrics.averageCharWidth() * 2;
    m_table->setColumnWidth(LogModel::Time,
                            metrics.horizontalAdvance(QStringLiteral("00:00:00")) + margin);
    m_table->setColumnWidth(LogModel::Level, metrics.averageCharWidth() * 11);
    m_table->setColumnWidth(LogModel::Area, metrics.averageCharWidth() * 24);
}

bool LogPanel::event(QEvent* event) {
    if (event->type() == QEvent::FontChange) followFont();
    return QWidget::event(event);
}

QString LogPanel::shownText() const {
    QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        for (int row = 0; row < m_filtered->rowCount(); ++row) rows << m_filtered->index(row, 0);
    std::sort(rows.begin(), rows.end());
    QString text;
    for (const QModelIndex& row : rows) {
        QStringList fields;
        for (int column = 0; column < LogModel::ColumnCount; ++column)
            fields << row.siblingAtColumn(column).data().toString();
        text += fields.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void LogPanel::askAndSave() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save the log"), QDir::home().filePath(QStringLiteral("moqa-workbench.log")),
        tr("Text (*.log *.txt)"));
    if (path.isEmpty()) return;
    m_table->clearSelection();
    const Status saved =
        writeFileAtomically(path.toStdString(), shownText().toUtf8().toStdString());
    if (saved.ok())
        emit written();
    else
        emit failed(saved.error());
}

} // namespace moqa
