// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/pages/export_sources.h"

#include "core/plan/plan_totals.h"
#include "core/store/export_targets.h"
#include "views/panels/deploy_badge.h"
#include "views/panels/size_bar.h"
#include "views/state/text.h"

#include <QCoreApplication>
#include <map>

namespace moqa {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(moqa::ExportSources)
};

// The engine's words of a target in the window's language.
QString engineTargetText(const char* text) {
    static const char* const known[] = {
        QT_TRANSLATE_NOOP("moqa::ExportSources",
                          "the quantized values widened to bf16, original names; no size gain"),
        QT_TRANSLATE_NOOP(
            "moqa::ExportSources",
            "transformers, vLLM, llama.cpp's converter: everything that loads the original"),
        QT_TRANSLATE_NOOP("moqa::ExportSources", "one type per layer and projection"),
        QT_TRANSLATE_NOOP("moqa::ExportSources", "per-module GPTQ layout"),
        QT_TRANSLATE_NOOP("moqa::ExportSources", "one scheme per layer"),
        QT_TRANSLATE_NOOP("moqa::ExportSources", "per-module bits"),
        QT_TRANSLATE_NOOP("moqa::ExportSources", "transformers with auto-round"),
    };
    for (const char* const one : known)
        if (std::string_view(one) == text) return Text::tr(one);
    return qstr(text);
}

// What a runtime's format could hold of the plan, and that nobody writes it yet.
QString missingText(const Deployability& found, Runtime runtime) {
    for (const RuntimeFit& fit : found.runtimes)
        if (fit.runtime == runtime)
            return fit.fits() ? Text::tr("not there yet: its blocks are not written; it could hold "
                                         "these widths")
                              : Text::tr("not there yet: its blocks are not written, and %1")
                                    .arg(obstacleText(fit));
    return Text::tr("not there yet: its layout is not written");
}

int64_t wideBytes(const ModelSource& model) {
    int64_t bytes = 0;
    for (const WeightEntry& entry : model.weights()) bytes += 2 * entry.count();
    return bytes;
}

constexpr int kFileGroup = 9; // behind every Part

void addRow(StackSource& stacks, const QString& name, const std::map<Part, int64_t>& bytes,
            std::map<int, int>& groups) {
    StackSource::Row row{name, static_cast<int>(stacks.rows.size()), {}};
    for (const auto& [part, value] : bytes) {
        if (value <= 0) continue;
        const auto [group, isNew] =
            groups.try_emplace(static_cast<int>(part), static_cast<int>(stacks.groups.size()));
        if (isNew) {
            stacks.groups << partText(part);
            stacks.tones.push_back(partTone(part));
        }
        row.segments.push_back(
            {static_cast<double>(value), partText(part), group->second, static_cast<int>(part)});
    }
    stacks.rows.push_back(std::move(row));
}

void addWhole(StackSource& stacks, const QString& name, int64_t bytes, const QString& label,
              std::map<int, int>& groups) {
    const auto [group, isNew] =
        groups.try_emplace(kFileGroup, static_cast<int>(stacks.groups.size()));
    if (isNew) {
        stacks.groups << label;
        stacks.tones.push_back(kGreyTone);
    }
    stacks.rows.push_back({name,
                           static_cast<int>(stacks.rows.size()),
                           {{static_cast<double>(bytes), label, group->second, kFileGroup}}});
}

} // namespace

