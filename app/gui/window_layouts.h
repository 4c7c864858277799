// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Three named arrangements of the docks: Explore, Quantize, Compare. Each keeps what the user made
// of it; reset gives all three back as shipped. What cannot be restored (older version, not whole)
// is left alone and the shipped arrangement stays. GUI thread.

#include <QObject>
#include <QStringList>

class QMainWindow;

namespace moqa {

class Settings;

class WindowLayouts : public QObject {
    Q_OBJECT
public:
    // Another set of docks: an older saved state is then ignored instead of half applied.
    static constexpr int kVersion = 2;

    // After docks and bars were added: what the window looks like now is Explore as shipped.
    WindowLayouts(QMainWindow& window, Settings& settings);
    static QStringList names(); // "Explore", "Quantize", "Compare": untranslated, as in action ids
    QString current() const { return m_current; }
    void use(const QString& name);
    void reset();
    void restoreLast(); // as the window was closed
    void storeLast();

signals:
    void changed();

private:
    void arrangeAsShipped(const QString& name);
    QMainWindow& m_window;
    Settings& m_settings;
    QByteArray m_shipped;
    QString m_current;
};

} // namespace moqa
