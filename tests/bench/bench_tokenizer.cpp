// SPDX-License-Identifier: GPL-3.0-or-later
// bench_tokenizer TOKENIZER.json TEXT...: megabytes a second of one core, ids alone and with
// offsets, best of five runs over each whole text.
#include "core/base/files.h"
#include "core/text/tokenizer.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace moqa;

namespace {

// Processor time of this thread, so that a busy machine does not count.
double threadSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Run>
double bestSeconds(Run run) {
    double best = 1e30;
    for (int i = 0; i < 5; ++i) {
        const double start = threadSeconds();
        run();
        best = std::min(best, threadSeconds() - start);
    }
    return best;
}

int fail(const Error& error) {
    std::fprintf(stderr, "%s\n", error.message().c_str());
    return exitCode(error.code);
}

} // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_tokenizer TOKENIZER.json TEXT...\n");
        return 2;
    }
    const auto json = readFile(argv[1]);
    if (!json.ok()) return fail(json.error());
    const double loadSeconds = bestSeconds([&] { (void)Tokenizer::fromJson(*json, argv[1]).ok(); });
    const auto tokenizer = Tokenizer::fromJson(*json, argv[1]);
    if (!tokenizer.ok()) return fail(tokenizer.error());
    std::printf("%s: loaded in %.0f ms\n", tokenizer->kind().c_str(), loadSeconds * 1e3);
    std::printf("%12s %10s %12s %16s  text\n", "bytes", "tokens", "ids MB/s", "offsets MB/s");
    for (int i = 2; i < argc; ++i) {
        const auto text = readFile(argv[i]);
        if (!text.ok()) return fail(text.error());
        const auto ids = tokenizer->encodeIds(*text, false);
        if (!ids.ok()) return fail(ids.error());
        const double bytes = static_cast<double>(text->size());
        const double plain = bestSeconds([&] { (void)tokenizer->encodeIds(*text, false).ok(); });
        const double offsets = bestSeconds([&] { (void)tokenizer->encode(*text, false).ok(); });
        std::printf("%12zu %10zu %12.1f %16.1f  %s\n", text->size(), ids->size(),
                    bytes / plain / 1e6, bytes / offsets / 1e6, argv[i]);
    }
    return 0;
}
