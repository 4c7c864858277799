// SPDX-License-Identifier: GPL-3.0-or-later
#include "moqa/kernels.h"

#include <array>
#include <dlfcn.h>
#include <filesystem>
#include <string>

namespace moqa::kernels {

namespace {

constexpr const char* kLibrary = "libmoqa_cuda.so";

struct Loaded {
    const Backend* backend = nullptr;
    std::string why; // empty if there is a backend
};

// Beside the program, or where an installed program keeps libraries. Never the system's search
// path: a stranger's library of that name must not be run.
std::filesystem::path findLibrary() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    if (error) return {};
    const auto folder = program.parent_path();
    for (const auto& candidate : {folder / kLibrary, folder / "../lib" / kLibrary})
        if (std::filesystem::exists(candidate, error)) return candidate;
    return {};
}

Loaded load() {
    const auto path = findLibrary();
    if (path.empty()) return {nullptr, std::string(kLibrary) + " is not beside the program"};
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return {nullptr, dlerror()};
    using Entry = const Backend* (*)(char*, int);
    const auto entry = reinterpret_cast<Entry>(dlsym(library, "moqaCudaBackend"));
    if (entry == nullptr) return {nullptr, std::string(kLibrary) + " has no moqaCudaBackend"};
    std::array<char, 256> why{};
    const Backend* backend = entry(why.data(), static_cast<int>(why.size()));
    why.back() = '\0';
    return {backend, backend != nullptr ? "" : why.data()};
}

// The library stays open for the life of the process: its functions are handed out.
const Loaded& loaded() {
    static const Loaded result = load();
    return result;
}

std::string report() {
    std::string text = std::string("cpu: ") + cpuBackend().description;
    if (const Backend* cuda = cudaBackend()) return text + "; cuda: " + cuda->description;
    return text + "; no cuda: " + loaded().why;
}

} // namespace

const Backend* cudaBackend() { return loaded().backend; }

const char* backendReport() {
    static const std::string text = report();
    return text.c_str();
}

} // namespace moqa::kernels
