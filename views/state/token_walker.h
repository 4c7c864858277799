// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The text that walks through the open model, and the model's tokenizer, read once and kept: texts
// are typed, and reading it takes longer than a walk. The latest text wins. Asks the engine through
// the job runner. GUI thread.

#include "core/analysis/token_walk.h"
#include "core/text/tokenizer.h"
#include "views/state/document.h"
#include "views/state/job_runner.h"

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

namespace moqa {

class TokenWalker : public QObject {
    Q_OBJECT
public:
    static constexpr int kPauseMs = 300; // in typing, after which the text walks

    TokenWalker(Document& document, JobRunner& jobs);

    QString text() const { return m_text; }
    void setText(const QString& text); // walks after a pause
    void walkNow();
    // Of the text, or of an earlier one while the new one walks; null when there is none.
    std::shared_ptr<const TokenWalk> walk() const { return m_walk; }
    const std::optional<Error>& error() const { return m_error; }
    bool busy() const { return m_busy || m_pause.isActive(); }
    qint64 tookMs() const { return m_tookMs; } // of the walk shown

    // Reads the tokenizer if nobody did; tokenizerChanged follows.
    void wantTokenizer();
    // Visible text of a token, or its number until the tokenizer is there.
    QString tokenText(int id) const;

signals:
    void changed(); // walk, error or busy
    void tokenizerChanged();

private:
    struct Outcome {
        std::shared_ptr<const Tokenizer> tokenizer;
        std::shared_ptr<const TokenWalk> walk;
        std::optional<Error> error; // of the walk alone
        qint64 ms = 0;
    };
    static Result<Outcome> compute(const ModelSource& model,
                                   std::shared_ptr<const Tokenizer> tokenizer,
                                   const std::string& text, Progress& progress);
    void forgetModel();
    void start();
    void take(Result<Outcome> outcome);

    Document& m_document;
    JobRunner& m_jobs;
    QTimer m_pause;
    QString m_text;
    std::shared_ptr<const ModelSource> m_model; // that the rest belongs to
    std::shared_ptr<const Tokenizer> m_tokenizer;
    std::shared_ptr<const TokenWalk> m_walk;
    std::optional<Error> m_error;
    bool m_busy = false;
    qint64 m_tookMs = 0;
};

} // namespace moqa
