// SPDX-License-Identifier: GPL-3.0-or-later
// Files and texts of strangers: each fault is one BadInput naming the file, never a crash; and the
// corners of the BPE model that golden vectors do not reach.
#include "core/text/tokenize_io.h"
#include "tests/text/golden_vectors.h"

#include <QElapsedTimer>
#include <QTest>
#include <functional>
#include <thread>

using namespace moqa;
using namespace moqa::test;

namespace {

const std::string kData = MOQA_SOURCE_DIR "/tests/data/tokenizers/";

Json tiny() {
    return Json::parse(R"({"version":"1.0","added_tokens":[
        {"id":6,"content":"<s>","special":true,"normalized":false}],
        "post_processor":{"type":"TemplateProcessing",
            "single":[{"SpecialToken":{"id":"<s>","type_id":0}},"$A:0"],
            "special_tokens":{"<s>":{"id":"<s>","ids":[6],"tokens":["<s>"]}}},
        "model":{"type":"BPE","vocab":{"a":0,"b":1,"c":2,"ab":3,"bc":4,"abc":5},
                 "merges":["a b",["b","c"],"ab c"]}})");
}

std::vector<int32_t> ids(const Json& file, const std::string& text) {
    const auto tokenizer = Tokenizer::fromJson(file.dump(), "tiny");
    if (!tokenizer.ok()) qFatal("%s", tokenizer.error().message().c_str());
    const auto encoded = tokenizer->encodeIds(text, false);
    return encoded.ok() ? *encoded : std::vector<int32_t>{-1};
}