std::vector<TargetRow> targetRows(const Plan& plan, const ModelSource& model,
                                  int64_t quantizedBytes, int64_t writtenQuantized,
                                  int64_t writtenSafetensors) {
    std::vector<TargetRow> rows;
    rows.push_back({Text::tr("HDF5, our own"),
                    Text::tr("codes, scales, zero points, plan, ledger and channel cache; a hash "
                             "for every dataset"),
                    Text::tr("moqa, moqa-workbench"),
                    cacheShare(plan) > 0
                        ? Text::tr("every width, group and symmetry, and the channel cache")
                        : Text::tr("every width, group and symmetry"),
                    quantizedBytes, writtenQuantized, true});
    const Deployability found = deployabilityOf(plan, model);
    for (const ExportTarget& target : exportTargets()) {
        TargetRow row{qstr(target.name),
                      engineTargetText(target.holds),
                      engineTargetText(target.loadedBy),
                      {},
                      0,
                      0,
                      target.available};
        const std::string_view name(target.name);
        if (target.available) {
            row.fit = Text::tr("the values of every width, at 16 bits");
            row.estimated = wideBytes(model);
            row.written = writtenSafetensors;
        } else if (name == "gguf") {
            row.name = QStringLiteral("GGUF");
            row.fit = missingText(found, Runtime::LlamaCpp);
        } else if (name == "compressed-tensors") {
            row.fit = missingText(found, Runtime::Vllm);
        } else {
            row.fit = Text::tr("not there yet: its layout is not written");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::shared_ptr<const StackSource> targetSizes(const Plan& plan, const ModelSource& model,
                                               const std::vector<TargetRow>& targets) {
    auto stacks = std::make_shared<StackSource>();
    stacks->title = Text::tr("What each target costs");
    stacks->caption = Text::tr("%1; estimated by part, and measured where it was written")
                          .arg(qstr(model.name()));
    stacks->explanation = Text::tr("Bytes on disk. The original as it is stored; the plan in each "
                                   "target that can be written.");
    stacks->labelAxis = Text::tr("part");
    stacks->valueAxis = Text::tr("bytes");
    stacks->inBytes = true;
    std::map<int, int> groups;
    std::map<Part, int64_t> original, quantized, wide;
    for (const WeightEntry& entry : model.weights()) {
        original[partOf(entry.id.role)] += entry.bytes;
        wide[partOf(entry.id.role)] += 2 * entry.count();
    }
    int64_t summed = 0;
    for (const auto& [part, size] : partSizes(plan, model)) {
        quantized[part] = size.bytes;
        summed += size.bytes;
    }
    const int64_t cached = cacheBytes(plan, model.spec());
    quantized[Part::Routed] += cached;
    summed += cached;
    // What belongs to no part.
    if (targets.front().estimated > summed)
        quantized[Part::Other] += targets.front().estimated - summed;
    addRow(*stacks, Text::tr("original"), original, groups);
    for (const TargetRow& target : targets) {
        if (!target.available) continue;
        addRow(*stacks, target.name, &target == &targets.front() ? quantized : wide, groups);
        if (target.written > 0)
            addWhole(*stacks, Text::tr("%1, written").arg(target.name), target.written,
                     Text::tr("as measured"), groups);
    }
    return stacks;
}

TargetSource::TargetSource(std::vector<TargetRow> rows) : targets(std::move(rows)) {
    title = Text::tr("Targets");
}

QString TargetSource::summary() const {
    return Text::tr("%1: %n target(s)", nullptr, tableRows()).arg(title);
}

QString TargetSource::tableHeader(int column) const {
    switch (column) {
    case Name: return Text::tr("Target");
    case Estimated: return Text::tr("Estimated");
    case Written: return Text::tr("Written");
    case Fit: return Text::tr("Of this plan");
    case Holds: return Text::tr("What it holds");
    default: return Text::tr("Loaded by");
    }
}

QVariant TargetSource::tableCell(int row, int column) const {
    const TargetRow& target = targets[static_cast<size_t>(row)];
    const auto bytes = [](int64_t value) {
        return value > 0 ? QVariant(static_cast<qlonglong>(value)) : QVariant();
    };
    switch (column) {
    case Name: return target.name;
    case Estimated: return bytes(target.estimated);
    case Written: return bytes(target.written);
    case Fit: return target.fit;
    case Holds: return target.holds;
    default: return target.loadedBy;
    }
}

QString TargetSource::tableText(int row, int column) const {
    if (column != Estimated && column != Written) return {};
    const QVariant value = tableCell(row, column);
    return value.isValid() ? byteText(value.toLongLong()) : QStringLiteral("\u2013");
}

CheckSource::CheckSource(const ExportReport& shown) : report(shown) {
    title = report.kind == ExportKind::Quantized ? Text::tr("Tensors of the file, read again")
                                                 : Text::tr("Tensors of the folder, read again");
}

QString CheckSource::summary() const {
    return Text::tr("%1: %n tensor(s), %2 of them not as written", nullptr, tableRows())
        .arg(title, count(report.check->mismatches()));
}

QString CheckSource::tableHeader(int column) const {
    const bool quantized = report.kind == ExportKind::Quantized;
    switch (column) {
    case Tensor: return Text::tr("Tensor");
    case Bits: return Text::tr("Bits");
    case Weights: return Text::tr("Weights");
    case Expected: return quantized ? Text::tr("Error of the run") : Text::tr("Expected");
    case Found: return quantized ? Text::tr("Error as read again") : Text::tr("Largest difference");
    default: return Text::tr("Match");
    }
}

QVariant CheckSource::tableCell(int row, int column) const {
    const TensorCheck& tensor = report.check->tensors[static_cast<size_t>(row)];
    switch (column) {
    case Tensor: return qstr(tensor.name);
    case Bits: return tensor.bits;
    case Weights: return static_cast<qlonglong>(tensor.count);
    case Expected: return tensor.expected;
    case Found: return tensor.found;
    default: return tensor.matches ? Text::tr("yes") : Text::tr("NO");
    }
}

WrittenSource::WrittenSource(std::shared_ptr<const ExportCheck> shown) : check(std::move(shown)) {
    title = Text::tr("Files that were written");
}

QString WrittenSource::summary() const {
    return Text::tr("%1: %n file(s), %2", nullptr, tableRows())
        .arg(title, byteText(check->bytes()));
}

QString WrittenSource::tableHeader(int column) const {
    return column == Name    ? Text::tr("File")
           : column == Bytes ? Text::tr("Bytes")
                             : QStringLiteral("SHA-256");
}

QVariant WrittenSource::tableCell(int row, int column) const {
    const WrittenFile& file = check->files[static_cast<size_t>(row)];
    return column == Name    ? QVariant(qstr(file.name))
           : column == Bytes ? QVariant(static_cast<qlonglong>(file.bytes))
                             : QVariant(qstr(file.sha256));
}

} // namespace moqa
