// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Marks a text of a table for translation in the context "moqa": lupdate knows the name, the engine
// itself speaks English.
#define MOQA_TEXT(text) text
