// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the tokenizer one by one: UTF-8, byte stand-ins, regular expressions, splitting,
// normalizers with their spans, decoders, the trie.
#include "core/text/byte_level.h"
#include "core/text/decoder.h"
#include "core/text/normalizer.h"
#include "core/text/pre_tokenizer.h"
#include "core/text/regex.h"
#include "core/text/split_behavior.h"
#include "core/text/trie.h"
#include "core/text/utf8.h"

#include <QElapsedTimer>
#include <QTest>

using namespace moqa;

namespace {

using Strings = std::vector<std::string>;

// The matches in brackets, the gaps bare: "[ab]c[d]".
std::string bracketed(const std::string& pattern, const std::string& text) {
    auto regex = Regex::compile(pattern, "test");
    if (!regex.ok()) return regex.error().what;
    std::vector<Match> matches;
    const Status status = RegexSearch(*regex, text.size()).split(text, matches);
    if (!status.ok()) return status.error().what;
    std::string result;
    for (const Match& match : matches) {
        const std::string part = text.substr(match.begin, match.end - match.begin);
        result += match.isMatch ? "[" + part + "]" : part;
    }
    return result;
}

AlignedText normalized(const std::string& component, const std::string& text) {
    AlignedText aligned = AlignedText::fromOriginal(text, 0, text.size(), true);
    const auto json = parseJson(component, "test");
    if (!json.ok()) qFatal("bad test");
    auto normalizer = Normalizer::fromJson(*json, "test");
    if (!normalizer.ok() || !(*normalizer)->apply(aligned).ok()) qFatal("bad normalizer");
    if (aligned.spans.size() != aligned.text.size()) qFatal("spans and text differ");
    return aligned;
}

Strings pieces(const std::string& component, const std::string& text) {
    const auto json = parseJson(component, "test");
    if (!json.ok()) qFatal("bad test");
    auto pre = PreTokenizer::fromJson(*json, "test");
    if (!pre.ok()) return {pre.error().what};
    PieceList list;
    list.content = AlignedText::fromOriginal(text, 0, text.size(), true);
    list.pieces.push_back({0, text.size(), 0});
    if (!(*pre)->apply(list).ok()) return {"failed"};
    Strings result;
    for (const Piece& piece : list.pieces)
        result.push_back(list.content.text.substr(piece.begin, piece.end - piece.begin));
    return result;
}

std::string decoded(const std::string& component, Strings tokens) {
    const auto json = parseJson(component, "test");
    if (!json.ok()) qFatal("bad test");
    auto decoder = Decoder::fromJson(*json, "test");
    if (!decoder.ok()) return decoder.error().what;
    (*decoder)->apply(tokens);
    std::string text;
    for (const std::string& token : tokens) text += token;
    return text;
}

std::string split(const char* behavior, const char* invert = "false") {
    return std::string(R"({"type":"Split","pattern":{"Regex":"-"},"behavior":")") + behavior +
           R"(","invert":)" + invert + "}";
}

} // namespace

class TestTextUnits : public QObject {
    Q_OBJECT
private slots:
    void findsInvalidUtf8() {
        QCOMPARE(findInvalidUtf8("aß漢😀"), std::string::npos);
        for (const char* bad :
             {"ab\x80", "ab\xc0\x80", "ab\xc1\xbf", "ab\xe0\x9f\xbf", "ab\xed\xa0\x80",
              "ab\xf0\x8f\xbf\xbf", "ab\xf4\x90\x80\x80", "ab\xf8", "ab\xe6\xbc", "ab\xe6"})
            QCOMPARE(findInvalidUtf8(bad), size_t{2});
        // One replacement for each maximal part that could have begun a character.
        QCOMPARE(utf8Lossy("a\xe6\xbcz\xff\xf0\x9f\x98"), std::string("a\uFFFDz\uFFFD\uFFFD"));
        QCOMPARE(utf8Lossy("\xed\xa0\x80"), std::string("\uFFFD\uFFFD\uFFFD"));
    }

