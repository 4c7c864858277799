// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/token_walker.h"

#include "views/state/token_text.h"

#include <QElapsedTimer>

namespace moqa {

TokenWalker::TokenWalker(Document& document, JobRunner& jobs) : m_document(document), m_jobs(jobs) {
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &TokenWalker::walkNow);
    connect(&document, &Document::opened, this, &TokenWalker::forgetModel);
}

void TokenWalker::forgetModel() {
    if (m_document.model() == m_model) return;
    m_model.reset();
    m_tokenizer.reset();
    m_walk.reset();
    m_error.reset();
    m_busy = false;
    emit tokenizerChanged();
    emit changed();
    if (!m_text.isEmpty()) walkNow();
}

void TokenWalker::setText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    m_pause.start();
    emit changed();
}

void TokenWalker::walkNow() {
    m_pause.stop();
    if (m_text.isEmpty() || !m_document.model()) {
        m_walk.reset();
        m_error.reset();
        emit changed();
        return;
    }
    start();
}

void TokenWalker::wantTokenizer() {
    if (!m_tokenizer && !m_busy && m_document.model()) start();
}

void TokenWalker::start() {
    m_model = m_document.model();
    m_busy = true;
    m_jobs.run<Outcome>(
        JobKind::Walk, tr("Token walk"),
        [model = m_model, tokenizer = m_tokenizer, text = m_text.toStdString()](
            JobContext& context) { return compute(*model, tokenizer, text, context); },
        this, [this](Result<Outcome> outcome) { take(std::move(outcome)); });
    emit changed();
}

Result<TokenWalker::Outcome> TokenWalker::compute(const ModelSource& model,
                                                  std::shared_ptr<const Tokenizer> tokenizer,
                                                  const std::string& text, Progress& progress) {
    Outcome outcome;
    outcome.tokenizer = std::move(tokenizer);
    if (!outcome.tokenizer) {
        progress.report(0, "reading the tokenizer");
        MOQA_TRY(const std::string json, model.sideFile("tokenizer.json"));
        MOQA_TRY(Tokenizer read, Tokenizer::fromJson(json, model.name() + "/tokenizer.json"));
        outcome.tokenizer = std::make_shared<const Tokenizer>(std::move(read));
    }
    if (text.empty()) return outcome;
    QElapsedTimer clock;
    clock.start();
    auto walk = walkTokens(model, *outcome.tokenizer, text, progress);
    outcome.ms = clock.elapsed();
    if (walk.ok())
        outcome.walk = std::make_shared<const TokenWalk>(std::move(walk).value());
    else
        outcome.error = walk.error();
    return outcome;
}

void TokenWalker::take(Result<Outcome> outcome) {
    m_busy = false;
    if (m_model != m_document.model()) return; // another one was opened meanwhile
    const bool hadTokenizer = m_tokenizer != nullptr;
    m_error.reset();
    if (!outcome.ok()) {
        m_walk.reset();
        if (outcome.error().code != ErrorCode::Cancelled) m_error = outcome.error();
    } else {
        m_tokenizer = outcome.value().tokenizer;
        m_walk = m_text.isEmpty() ? nullptr : outcome.value().walk; // emptied meanwhile
        m_error = outcome.value().error;
        m_tookMs = outcome.value().ms;
    }
    if (!hadTokenizer && m_tokenizer) emit tokenizerChanged();
    emit changed();
}

QString TokenWalker::tokenText(int id) const {
    return m_tokenizer ? visibleToken(m_tokenizer->tokenText(id)) : QStringLiteral("#%1").arg(id);
}

} // namespace moqa
