// SPDX-License-Identifier: GPL-3.0-or-later
// Corpora: the NAME=FILE@SHARE form, the three file forms, shares that never overlap, bad files.
#include "core/base/files.h"
#include "core/base/sha256.h"
#include "core/text/corpus.h"
#include "core/text/gzip.h"
#include "tests/text/golden_vectors.h"

#include <QTemporaryDir>
#include <QTest>
#include <zlib.h>

using namespace moqa;
using namespace moqa::test;

namespace {

std::string gzipped(const std::string& text) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) != Z_OK) qFatal("zlib");
    std::string out(text.size() + 1000, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FINISH) != Z_STREAM_END) qFatal("zlib");
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

} // namespace

class TestCorpus : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    std::string write(const char* name, const std::string& content) {
        const std::string path = m_folder.filePath(name).toStdString();
        if (!writeFileAtomically(path, content).ok()) qFatal("cannot write %s", path.c_str());
        return path;
    }
    std::string textOf(const std::string& request) {
        const auto parsed = parseCorpusRequest(request);
        if (!parsed.ok()) return "usage: " + parsed.error().what;
        const auto text = readCorpusText(*parsed);
        return text.ok() ? *text : "error: " + text.error().message();
    }

private slots:
    void parsesRequests() {
        const auto plain = parseCorpusRequest("code=a/b.txt");
        QVERIFY(plain.ok());
        QCOMPARE(plain->name, std::string("code"));
        QCOMPARE(plain->path, std::string("a/b.txt"));
        QCOMPARE(plain->shareNumerator, plain->shareDenominator);
        const auto tail = parseCorpusRequest("x=me@home=1.txt@1/3:tail");
        QVERIFY(tail.ok());
        QCOMPARE(tail->path, std::string("me@home=1.txt"));
        QCOMPARE(tail->shareNumerator, int64_t{1});
        QCOMPARE(tail->shareDenominator, int64_t{3});
        QVERIFY(tail->tail);
        QVERIFY(!parseCorpusRequest("x=a@2/3:head")->tail);
        QCOMPARE(parseCorpusRequest("x=/me@home/a:b.txt")->path, std::string("/me@home/a:b.txt"));
        for (const char* bad :
             {"", "code", "=a", "x=", "x=@1/2:head", "x=a@0/3:head", "x=a@4/3:head", "x=a@1/0:head",
              "x=a@-1/3:head", "x=a@1/3:middle", "x=a@1/3x:head", "x=a@1/9999999:head",
              "x=a@1/99999999999999999999:head", "a/b=x", "a|b=x", ".=x", "..=x"}) {
            const auto request = parseCorpusRequest(bad);
            QVERIFY2(!request.ok(), bad);
            QCOMPARE(request.error().code, ErrorCode::Usage);
        }
    }

    void readsThreeForms() {
        const std::string path = write("a.txt", "one\ntwo\n");
        QCOMPARE(textOf("a=" + path), std::string("one\ntwo\n"));
        QCOMPARE(textOf("a=" + write("a.txt.gz", gzipped("one\ntwo\n"))),
                 std::string("one\ntwo\n"));
        const std::string lines = "{\"text\":\"one\"}\n\n{\"id\":1,\"text\":\"\\u00e9\"}\r\n";
        QCOMPARE(textOf("a=" + write("a.jsonl", lines)), std::string("one\n\n\u00e9"));
        QCOMPARE(textOf("a=" + write("a.jsonl.gz", gzipped(lines) + gzipped(lines))),
                 std::string("one\n\n\u00e9\n\none\n\n\u00e9"));
    }

    // Whatever the share and the lengths of the lines, head and tail make the text.
    void sharesAreComplementary() {
        std::string text;
        for (int line = 0; line < 40; ++line)
            text += std::string(static_cast<size_t>(line * 7 % 23), 'x') + "\u00e9\n";
        text += "no newline at the end";
        const std::string path = write("shares.txt", text);
        for (int denominator = 2; denominator < 30; ++denominator)
            for (int numerator = 1; numerator < denominator; ++numerator) {
                CorpusRequest head{"h", path, numerator, denominator, false};
                CorpusRequest tail{"t", path, denominator - numerator, denominator, true};
                const auto first = readCorpusText(head), second = readCorpusText(tail);
                const std::string both = (first.ok() ? *first : "") + (second.ok() ? *second : "");
                QCOMPARE(both, text);
                if (!first.ok()) continue;
                QVERIFY(first->back() == '\n');
                QVERIFY(first->size() * static_cast<size_t>(denominator) <=
                        text.size() * static_cast<size_t>(numerator));
            }
        const std::string small = write("small.txt", "aa\nbb\ncc\n"); // 9 bytes
        QCOMPARE(textOf("s=" + small + "@2/3:head"), std::string("aa\nbb\n"));
        QCOMPARE(textOf("s=" + small + "@1/3:tail"), std::string("cc\n"));
        QCOMPARE(textOf("s=" + small + "@1/2:head"), std::string("aa\n"));
        QCOMPARE(textOf("s=" + small + "@1/1:tail"), std::string("aa\nbb\ncc\n"));
    }

    void refusesBadFiles() {
        const auto says = [&](const std::string& request, const char* part) {
            const std::string given = textOf(request);
            const bool right = given.starts_with("error: ") && given.find(part) != given.npos;
            if (!right) qWarning("%s", given.c_str());
            return right;
        };
        const std::string folder = m_folder.path().toStdString();
        QVERIFY(says("a=" + folder + "/none.txt", "none.txt"));
        QVERIFY(says("a=" + folder, "folder"));
        QVERIFY(says("a=" + write("empty.txt", ""), "empty"));
        QVERIFY(says("a=" + write("empty.jsonl", "\n \n"), "empty"));
        QVERIFY(says("a=" + write("latin.txt", "caf\xe9\n"), "byte 3"));
        QVERIFY(says("a=" + write("bad.jsonl", "{\"text\":\"a\"}\n{\"text\":\n"), "line 2"));
        QVERIFY(says("a=" + write("bad2.jsonl", "{\"text\":\"a\"}\n\n{\"txt\":\"b\"}"), "line 3"));
        QVERIFY(says("a=" + write("line.txt", "only one line") + "@1/2:head", "share"));
        QVERIFY(says("a=" + write("plain.txt.gz", "plain"), "damaged"));
        const std::string zipped = gzipped("one two three four\n");
        QVERIFY(says("a=" + write("cut.txt.gz", zipped.substr(0, zipped.size() - 9)), "cut off"));
        QVERIFY(says("a=" + write("none.txt.gz", ""), "cut off"));
        QVERIFY(says("a=" + write("trailing.txt.gz", zipped + "junk"), "damaged"));
    }

    void boundsInflation() {
        const std::string bomb = gzipped(std::string(40 << 20, 'x'));
        const auto text = gunzip(bomb, 1 << 20, "bomb.gz");
        QVERIFY(!text.ok());
        QVERIFY(text.error().what.find("more than 1 MiB") != std::string::npos);
        QCOMPARE(gunzip(bomb, int64_t{40} << 20, "bomb.gz")->size(), size_t{40} << 20);
    }

    void loadsTokens() {
        const Tokenizer tokenizer =
            loadTokenizer(MOQA_SOURCE_DIR "/tests/data/tokenizers/llama3/tokenizer.json");
        const std::string path = write("load.txt", "the first line\nthe second line\n");
        const auto request = parseCorpusRequest("c=" + path + "@1/2:head");
        QVERIFY(request.ok());
        const auto corpus = loadCorpus(*request, tokenizer, 0);
        QVERIFY(corpus.ok());
        QCOMPARE(corpus->name, std::string("c"));
        QCOMPARE(corpus->source, path + "@1/2:head");
        QCOMPARE(corpus->textSha256, sha256Hex("the first line\n"));
        QCOMPARE(corpus->ids, *tokenizer.encodeIds("the first line\n", true));
        QCOMPARE(corpus->ids[0], tokenizer.idOf("<|begin_of_text|>"));
        const auto three = loadCorpus(*request, tokenizer, 3);
        QVERIFY(three.ok());
        QCOMPARE(three->ids, std::vector<int32_t>(corpus->ids.begin(), corpus->ids.begin() + 3));
    }
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "tst_corpus.moc"