    void walksCodePoints() {
        const std::string text = "a\u00df\u6f22\U0001F600";
        std::u32string codePoints;
        for (size_t at = 0; at < text.size();) codePoints += nextCodePoint(text, at);
        QVERIFY(codePoints == U"a\u00df\u6f22\U0001F600");
        QCOMPARE(countCodePoints(text), int64_t{4});
        QCOMPARE(previousBoundary(text, text.size()), size_t{6});
        std::string again;
        for (const char32_t c : codePoints) appendUtf8(again, c);
        QCOMPARE(again, text);
    }

    void classifiesCharacters() {
        QVERIFY(isWhiteSpace(0x85) && isWhiteSpace(0x3000) && isWhiteSpace(0x0B));
        QVERIFY(!isWhiteSpace(0x180E) && !isWhiteSpace(0x200B) && !isWhiteSpace('a'));
        QVERIFY(isNumeric(0xBD) && isNumeric(0x2163) && isNumeric(0x663) && !isNumeric('x'));
        QVERIFY(isWordCharacter('_') && isWordCharacter(0x301) && isWordCharacter(0x24B6));
        QVERIFY(!isWordCharacter('-') && !isWordCharacter(0xBD));
    }

    void mapsBytesToStandIns() {
        QCOMPARE(byteStandIn(0x00), std::string_view("\u0100"));
        QCOMPARE(byteStandIn(0x0A), std::string_view("\u010A"));
        QCOMPARE(byteStandIn(0x20), std::string_view("\u0120"));
        QCOMPARE(byteStandIn(0x7F), std::string_view("\u0121"));
        QCOMPARE(byteStandIn(0xA0), std::string_view("\u0142"));
        QCOMPARE(byteStandIn(0xAD), std::string_view("\u0143"));
        for (int byte = 0; byte < 256; ++byte) {
            size_t at = 0;
            const auto standIn = byteStandIn(static_cast<unsigned char>(byte));
            QCOMPARE(standInByte(nextCodePoint(standIn, at)), byte);
        }
        QCOMPARE(standInByte(' '), -1);
        QCOMPARE(standInByte(0x144), -1);
    }

    void matchesAsOniguruma() {
        QCOMPARE(bracketed("\\s", "a\u180eb\u0085c"), std::string("a\u180eb[\u0085]c"));
        QCOMPARE(bracketed("[^\\S]+", "a \u3000b"), std::string("a[ \u3000]b"));
        QCOMPARE(bracketed("\\S+", "a \u180eb"), std::string("[a] [\u180eb]"));
        QCOMPARE(bracketed("\\w+", "e\u0301_\u00bd-\u24b6"),
                 std::string("[e\u0301_]\u00bd-[\u24b6]"));
        QCOMPARE(bracketed("\\h+", "xbeefx"), std::string("x[beef]x"));
        QCOMPARE(bracketed("a{,2}b", "aaab"), std::string("a[aab]"));
        QCOMPARE(bracketed("^b", "ab\nb"), std::string("ab\n[b]"));
        QCOMPARE(bracketed("(?m:a.b)", "a\nb"), std::string("[a\nb]"));
        QCOMPARE(bracketed("a.b", "a\nb"), std::string("a\nb"));
        QCOMPARE(bracketed("(?i:'s)", "a'\u017fb"), std::string("a['\u017f]b"));
        QCOMPARE(bracketed("\\p{Han}+|\\p{^L}", "a漢ー1"), std::string("a[漢]ー[1]"));
        QCOMPARE(bracketed("\\u0041|\\x{42}", "xABx"), std::string("x[A][B]x"));
        QCOMPARE(bracketed("\\bcat\\b", "cat concat cat"), std::string("[cat] concat [cat]"));
        QCOMPARE(bracketed("\\s+(?!\\S)|\\s+", "a   b "), std::string("a[  ][ ]b[ ]"));
        QCOMPARE(bracketed("[a&]|{", "a&{b"), std::string("[a][&][{]b"));
        QCOMPARE(bracketed("x*", "axb"), std::string("[]a[x]b[]"));
    }

    void refusesWhatDiffers() {
        for (const char* pattern : {"[a&&b]", "[a[bc]]", "\\Xa", "a(*FAIL)", "b(?i)a", "a{2}+",
                                    "a{2}?", "[\\W]", "(?s)a", "\\pL", "(a", "[a", "a\\", "\\u12",
                                    "\\p{sc:Han}", "\\p{Nonsense}", "(?<!a+)b", "[b-a]"}) {
            const auto regex = Regex::compile(pattern, "here");
            QVERIFY2(!regex.ok(), pattern);
            QCOMPARE(regex.error().code, ErrorCode::BadInput);
            QCOMPARE(regex.error().where, std::string("here"));
        }
    }

