// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/loss_table_store.h"

#include "core/base/files.h"

namespace moqa {

namespace {

constexpr const char* kFormat = "moqa-losses";
constexpr int64_t kVersion = 1;

Status writeCorpora(h5::OutputFile& file, const std::string& group, const LossTable& table) {
    std::vector<std::string> names, sums;
    std::vector<int64_t> tokens;
    for (const LossCorpus& corpus : table.corpora) {
        names.push_back(corpus.name);
        sums.push_back(corpus.textSha256);
        tokens.push_back(corpus.tokens);
    }
    MOQA_CHECK(file.textColumn(group + "/corpora/name", names));
    MOQA_CHECK(file.textColumn(group + "/corpora/text_sha256", sums));
    MOQA_CHECK(file.column(group + "/corpora/tokens", tokens));
    return {};
}

Status writeFormats(h5::OutputFile& file, const std::string& group, const LossTable& table) {
    std::vector<int32_t> bits, groups, symmetric;
    for (const UnitFormat& format : table.formats) {
        bits.push_back(format.bits);
        groups.push_back(format.group);
        symmetric.push_back(format.symmetric ? 1 : 0);
    }
    MOQA_CHECK(file.column(group + "/formats/bits", bits));
    MOQA_CHECK(file.column(group + "/formats/group", groups));
    MOQA_CHECK(file.column(group + "/formats/symmetric", symmetric));
    return {};
}

Status writeUnits(h5::OutputFile& file, const std::string& group, const LossTable& table) {
    std::vector<int32_t> layers, experts, parts;
    for (const LossUnit& unit : table.units) {
        layers.push_back(unit.layer);
        experts.push_back(unit.expert);
        parts.push_back(static_cast<int32_t>(unit.part));
    }
    MOQA_CHECK(file.column(group + "/units/layer", layers));
    MOQA_CHECK(file.column(group + "/units/expert", experts));
    MOQA_CHECK(file.column(group + "/units/part", parts));
    return {};
}

Status readCorpora(const h5::InputFile& file, const std::string& group, LossTable& table) {
    MOQA_TRY(const auto names, file.textColumn(group + "/corpora/name"));
    const auto count = static_cast<int64_t>(names.size());
    MOQA_TRY(const auto sums, file.textColumn(group + "/corpora/text_sha256", count));
    MOQA_TRY(const auto tokens, file.column<int64_t>(group + "/corpora/tokens", count));
    for (size_t i = 0; i < names.size(); ++i)
        table.corpora.push_back({names[i], sums[i], tokens[i]});
    return {};
}

Status readFormats(const h5::InputFile& file, const std::string& group, LossTable& table) {
    MOQA_TRY(const auto bits, file.column<int32_t>(group + "/formats/bits"));
    const auto count = static_cast<int64_t>(bits.size());
    MOQA_TRY(const auto groups, file.column<int32_t>(group + "/formats/group", count));
    MOQA_TRY(const auto symmetric, file.column<int32_t>(group + "/formats/symmetric", count));
    for (size_t i = 0; i < bits.size(); ++i)
        table.formats.push_back({bits[i], groups[i], symmetric[i] != 0});
    return {};
}

Status readUnits(const h5::InputFile& file, const std::string& group, LossTable& table) {
    MOQA_TRY(const auto layers, file.column<int32_t>(group + "/units/layer"));
    const auto count = static_cast<int64_t>(layers.size());
    MOQA_TRY(const auto experts, file.column<int32_t>(group + "/units/expert", count));
    MOQA_TRY(const auto parts, file.column<int32_t>(group + "/units/part", count));
    for (size_t i = 0; i < layers.size(); ++i) {
        if (parts[i] < 0 || parts[i] > static_cast<int32_t>(UnitPart::Down))
            return file.malformed(group + "/units/part", "there is no such part of an expert");
        table.units.push_back({layers[i], experts[i], static_cast<UnitPart>(parts[i])});
    }
    return {};
}

} // namespace

Status writeLossTable(h5::OutputFile& file, const std::string& group, const LossTable& table) {
    MOQA_CHECK(file.group(group));
    MOQA_CHECK(file.attribute(group, "model_name", table.modelName));
    MOQA_CHECK(file.attribute(group, "model_fingerprint", table.modelFingerprint));
    MOQA_CHECK(file.embedFile(group + "/options.json", "options.json", table.optionsJson));
    MOQA_CHECK(writeCorpora(file, group, table));
    MOQA_CHECK(writeFormats(file, group, table));
    MOQA_CHECK(writeUnits(file, group, table));
    MOQA_CHECK(file.column(group + "/errors", table.errors));
    MOQA_CHECK(file.column(group + "/scales", table.scales));
    MOQA_CHECK(file.column(group + "/unseen", table.unseen));
    MOQA_CHECK(file.column(group + "/uncertainty", table.uncertainty));
    return {};
}

Result<LossTable> readLossTable(const h5::InputFile& file, const std::string& group) {
    LossTable table;
    MOQA_TRY(table.modelName, file.text(group, "model_name"));
    MOQA_TRY(table.modelFingerprint, file.text(group, "model_fingerprint"));
    MOQA_TRY(table.optionsJson, file.embeddedFile(group + "/options.json"));
    MOQA_CHECK(readCorpora(file, group, table));
    MOQA_CHECK(readFormats(file, group, table));
    MOQA_CHECK(readUnits(file, group, table));
    MOQA_TRY(table.errors, file.column<double>(group + "/errors"));
    MOQA_TRY(table.scales, file.column<double>(group + "/scales"));
    MOQA_TRY(table.unseen, file.column<double>(group + "/unseen"));
    MOQA_TRY(table.uncertainty, file.column<double>(group + "/uncertainty"));
    MOQA_CHECK(table.check(file.path()));
    return table;
}

Status saveLossTable(const LossTable& table, const std::string& path) {
    return writeAtomically(path, [&](const std::string& temporary) -> Status {
        MOQA_TRY(const auto file, h5::OutputFile::create(temporary, path));
        MOQA_CHECK(file->attribute("", "format", kFormat));
        MOQA_CHECK(file->attribute("", "format_version", static_cast<uint32_t>(kVersion)));
        MOQA_CHECK(writeLossTable(*file, "table", table));
        return file->finish();
    });
}

Result<LossTable> loadLossTable(const std::string& path) {
    MOQA_TRY(const auto file, h5::InputFile::open(path, kFormat, kVersion));
    return readLossTable(*file, "table");
}

} // namespace moqa
