// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Icons of resources/icons (SVG drawn in "currentColor"), painted in the palette's text colour of
// the moment: they follow light and dark, and are sharp at any scale.

#include <QIcon>
#include <QString>

namespace moqa {

QIcon themedIcon(const QString& name);

} // namespace moqa
