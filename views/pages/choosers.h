// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Combo boxes fed from what an analysis holds; choices are set without a signal, made by the user
// with one (QComboBox::activated).

#include "core/analysis/result_array.h"

#include <QHBoxLayout>
#include <QList>
#include <QString>
#include <QVariant>

class QComboBox;

namespace moqa {

struct Choice {
    QString text;
    QVariant data;
    QString tip = {};
};

// A labelled combo box at the end of a row; name is label and accessible name ("&Metric").
QComboBox* addChooser(QHBoxLayout& row, const QString& label);
// Keeps current chosen if it is there, else chooses the first; returns the data chosen.
QVariant setChoices(QComboBox& box, const QList<Choice>& choices, const QVariant& current);

// Metrics with these axes, with title and tooltip; data = id.
QList<Choice> metricChoices(const Analysis& analysis, const char* axes);
// Corpora of a metric; data = name. With singles, only the analysed texts.
QList<Choice> corpusChoices(const Analysis& analysis, const QString& metric, bool singles);
QList<Choice> layerChoices(const Analysis& analysis, bool withAll); // data = model layer, -1 = all

} // namespace moqa
