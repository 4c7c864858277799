#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# build.sh PRESET [TARGET...]: packages, configure, build (everything, or these targets). Says whether
# the CUDA kernels are built.
set -euo pipefail
cd "$(dirname "$0")/../.."
preset=${1:-release}
shift || true

bash resources/scripts/install-packages.sh

# The toolkit's usual place, when it is installed but not on the PATH.
if ! command -v nvcc >/dev/null && [ -x /usr/local/cuda/bin/nvcc ]; then PATH=/usr/local/cuda/bin:$PATH; fi
if command -v nvcc >/dev/null; then
  echo "CUDA: toolkit found ($(nvcc --version | sed -n 's/.*release \([0-9.]*\).*/\1/p')), the CUDA kernels are built"
else
  echo "CUDA: no toolkit found, building for the CPU alone (everything works without)"
fi

log=build/$preset-configure.log
mkdir -p build
cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
cmake --build --preset "$preset" ${1:+--target "$@"}
