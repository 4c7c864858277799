// SPDX-License-Identifier: GPL-3.0-or-later
// Published vocabularies against the ids of llama.cpp's fixtures: 47 texts each. They are not part
// of the project; every test skips where they are absent.
#include "tests/text/golden_vectors.h"
#include "tests/text/vocabulary_files.h"

#include <QFile>
#include <QStringList>
#include <QTest>

using namespace moqa;
using namespace moqa::test;

namespace {

const std::string kFiles = MOQA_SHARED_DIR "/data/tokenizers/files/";
const std::string kFixtures = MOQA_SHARED_DIR "/data/tokenizers/ggml-vocab/ggml-vocab-";

const std::string kLlama3Split =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
const std::string kQwen2Split =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
const std::string kCjk = "[一-龥ࠀ-一가-퟿]+";
// The cased scripts of DeepSeek's second split.
const std::string kCasedLetters =
    R"(\x{41}-\x{5A}\x{61}-\x{7A}\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF})"
    R"(\x{1C4}-\x{293}\x{295}-\x{2AF}\x{370}-\x{373}\x{376}-\x{377}\x{37B}-\x{37D}\x{37F}\x{386})"
    R"(\x{388}-\x{38A}\x{38C}\x{38E}-\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{48A}-\x{52F})"
    R"(\x{531}-\x{556}\x{10A0}-\x{10C5}\x{13A0}-\x{13F5}\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA})"
    R"(\x{1CBD}-\x{1CBF}\x{1D00}-\x{1D2B}\x{1D6B}-\x{1D77}\x{1D79}-\x{1D9A}\x{1E00}-\x{1F15})"
    R"(\x{1F18}-\x{1F1D}\x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}\x{1F50}-\x{1F57}\x{1F59}\x{1F5B})"
    R"(\x{1F5D}\x{1F5F}-\x{1F7D}\x{1F80}-\x{1FB4}\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-\x{1FC4})"
    R"(\x{1FC6}-\x{1FCC}\x{1FD0}-\x{1FD3}\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC}\x{1FF2}-\x{1FF4})"
    R"(\x{1FF6}-\x{1FFC}\x{2102}\x{2107}\x{210A}-\x{2113}\x{2115}\x{2119}-\x{211D}\x{2124})"
    R"(\x{2126}\x{2128}\x{212A}-\x{212D}\x{212F}-\x{2134}\x{2139}\x{213C}-\x{213F})"
    R"(\x{2145}-\x{2149}\x{214E}\x{2183}-\x{2184}\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4})"
    R"(\x{2CEB}-\x{2CEE}\x{2CF2}-\x{2CF3}\x{A640}-\x{A66D}\x{A680}-\x{A69B}\x{A722}-\x{A76F})"
    R"(\x{A771}-\x{A787}\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17})"
    R"(\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\x{104B0}-\x{104D3})"
    R"(\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF})"
    R"(\x{1E900}-\x{1E943})";
const std::vector<std::string> kDeepSeekSplits = {"[\r\n]", "\\s?[" + kCasedLetters + "]+",
                                                  "\\s?[!-/:-~！-／：-～‘-‟　-。]+", "\\s+$", kCjk};
const std::vector<std::string> kDeepSeekCoderSplits = {"[\r\n]", "\\s?\\p{L}+", "\\s?\\p{P}+",
                                                       kCjk};

bool absent(const std::string& path) { return !QFile::exists(QString::fromStdString(path)); }

std::string jsonOf(const std::string& name) {
    if (name == "gpt-2") return readAll(kFiles + "gpt2.tokenizer.json");
    if (name == "llama-bpe")
        return tiktokenJson(kFiles + "llama3.tokenizer.model", kLlama3Split, true, false);
    if (name == "qwen2") return tiktokenJson(kFiles + "qwen.tiktoken", kQwen2Split, false, true);
    const GgufVocabulary vocabulary = readGgufVocabulary(kFixtures + name + ".gguf");
    if (name == "deepseek-llm") return byteLevelJson(vocabulary, kDeepSeekSplits, true);
    if (name == "deepseek-coder") return byteLevelJson(vocabulary, kDeepSeekCoderSplits, true);
    if (name == "gpt-neox") return byteLevelJson(vocabulary, {}, false);
    return sentencePieceJson(vocabulary);
}

} // namespace