    void hostilePatternsEnd() {
        QElapsedTimer timer;
        timer.start();
        const std::string many(200'000, 'a');
        QVERIFY(bracketed("(a+)+$|(a|aa)+c", many + "b").find("takes too long") !=
                std::string::npos);
        // Quadratic (4.5e12 steps), and within the step limit at each of the 3,000,000 starts: only
        // the clock ends it, on a fast machine too.
        auto quadratic = Regex::compile("\\w+(?=[-!])", "test");
        QVERIFY(quadratic.ok());
        std::vector<Match> matches;
        const Status status = RegexSearch(*quadratic, 0).split(std::string(3'000'000, 'a'), matches);
        QVERIFY(!status.ok());
        QCOMPARE(status.error().code, ErrorCode::BadInput);
        QVERIFY(timer.elapsed() < 60'000);
    }

    void splitsByBehavior() {
        QCOMPARE(pieces(split("Removed"), "a--b-"), (Strings{"a", "b"}));
        QCOMPARE(pieces(split("Isolated"), "a--b-"), (Strings{"a", "-", "-", "b", "-"}));
        QCOMPARE(pieces(split("MergedWithPrevious"), "a--b-"), (Strings{"a-", "-", "b-"}));
        QCOMPARE(pieces(split("MergedWithNext"), "a--b-"), (Strings{"a", "-", "-b", "-"}));
        QCOMPARE(pieces(split("Contiguous"), "a--b-"), (Strings{"a", "--", "b", "-"}));
        QCOMPARE(pieces(split("Removed", "true"), "a--b-"), (Strings{"-", "-", "-"}));
        QCOMPARE(pieces(split("Sideways"), "a").size(), size_t{1});
    }

    void preTokenizes() {
        QCOMPARE(pieces(R"({"type":"Digits","individual_digits":true})", "a12b"),
                 (Strings{"a", "1", "2", "b"}));
        QCOMPARE(pieces(R"({"type":"Digits","individual_digits":false})", "a12b"),
                 (Strings{"a", "12", "b"}));
        QCOMPARE(pieces(R"({"type":"Metaspace","prepend_scheme":"always","split":true})", "a  b"),
                 (Strings{"\u2581a", "\u2581", "\u2581b"}));
        QCOMPARE(pieces(R"({"type":"Metaspace","prepend_scheme":"first","split":false})", " a"),
                 (Strings{"\u2581a"}));
        QCOMPARE(pieces(R"({"type":"Metaspace","add_prefix_space":false,"split":false})", "a b"),
                 (Strings{"a\u2581b"}));
        QCOMPARE(pieces(R"({"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true})",
                        "it's\n\u00e9"),
                 (Strings{"\u0120it", "'s", "\u010a", "\u00c3\u00a9"}));
    }

