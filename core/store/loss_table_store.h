// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Loss tables in HDF5: below a group of a workspace, or as a file of their own, which is what a
// measurement leaves behind while it is not finished. Inside a group:
//   attributes           model_name, model_fingerprint
//   options.json         u8[n]
//   corpora/{name, text_sha256, tokens}, formats/{bits, group, symmetric},
//   units/{layer, expert, part}          parallel columns
//   errors, scales, unseen, uncertainty  f64, shapes as LossTable says

#include "core/plan/loss_table.h"
#include "core/store/h5_input.h"
#include "core/store/h5_output.h"

#include <string>

namespace moqa {

Status writeLossTable(h5::OutputFile& file, const std::string& group, const LossTable& table);
// BadInput for a table that is damaged or whose parts do not fit each other.
Result<LossTable> readLossTable(const h5::InputFile& file, const std::string& group);

// Atomically; Io, BadInput.
Status saveLossTable(const LossTable& table, const std::string& path);
Result<LossTable> loadLossTable(const std::string& path);

} // namespace moqa
