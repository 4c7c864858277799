// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/loops.h"

#include <cstdlib>
#include <string_view>

namespace moqa::kernels {

namespace {

const Loops& choose() {
#ifdef MOQA_X86_LOOPS
    const char* asked = std::getenv("MOQA_ISA");
    const std::string_view limit = asked != nullptr ? asked : "avx512";
    __builtin_cpu_init();
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                        __builtin_cpu_supports("avx512vl");
    if (avx512 && limit == "avx512") return kLoopsAvx512;
    if (avx2 && limit != "baseline") return kLoopsAvx2;
#endif
    return kLoopsBaseline;
}

} // namespace

const Loops& loops() {
    static const Loops& chosen = choose();
    return chosen;
}

} // namespace moqa::kernels