class TestTokenizerVocabularies : public QObject {
    Q_OBJECT
private slots:
    void matchFixtures_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"gpt-2", "llama-bpe", "qwen2", "deepseek-llm", "deepseek-coder",
                                 "llama-spm", "phi-3"})
            QTest::newRow(name) << name;
    }
    void matchFixtures() {
        QFETCH(QString, name);
        const std::string fixture = kFixtures + name.toStdString() + ".gguf";
        if (absent(fixture + ".inp") || absent(kFiles + "gpt2.tokenizer.json"))
            QSKIP("the shared vocabularies are not here");
        auto tokenizer = Tokenizer::fromJson(jsonOf(name.toStdString()), name.toStdString());
        QVERIFY2(tokenizer.ok(), tokenizer.ok() ? "" : tokenizer.error().message().c_str());
        const QStringList texts =
            QString::fromStdString(readAll(fixture + ".inp")).split("\n__ggml_vocab_test__\n");
        const QStringList lines = QString::fromStdString(readAll(fixture + ".out")).split('\n');
        int compared = 0;
        for (int i = 0; i < texts.size() && i < lines.size(); ++i) {
            const auto ids = tokenizer->encodeIds(texts[i].toStdString(), false);
            QVERIFY(ids.ok());
            QStringList given;
            for (const int32_t id : *ids) given << QString::number(id);
            QCOMPARE(given, lines[i].split(' ', Qt::SkipEmptyParts));
            const auto encoding = tokenizer->encode(texts[i].toStdString(), false);
            QVERIFY(encoding.ok());
            QCOMPARE(encoding->ids, *ids);
            ++compared;
        }
        QCOMPARE(compared, 47);
    }

    // Runs of 2 to 24 spaces are added tokens there, cut out leftmost-longest before the regex.
    void neoxCutsRunsOfSpaces() {
        if (absent(kFixtures + "gpt-neox.gguf")) QSKIP("the shared vocabularies are not here");
        auto tokenizer = Tokenizer::fromJson(jsonOf("gpt-neox"), "gpt-neox");
        QVERIFY2(tokenizer.ok(), tokenizer.ok() ? "" : tokenizer.error().message().c_str());
        const auto idsOf = [&](const std::string& text) {
            const auto ids = tokenizer->encodeIds(text, false);
            return ids.ok() ? *ids : std::vector<int32_t>();
        };
        QCOMPARE(idsOf(std::string(24, ' ')), std::vector<int32_t>{50254});
        QCOMPARE(idsOf(std::string(2, ' ')), std::vector<int32_t>{50276});
        const std::vector<int32_t> word = idsOf("x");
        QCOMPARE(word.size(), size_t{1});
        QCOMPARE(idsOf(std::string(26, ' ') + "x"), (std::vector<int32_t>{50254, 50276, word[0]}));
    }

    void germanWordInDeepSeek() {
        if (absent(kFixtures + "deepseek-llm.gguf")) QSKIP("the shared vocabularies are not here");
        auto tokenizer = Tokenizer::fromJson(jsonOf("deepseek-llm"), "deepseek-llm");
        QVERIFY(tokenizer.ok());
        const auto ids = tokenizer->encodeIds("Führer", false);
        QVERIFY(ids.ok());
        QCOMPARE(*ids, (std::vector<int32_t>{37, 100014, 71, 6245}));
    }
};

QTEST_GUILESS_MAIN(TestTokenizerVocabularies)
#include "tst_tokenizer_vocabularies.moc"
