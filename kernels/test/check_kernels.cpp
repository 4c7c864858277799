// SPDX-License-Identifier: GPL-3.0-or-later
// Compares every function of every backend that is there with the reference.
#include "test/check.h"

#include <cstring>

using namespace moqa::kernels;

int main() {
    std::printf("%s\n", backendReport());
    check::expect(std::strstr(backendReport(), "cpu: ") != nullptr, "the report names the cpu");
    check::expect((cudaBackend() == nullptr) ==
                      (std::strstr(backendReport(), "no cuda: ") != nullptr),
                  "the report says why there is no cuda");
    for (const Backend* backend : {&cpuBackend(), cudaBackend()}) {
        if (backend == nullptr) continue;
        check::checkProducts(*backend);
        check::checkRows(*backend);
    }
    check::checkBlockedProduct();
    check::checkThreadIndependence();
    check::checkPacked();
    std::printf(check::failures() == 0 ? "all kernels agree with the reference\n"
                                       : "%d comparisons failed\n",
                check::failures());
    return check::failures() == 0 ? 0 : 1;
}
