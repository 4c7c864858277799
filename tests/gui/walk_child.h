// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program's window as it starts, and what a second process of the walk does with one of its
// own: describe where it stands, look at every page, edit until it is killed. The child is the test
// itself with "--child".

#include "app/gui/main_window.h"
#include "views/heatmap/heat_map_view.h"

#include <QJsonObject>
#include <QMap>
#include <functional>
#include <memory>

namespace moqa {

struct WalkWindow {
    WalkWindow();
    HeatMapView* map() const; // in sight
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const;
    bool opens(const QString& path);           // waits
    QString figure(const QString& name) const; // the label of that accessible name
    bool says(const QString& text) const;      // in a label or under the map
    void raiseDock(const QString& title) const;
    void choosePaletteEntry(const QString& letters) const;

    Workbench workbench;
    std::unique_ptr<MainWindow> main;
    QStringList errors;
};

inline constexpr int kWalkJobMs = 240'000; // sanitizers on a busy machine are thirty times slower
inline constexpr int kChildBrush = 5;      // the bits that "edit" gives the first layer

inline constexpr const char* kWalkNothing = "-";                   // in place of a workspace
inline constexpr const char* kWalkLanguage = "MOQA_WALK_LANGUAGE"; // of a child

// Where everything stands.
QJsonObject placesOf(const MainWindow& window);

// "describe", "look WORKSPACE [HEIGHT [plain|presenter [STUDY]]]" or "edit WORKSPACE"; the exit
// code.
int walkChild(const QStringList& arguments);
// The main of a test with children: gives it and them a home without settings, the program's
// language and accessibility, and runs the test, or the child that the arguments ask for.
int walkMain(int argc, char* argv[], const std::function<std::unique_ptr<QObject>()>& newTest);
// What the child told; empty if it failed.
QJsonObject runWalkChild(const QStringList& arguments,
                         const QMap<QString, QString>& environment = {});

} // namespace moqa