    void normalizesWithSpans() {
        // e, acute (2 bytes) and dot below (2 bytes) become the composed form and the other mark.
        const AlignedText composed = normalized(R"({"type":"NFC"})", "xe\u0301\u0323y");
        QCOMPARE(composed.text, std::string("x\u1eb9\u0301y"));
        QCOMPARE(composed.original(1, 4).begin, 1u); // stands for the e alone
        QCOMPARE(composed.original(1, 4).end, 2u);
        QCOMPARE(composed.original(6, 7).begin, 6u);
        QCOMPARE(normalized(R"({"type":"NFC"})", "\u1100\u1161\u11a8").text, std::string("\uac01"));
        QCOMPARE(normalized(R"({"type":"NFC"})", "\u0958").text, std::string("\u0915\u093c"));
        const AlignedText wide = normalized(R"({"type":"NFKD"})", "\ufb03x");
        QCOMPARE(wide.text, std::string("ffix"));
        QCOMPARE(wide.original(1, 3).begin, 0u);
        QCOMPARE(wide.original(1, 3).end, 3u);
        QCOMPARE(normalized(R"({"type":"NFKC"})", "\u2460\u00bd").text, std::string("11\u20442"));
        QCOMPARE(normalized(R"({"type":"NFD"})", "\u1e69").text, std::string("s\u0323\u0307"));
        QCOMPARE(normalized(R"({"type":"Lowercase"})", "A\u0130\u0416").text,
                 std::string("ai\u0307\u0436"));
        QCOMPARE(normalized(R"({"type":"StripAccents"})", "e\u0301a").text, std::string("ea"));
        const AlignedText stripped = normalized(R"({"type":"Strip"})", " \u3000a b\n");
        QCOMPARE(stripped.text, std::string("a b"));
        QCOMPARE(stripped.original(0, 3).begin, 4u);
        QCOMPARE(normalized(R"({"type":"Strip"})", " \n").text, std::string());
        const AlignedText replaced = normalized(
            R"({"type":"Replace","pattern":{"Regex":" {2,}"},"content":"__"})", "a   b c");
        QCOMPARE(replaced.text, std::string("a__b c"));
        QCOMPARE(replaced.original(1, 3).begin, 3u); // the last blank replaced
        const AlignedText prepended = normalized(
            R"({"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"ab"},{"type":"NFC"}]})",
            "\u00e9z");
        QCOMPARE(prepended.text, std::string("ab\u00e9z"));
        QCOMPARE(prepended.original(0, 2).end, 2u);
        QCOMPARE(normalized(R"({"type":"Prepend","prepend":"x"})", "").text, std::string());
        QCOMPARE(normalized(R"({"type":"ByteLevel"})", " \u00e9").text,
                 std::string("\u0120\u00c3\u00a9"));
    }

    void decodes() {
        QCOMPARE(decoded(R"({"type":"ByteFallback"})", {"<0xE6>", "<0xBC>", "<0xA2>", "x", "<0xE6>",
                                                        "<0xBC>", "y", "<0x4>", "<0xGG>"}),
                 std::string("漢x\uFFFD\uFFFDy<0x4><0xGG>"));
        QCOMPARE(
            decoded(R"({"type":"ByteLevel"})", {"\u0120a", "\u00c3", "\u00a9", "[x y]", "\u00ff"}),
            std::string(" a\u00e9[x y]\uFFFD"));
        QCOMPARE(decoded(R"({"type":"Strip","content":" ","start":1,"stop":2})", {"  a   ", " "}),
                 std::string(" a "));
        QCOMPARE(
            decoded(R"({"type":"Metaspace","prepend_scheme":"always"})", {"\u2581a", "\u2581b"}),
            std::string("a b"));
        QCOMPARE(decoded(R"({"type":"Metaspace","prepend_scheme":"never"})", {"\u2581a"}),
                 std::string(" a"));
        QCOMPARE(decoded(R"({"type":"Sequence","decoders":[
                     {"type":"Replace","pattern":{"String":"_"},"content":" "},
                     {"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]})",
                         {"_a", "_b"}),
                 std::string("a b"));
    }

    void trieFindsPrefixes() {
        Trie trie;
        QVERIFY(trie.empty());
        trie.insert("ab", 1);
        trie.insert("abcd", 2);
        trie.insert("ab", 3); // the first stays
        trie.insert("", 4);
        std::vector<std::pair<size_t, int32_t>> found;
        trie.prefixes("xabcde", 1,
                      [&](size_t length, int32_t number) { found.emplace_back(length, number); });
        QCOMPARE(found, (std::vector<std::pair<size_t, int32_t>>{{2, 1}, {4, 2}}));
        QVERIFY(trie.mayBegin('a') && !trie.mayBegin('b'));
    }

    void pairTableGrows() {
        PairTable<int> table;
        QVERIFY(!table.find(1));
        for (int i = 0; i < 10'000; ++i) table.set(pairKey(static_cast<uint32_t>(i), 7), i);
        table.set(pairKey(5, 7), -5);
        QCOMPARE(table.size(), size_t{10'000});
        QCOMPARE(*table.find(pairKey(5, 7)), -5);
        QCOMPARE(*table.find(pairKey(9'999, 7)), 9'999);
        QVERIFY(!table.find(pairKey(7, 9'999)));
    }
};

QTEST_GUILESS_MAIN(TestTextUnits)
#include "tst_text_units.moc"