using Change = std::function<void(Json&)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestTokenizerHostile : public QObject {
    Q_OBJECT
private slots:
    void tinyFileWorks() {
        const auto tokenizer = Tokenizer::fromJson(tiny().dump(), "tiny");
        QVERIFY2(tokenizer.ok(), tokenizer.ok() ? "" : tokenizer.error().message().c_str());
        const auto encoding = tokenizer->encode("abc<s>cb", true);
        QVERIFY(encoding.ok());
        QCOMPARE(encoding->ids, (std::vector<int32_t>{6, 5, 6, 2, 1}));
        QCOMPARE(encoding->offsets, (std::vector<std::pair<int64_t, int64_t>>{
                                        {0, 0}, {0, 3}, {3, 6}, {6, 7}, {7, 8}}));
        QCOMPARE(tokenizer->vocabularySize(), int64_t{7});
        QCOMPARE(tokenizer->idOf("<s>"), 6);
        QCOMPARE(tokenizer->idOf("bc"), 4);
        QCOMPARE(tokenizer->idOf("zz"), -1);
        QCOMPARE(tokenizer->tokenText(6), std::string("<s>"));
        QCOMPARE(tokenizer->tokenText(-1), std::string());
        QCOMPARE(tokenizer->tokenText(1 << 30), std::string());
        QCOMPARE(tokenizer->decode({5, -7, 99, 1}), std::string("abc b")); // no decoder: spaces
        QCOMPARE(tokenizer->kind(), std::string("BPE"));
    }

    void badFiles_data() {
        QTest::addColumn<Change>("change");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, Change change, const char* says) {
            QTest::newRow(name) << change << QByteArray(says);
        };
        row(
            "version", [](Json& f) { f["version"] = "2.0"; }, "version");
        row(
            "no model", [](Json& f) { f.erase("model"); }, "model");
        row(
            "model is a list",
            [](Json& f) {
                f["model"] = {1, 2};
            },
            "model");
        row(
            "WordPiece", [](Json& f) { f["model"]["type"] = "WordPiece"; }, "WordPiece");
        row(
            "no merges", [](Json& f) { f["model"].erase("merges"); }, "merges");
        row(
            "empty merges", [](Json& f) { f["model"]["merges"] = Json::array(); }, "is empty");
        row(
            "merges number", [](Json& f) { f["model"]["merges"] = 3; }, "merges");
        row(
            "merge of one", [](Json& f) { f["model"]["merges"] = {"ab"}; }, "two tokens");
        row(
            "merge of three", [](Json& f) { f["model"]["merges"] = {"a b c"}; }, "two tokens");
        row(
            "unknown merge", [](Json& f) { f["model"]["merges"] = {"a x"}; }, "\"x\"");
        row(
            "unknown result", [](Json& f) { f["model"]["merges"] = {"c b"}; }, "\"cb\"");
        row(
            "no vocab", [](Json& f) { f["model"].erase("vocab"); }, "vocab");
        row(
            "vocab list", [](Json& f) { f["model"]["vocab"] = {"a"}; }, "vocab");
        row(
            "negative id", [](Json& f) { f["model"]["vocab"]["a"] = -1; }, "-1");
        row(
            "huge id", [](Json& f) { f["model"]["vocab"]["a"] = 4'000'000'000; }, "4000000000");
        row(
            "beyond 64 bits", [](Json& f) { f["model"]["vocab"]["a"] = UINT64_MAX; }, "integer");
        row(
            "text id", [](Json& f) { f["model"]["vocab"]["a"] = "0"; }, "integer");
        row(
            "fraction id", [](Json& f) { f["model"]["vocab"]["a"] = 0.5; }, "integer");
        row(
            "duplicate id", [](Json& f) { f["model"]["vocab"]["a"] = 1; }, "id 1");
        row(
            "dropout", [](Json& f) { f["model"]["dropout"] = 0.1; }, "dropout");
        row(
            "suffix", [](Json& f) { f["model"]["end_of_word_suffix"] = "</w>"; }, "suffix");
        row(
            "unknown unk", [](Json& f) { f["model"]["unk_token"] = "<u>"; }, "<u>");
        row(
            "flag is a word", [](Json& f) { f["model"]["byte_fallback"] = "yes"; },
            "byte_fallback");
        row(
            "added not a list", [](Json& f) { f["added_tokens"] = 1; }, "added_tokens");
        row(
            "added not an object", [](Json& f) { f["added_tokens"] = {1}; }, "added token");
        row(
            "added id of another", [](Json& f) { f["added_tokens"][0]["id"] = 2; }, "<s>");
        row(
            "added id wrong", [](Json& f) { f["added_tokens"][0]["content"] = "ab"; }, "ab");
        row(
            "added no id", [](Json& f) { f["added_tokens"][0].erase("id"); }, "<s>");
        row(
            "added too long",
            [](Json& f) { f["added_tokens"][0]["content"] = std::string(5000, 'x'); }, "4096");
        row(
            "normalizer",
            [](Json& f) {
                f["normalizer"] = {{"type", "Precompiled"}};
            },
            "Precompiled");
        row(
            "no type", [](Json& f) { f["normalizer"] = Json::object(); }, "type");
        row(
            "component number", [](Json& f) { f["pre_tokenizer"] = 7; }, "component");
        row(
            "pre-tokenizer",
            [](Json& f) {
                f["pre_tokenizer"] = {{"type", "Whitespace"}};
            },
            "Whitespace");
        row(
            "ByteLevel bare",
            [](Json& f) {
                f["pre_tokenizer"] = {{"type", "ByteLevel"}};
            },
            "add_prefix_space");
        row(
            "bad regex",
            [](Json& f) {
                f["normalizer"] = {{"type", "Replace"}, {"pattern", {{"Regex", "("}}}};
            },
            "regular expression");
        row(
            "empty pattern",
            [](Json& f) {
                f["normalizer"] = {{"type", "Replace"}, {"pattern", {{"String", ""}}}};
            },
            "pattern");
        row(
            "decoder",
            [](Json& f) {
                f["decoder"] = {{"type", "CTC"}};
            },
            "CTC");
        row(
            "post",
            [](Json& f) {
                f["post_processor"] = {{"type", "Bert"}};
            },
            "Bert");
        row(
            "template twice",
            [](Json& f) {
                f["post_processor"]["single"] = {"$A", "$A"};
            },
            "once");
        row(
            "template B", [](Json& f) { f["post_processor"]["single"] = {"$B"}; }, "second");
        row(
            "template unknown",
            [](Json& f) {
                f["post_processor"]["single"] = {"<x>", "$A"};
            },
            "<x>");
        row(
            "template id",
            [](Json& f) { f["post_processor"]["special_tokens"]["<s>"]["ids"] = {700}; },
            "vocabulary");
        row(
            "template negative",
            [](Json& f) { f["post_processor"]["special_tokens"]["<s>"]["ids"] = {-1}; },
            "vocabulary");
        row(
            "unigram without unk",
            [](Json& f) {
                f["model"] = {{"type", "Unigram"}, {"vocab", Json::array({{"a", -1.0}})}};
                f["added_tokens"] = nullptr;
                f["post_processor"] = nullptr;
            },
            "unk_id");
        row(
            "unigram entry",
            [](Json& f) {
                f["model"] = {{"type", "Unigram"}, {"unk_id", 0}, {"vocab", {"a", "b"}}};
            },
            "score");
    }
    void badFiles() {
        QFETCH(Change, change);
        QFETCH(QByteArray, says);
        Json file = tiny();
        change(file);
        const auto tokenizer = Tokenizer::fromJson(file.dump(), "bad.json");
        QVERIFY(!tokenizer.ok());
        QCOMPARE(tokenizer.error().code, ErrorCode::BadInput);
        QCOMPARE(tokenizer.error().where, std::string("bad.json"));
        QVERIFY2(QByteArray::fromStdString(tokenizer.error().what).contains(says),
                 tokenizer.error().what.c_str());
    }

    void badBytes() {
        const std::string whole = readAll(kData + "gpt2/tokenizer.json");
        for (size_t length = 0; length < whole.size() - 2; length += 1 + whole.size() / 50)
            QVERIFY(!Tokenizer::fromJson(whole.substr(0, length), "cut").ok());
        for (const std::string& bytes :
             {std::string("null"), std::string("[]"), std::string("\xff\xfe"),
              std::string(100'000, '['), std::string("{\"model\":{\"vocab\":{\"a\":0,\"a\":1}}}"),
              std::string((size_t{128} << 20) + 1, ' ')})
            QVERIFY(!Tokenizer::fromJson(bytes, "bytes").ok());
    }

    // Random damage must end in an error or in a tokenizer that works.
    void damagedFiles() {
        const std::string whole = readAll(kData + "sentencepiece_bpe/tokenizer.json");
        uint32_t state = 12345; // seed
        const auto random = [&](size_t below) {
            state = state * 1664525u + 1013904223u;
            return static_cast<size_t>(state >> 8) % below;
        };
        for (int i = 0; i < 100; ++i) {
            std::string damaged = whole;
            for (int j = 0; j < 3; ++j)
                damaged[random(i % 2 ? damaged.size() : 3000)] = "\"{}[]:,0a1 "[random(11)];
            const auto tokenizer = Tokenizer::fromJson(damaged, "damaged");
            if (tokenizer.ok()) QVERIFY(tokenizer->encode("some text\u00e9", true).ok());
        }
    }

    void badTexts() {
        const Tokenizer tokenizer = loadTokenizer(kData + "gpt2/tokenizer.json");
        const auto encoding = tokenizer.encode("ab\xff", false);
        QVERIFY(!encoding.ok());
        QCOMPARE(encoding.error().code, ErrorCode::BadInput);
        QVERIFY(encoding.error().what.find("byte 2") != std::string::npos);
        QVERIFY(!tokenizer.encodeIds("\xed\xa0\x80", false).ok());
        QVERIFY(!tokenizeJsonLine(tokenizer, "{\"text\": 3}", "in.jsonl, line 1").ok());
        const auto line = tokenizeJsonLine(tokenizer, "{\"txt\": \"a\"}", "in.jsonl, line 7");
        QVERIFY(!line.ok());
        QCOMPARE(line.error().where, std::string("in.jsonl, line 7"));
    }

    void mergesByRankThenPosition() {
        Json file = tiny();
        QCOMPARE(ids(file, "aab"), (std::vector<int32_t>{0, 3}));
        QCOMPARE(ids(file, "abab"), (std::vector<int32_t>{3, 3}));
        file["model"]["merges"] = {"b c", "a b"}; // bc first, so a stays alone
        QCOMPARE(ids(file, "abc"), (std::vector<int32_t>{0, 4}));
        file["model"]["ignore_merges"] = true;
        QCOMPARE(ids(file, "abc"), (std::vector<int32_t>{5}));
        file = tiny();
        file["model"].erase("type"); // inferred from the merges
        file["model"]["merges"].insert(file["model"]["merges"].begin(), "#version: 0.2");
        QCOMPARE(ids(file, "abc"), (std::vector<int32_t>{5}));
    }

    void unknownCharacters() {
        Json file = tiny();
        QCOMPARE(ids(file, "axxb"), (std::vector<int32_t>{3})); // dropped without unk_token
        file["model"]["vocab"]["?"] = 7;
        file["model"]["unk_token"] = "?";
        QCOMPARE(ids(file, "axxb"), (std::vector<int32_t>{0, 7, 7, 1}));
        file["model"]["fuse_unk"] = true;
        QCOMPARE(ids(file, "axxb"), (std::vector<int32_t>{0, 7, 1}));
        file["model"]["byte_fallback"] = true;
        file["model"]["vocab"]["<0x78>"] = 8;
        QCOMPARE(ids(file, "axyb"), (std::vector<int32_t>{0, 8, 7, 1}));
        // The pending unknown is put down behind the byte token, as in the reference.
        QCOMPARE(ids(file, "ayxb"), (std::vector<int32_t>{0, 8, 7, 1}));
    }

    // One piece of a megabyte: through the heap, not quadratic.
    void longPieces() {
        QElapsedTimer timer;
        timer.start();
        std::string text;
        for (int i = 0; i < 350'000; ++i) text += i % 7 ? "abc" : "cab";
        const std::vector<int32_t> encoded = ids(tiny(), text);
        QVERIFY(encoded.size() > 350'000 && encoded.size() < 700'000);
        const Tokenizer sentencePiece = loadTokenizer(kData + "sentencepiece_bpe/tokenizer.json");
        QVERIFY(sentencePiece.encodeIds(std::string(1'000'000, ' '), false).ok());
        QVERIFY(sentencePiece.encodeIds(std::string(1'000'000, 'x'), false).ok());
        QVERIFY2(timer.elapsed() < 60'000, "a long piece takes quadratic time");
    }

    // Offsets of a whole document agree with the ids without them, and cover it in order.
    void cachedPiecesKeepOffsets() {
        for (const char* kind : {"gpt2", "llama3", "sentencepiece_bpe"}) {
            const Tokenizer tokenizer = loadTokenizer(kData + kind + "/tokenizer.json");
            const std::string text = readAll(MOQA_SOURCE_DIR "/core/text/tokenizer.h");
            const auto encoding = tokenizer.encode(text, false);
            const auto plain = tokenizer.encodeIds(text, false);
            QVERIFY(encoding.ok() && plain.ok());
            QCOMPARE(encoding->ids, *plain);
            int64_t reached = 0;
            for (const auto& [begin, end] : encoding->offsets) {
                QVERIFY(begin <= reached && begin < end);
                reached = end;
            }
            QCOMPARE(reached, static_cast<int64_t>(text.size())); // the file is ASCII
        }
    }

    void encodesFromManyThreads() {
        const Tokenizer tokenizer = loadTokenizer(kData + "llama3/tokenizer.json");
        const std::string text = readAll(MOQA_SOURCE_DIR "/core/text/tokenizer.h");
        const auto expected = tokenizer.encodeIds(text, true);
        QVERIFY(expected.ok());
        std::vector<std::thread> threads;
        std::vector<int> same(4, 0);
        for (int& flag : same)
            threads.emplace_back([&] {
                const auto given = tokenizer.encodeIds(text, true);
                flag = given.ok() && *given == *expected;
            });
        for (std::thread& thread : threads) thread.join();
        for (const int flag : same) QVERIFY(flag);
    }

    void textsOfTokens() {
        const Tokenizer gpt2 = loadTokenizer(kData + "gpt2/tokenizer.json");
        QCOMPARE(gpt2.tokenText(gpt2.idOf("\u0120the")), std::string(" the"));
        QCOMPARE(gpt2.tokenText(gpt2.idOf("\u00c3")), std::string("<0xC3>")); // half a letter
        QCOMPARE(gpt2.kind(), std::string("BPE, byte-level"));
        const Tokenizer sentencePiece = loadTokenizer(kData + "sentencepiece_bpe/tokenizer.json");
        QCOMPARE(sentencePiece.tokenText(sentencePiece.idOf("\u2581the")), std::string(" the"));
        QCOMPARE(sentencePiece.tokenText(sentencePiece.idOf("<0x0A>")), std::string("\n"));
        QCOMPARE(sentencePiece.kind(), std::string("BPE, byte fallback"));
    }
};

QTEST_GUILESS_MAIN(TestTokenizerHostile)
#include "tst_tokenizer_hostile.moc"
