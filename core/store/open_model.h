// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One door for every kind of MODEL argument (cli.md).

#include "core/base/result.h"
#include "core/checkpoint/model_source.h"

#include <memory>
#include <string>

namespace moqa {

// A folder in hub layout, a .safetensors file with config.json beside it, or our own .h5.
Result<std::shared_ptr<const ModelSource>> openModel(const std::string& path);

// Whether this name is one of our own quantized files.
bool isQuantizedPath(const std::string& path);

} // namespace moqa
