// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/inspect.h"
#include "app/cli/verb.h"
#include "core/store/open_model.h"

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

std::string humanBytes(double bytes) {
    const char* const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (bytes >= 1024 && unit < 4) bytes /= 1024, ++unit;
    return unit == 0 ? fmt::format("{:.0f} B", bytes)
                     : fmt::format("{:.2f} {}", bytes, units[unit]);
}

std::string asText(const Json& summary) {
    std::string text;
    for (const auto& [key, value] : summary.items()) {
        if (key == "bytes") {
            double total = 0;
            for (const auto& [part, bytes] : value.items()) total += bytes.get<double>();
            text += fmt::format("{:18} {}\n", "bytes", humanBytes(total));
            for (const auto& [part, bytes] : value.items())
                text += fmt::format("  {:16} {:>12}  {:5.1f} %\n", part,
                                    humanBytes(bytes.get<double>()),
                                    total > 0 ? 100 * bytes.get<double>() / total : 0.0);
        } else if (key == "notes") {
            for (const Json& note : value)
                text += fmt::format("note: {}\n", note.get<std::string>());
        } else {
            text += fmt::format("{:18} {}\n", key,
                                value.is_string() ? value.get<std::string>() : value.dump());
        }
    }
    return text;
}

// Our own files need opening; everything else is summarised from its headers, runnable or not.
Result<Json> summaryOf(const std::string& path) {
    const std::string extension = std::filesystem::path(path).extension().string();
    if (extension != ".h5" && extension != ".hdf5" && extension != ".gguf")
        return inspectJson(path);
    MOQA_TRY(const auto model, openModel(path));
    return toJson(summarize(*model));
}

} // namespace

Run addInspect(CLI::App& command) {
    auto path = std::make_shared<std::string>();
    command.add_option("MODEL", *path, "folder, .safetensors file or our own .h5")->required();
    return [path](Context& context) -> Status {
        MOQA_TRY(const Json summary, summaryOf(*path));
        return context.json ? printJson(summary) : printText(asText(summary));
    };
}

} // namespace moqa::cli
