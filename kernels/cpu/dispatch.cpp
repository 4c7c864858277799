// SPDX-License-Identifier: GPL-3.0-or-later
#include "cpu/loops.h"
#include "cpu/packed_loops.h"

#include <cstdlib>
#include <string_view>

namespace moqa::kernels {

extern const PackedLoops kPackedLoopsBaseline;
#ifdef MOQA_X86_LOOPS
extern const PackedLoops kPackedLoopsAvx2;
extern const PackedLoops kPackedLoopsAvxVnni;
extern const PackedLoops kPackedLoopsAvx512Vnni;
#endif

namespace {

#ifdef MOQA_X86_LOOPS
// What MOQA_ISA allows and the processor has.
struct Features {
    bool avx2 = false, avxVnni = false, avx512 = false, avx512Vnni = false;
};

Features features() {
    Features found;
    const char* asked = std::getenv("MOQA_ISA");
    const std::string_view limit = asked != nullptr ? asked : "avx512";
    __builtin_cpu_init();
    found.avx2 =
        limit != "baseline" && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    const bool all = found.avx2 && limit == "avx512";
    found.avxVnni = all && __builtin_cpu_supports("avxvnni");
    found.avx512 = all && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                   __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    found.avx512Vnni = found.avx512 && __builtin_cpu_supports("avx512vnni");
    return found;
}
#endif

const Loops& choose() {
#ifdef MOQA_X86_LOOPS
    const Features found = features();
    if (found.avx512) return kLoopsAvx512;
    if (found.avx2) return kLoopsAvx2;
#endif
    return kLoopsBaseline;
}

const PackedLoops& choosePacked() {
#ifdef MOQA_X86_LOOPS
    const Features found = features();
    if (found.avx512Vnni) return kPackedLoopsAvx512Vnni;
    if (found.avxVnni) return kPackedLoopsAvxVnni;
    if (found.avx2) return kPackedLoopsAvx2;
#endif
    return kPackedLoopsBaseline;
}

} // namespace

const Loops& loops() {
    static const Loops& chosen = choose();
    return chosen;
}

const PackedLoops& packedLoops() {
    static const PackedLoops& chosen = choosePacked();
    return chosen;
}

} // namespace moqa::kernels
