// SPDX-License-Identifier: GPL-3.0-or-later
// Rate and memory of the forward pass beside the rate of OpenBLAS sgemm on the same machine.
//   bench_forward FOLDER... [--tokens 512] [--sequences 16] [--repeats 3]
// Each checkpoint runs in a process of its own, so that peak memories can be compared.
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/checkpoint/checkpoint.h"
#include "core/model/forward.h"
#include "moqa/kernels.h"

#include <algorithm>
#include <cblas.h>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern "C" void openblas_set_num_threads(int threads);

namespace {

using namespace moqa;

struct Options {
    std::vector<std::string> folders;
    int64_t tokens = 512, sequences = 16, repeats = 3;
};

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double cpuSeconds() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto part = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return part(usage.ru_utime) + part(usage.ru_stime);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// GFLOP/s of A B^T at 1024^3 with OpenBLAS's own threads, median of 21.
double sgemmRate(int threads) {
    constexpr int n = 1024;
    const std::vector<float> a(n * n, 0.5f);
    const std::vector<float> b(n * n, 0.25f);
    std::vector<float> c(n * n);
    openblas_set_num_threads(threads);
    std::vector<double> times;
    for (int i = 0; i < 21; ++i) {
        const double start = seconds();
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, n, n, 1.0f, a.data(), n, b.data(),
                    n, 0.0f, c.data(), n);
        times.push_back(seconds() - start);
    }
    openblas_set_num_threads(1);
    return 2e-9 * n * n * n / median(times);
}

// Weights that take part in a token's forward pass, without embedding and head.
double activeWeights(const ModelSource& model) {
    const ModelSpec& spec = model.spec();
    double count = 0.0;
    for (const WeightEntry& entry : model.weights()) {
        const Part part = partOf(entry.id.role);
        if (part == Part::Embedding || part == Part::Head) continue;
        const double share =
            part == Part::Routed ? static_cast<double>(spec.topK) / spec.experts : 1.0;
        count += share * static_cast<double>(entry.count());
    }
    return count;
}

TokenBatch randomBatch(const Options& options, int64_t vocab) {
    Random random(7);
    TokenBatch batch;
    for (int64_t s = 0; s < options.sequences; ++s) {
        batch.starts.push_back(batch.tokens());
        for (int64_t t = 0; t < options.tokens; ++t)
            batch.ids.push_back(static_cast<int32_t>(random.below(static_cast<uint64_t>(vocab))));
    }
    return batch;
}

Status bench(const std::string& folder, const Options& options) {
    const int threads = threadLimit();
    const double one = sgemmRate(1);
    const double before = sgemmRate(threads);
    MOQA_TRY(const auto model, Checkpoint::open(folder));
    Forward forward(*model);
    const TokenBatch batch = randomBatch(options, model->spec().vocab);
    const double active = activeWeights(*model);
    fmt::print("{}: {} layers, {:.1f} M active weights a token without embedding and head\n"
               "  OpenBLAS sgemm 1024^3         {:8.1f} GFLOP/s on 1 thread\n",
               folder, model->spec().layerCount(), active * 1e-6, one);
    std::vector<double> times;
    std::vector<double> busy;
    for (int64_t i = 0; i < options.repeats; ++i) {
        const double start = seconds();
        const double cpuStart = cpuSeconds();
        MOQA_CHECK(forward.run(batch, nullptr, silentProgress()));
        times.push_back(seconds() - start);
        busy.push_back((cpuSeconds() - cpuStart) / times.back());
    }
    // Measured again, and the higher one counts: a busy neighbour must not flatter the share.
    const double all = std::max(before, sgemmRate(threads));
    const double time = median(times);
    const auto tokens = static_cast<double>(batch.tokens());
    const double rate = 2e-9 * active * tokens / time;
    fmt::print("                                {:8.1f} GFLOP/s on {} threads (the limit)\n"
               "  forward, {} tokens x {}       {:8.1f} GFLOP/s, {:.0f} tokens/s, {:.2f} s, {:.2f} "
               "cores busy\n"
               "  share of sgemm on {} threads  {:8.1f} % (target: at least 50 %)\n"
               "  peak resident memory          {:8.1f} MiB\n",
               all, threads, options.tokens, options.sequences, rate, tokens / time, time,
               median(busy), threads, 100.0 * rate / all,
               static_cast<double>(peakResidentBytes()) / (1 << 20));
    return {};
}

Options parse(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const auto number = [&](const char* name, int64_t& value) {
            if (std::strcmp(argv[i], name) != 0 || i + 1 >= argc) return false;
            value = std::max<int64_t>(1, std::atoll(argv[++i]));
            return true;
        };
        if (!number("--tokens", options.tokens) && !number("--sequences", options.sequences) &&
            !number("--repeats", options.repeats))
            options.folders.emplace_back(argv[i]);
    }
    return options;
}

} // namespace

int main(int argc, char** argv) {
    const Options options = parse(argc, argv);
    if (options.folders.empty()) {
        fmt::print(stderr, "usage: bench_forward FOLDER... [--tokens 512] [--sequences 16] "
                           "[--repeats 3]\n");
        return 2;
    }
    int failures = 0;
    for (const std::string& folder : options.folders) {
        const pid_t child = ::fork();
        if (child == 0) {
            fmt::print("{}\n", kernels::backendReport());
            const Status status = bench(folder, options);
            if (!status.ok()) fmt::print(stderr, "{}\n", status.error().message());
            std::fflush(stdout);
            std::_Exit(status.ok() ? 0 : 1);
        }
        int result = 1;
        ::waitpid(child, &result, 0);
        if (result != 0) ++failures;
    }
    return failures == 0 ? 0 : 1;
}
