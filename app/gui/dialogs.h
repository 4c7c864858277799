// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Questions the window asks before it calls a verb.

#include <QStringList>

class QWidget;

namespace moqa {

class Settings;
class Workbench;

QStringList askModelFiles(QWidget* parent, Settings& settings);
void askAndAnalyze(QWidget* parent, Workbench& workbench);
void askAndMeasure(QWidget* parent, Workbench& workbench);
void askAndPlan(QWidget* parent, Workbench& workbench);

} // namespace moqa
