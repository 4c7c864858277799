// SPDX-License-Identifier: GPL-3.0-or-later
// Every golden vector of every kind of tokenizer: ids, ids with specials, decoded text, offsets.
#include "tests/text/golden_vectors.h"

#include <QDir>
#include <QTest>

using namespace moqa;
using namespace moqa::test;

class TestTokenizerVectors : public QObject {
    Q_OBJECT
private slots:
    void matchVectors_data() {
        QTest::addColumn<QString>("folder");
        const QString own = QStringLiteral(MOQA_SOURCE_DIR "/tests/data/tokenizers/");
        for (const char* kind : {"gpt2", "llama3", "sentencepiece_bpe"})
            QTest::newRow(kind) << own + kind;
        const QString golden = QStringLiteral(MOQA_SHARED_DIR "/golden/tokenizers/");
        for (const char* kind :
             {"gpt2", "gpt2_prefix_space", "gpt_neox", "llama3", "qwen2", "o200k", "deepseek_v3",
              "sentencepiece_bpe", "sentencepiece_bpe_no_prefix", "sentencepiece_bpe_metaspace",
              "unigram"})
            QTest::newRow(qPrintable(QString("shared ") + kind)) << golden + kind;
    }
    void matchVectors() {
        QFETCH(QString, folder);
        if (!QDir(folder).exists()) QSKIP("the shared golden folder is not here");
        const std::string base = folder.toStdString();
        const Tokenizer tokenizer = loadTokenizer(base + "/tokenizer.json");
        const std::vector<Json> vectors = readVectors(base + "/vectors.jsonl");
        QVERIFY(vectors.size() > 50);
        int wrong = 0;
        for (const Json& vector : vectors) {
            const QByteArray difference = compareVector(tokenizer, vector);
            if (difference.isEmpty()) continue;
            if (++wrong <= 5) qWarning("%s", difference.constData());
        }
        QCOMPARE(wrong, 0);
    }
};

QTEST_GUILESS_MAIN(TestTokenizerVectors)
#include "tst_tokenizer_vectors.moc"
