// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether a quantized file still fits a new text, what a switch of its cached channels would win,
// and the patches that lie over it. A patch is applied and taken back; the file is never written.

#include "views/pages/page.h"

class QLabel;
class QPushButton;
class QTabWidget;

namespace moqa {

class AdaptForm;
class HeatMapView;
class SeriesView;
class TableTwin;

class AdaptPage : public Page {
    Q_OBJECT
public:
    explicit AdaptPage(Workbench& workbench, QWidget* parent = nullptr);

public slots:
    void chooseText(); // asks for the file
    void savePatch();
    void addPatch();

protected:
    void build() override;
    void refresh() override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* driftTab();
    QWidget* expertsTab();
    QWidget* gainTab();
    QWidget* patchesTab();
    void addBadges();
    void connectForm();
    void connectState();
    void chooseFile();
    void takeBack();
    void showAll();
    void showState();
    void showTexts();
    void showOutcome();
    void showVerdict();
    void showGain();
    void showPatches();
    QString askOpen(const QString& title, const QString& filter);
    std::vector<AdaptText> texts() const;

    AdaptForm* m_form = nullptr;
    QTabWidget* m_tabs = nullptr;
    QLabel *m_verdict = nullptr, *m_gainText = nullptr, *m_basePath = nullptr;
    SeriesView* m_drift = nullptr;
    HeatMapView* m_map = nullptr;
    TableTwin *m_changes = nullptr, *m_gain = nullptr, *m_patches = nullptr;
    QPushButton *m_addPatch = nullptr, *m_takeBack = nullptr;
    std::shared_ptr<const Adaptation> m_shown;
};

} // namespace moqa
