// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/score_desk.h"

#include "core/base/files.h"
#include "views/state/corpus_library.h"
#include "views/state/text.h"

#include <QFileInfo>
#include <algorithm>

namespace moqa {

namespace {

// Read in some seconds, without being asked.
constexpr qint64 kReadAtOnce = qint64{2} << 30;
const char* const kUserScore = "csv";

bool hasWeights(const ScoreBoard& board) {
    for (const ScoreRow& row : board.comparison.rows)
        if (row.info && row.info->needs == ScoreNeeds::Weights && row.missing.empty()) return true;
    return false;
}

} // namespace

int ScoreBoard::rowOf(const std::string& id) const {
    for (size_t i = 0; i < comparison.rows.size(); ++i)
        if (comparison.rows[i].agreement.id == id) return static_cast<int>(i);
    return -1;
}

Result<std::shared_ptr<const ScoreBoard>>
computeScores(const ScoreInputs& inputs, const std::shared_ptr<const ScoreBoard>& earlier,
              Progress& progress) {
    ScoreRequest request;
    request.sources = {inputs.model.get(), inputs.analysis.get(), inputs.losses.get(),
                       inputs.corpora};
    request.userScore = inputs.user.get();
    request.flipped = inputs.flipped;
    request.readsWeights = inputs.readsWeights;
    if (earlier && earlier->inputs.model == inputs.model) request.earlier = &earlier->comparison;
    auto board = std::make_shared<ScoreBoard>();
    board->inputs = inputs;
    MOQA_TRY(board->comparison, gatherScores(request, progress));
    if (inputs.losses) {
        const Status compared = compareWithLosses(board->comparison, request.sources);
        if (!compared.ok()) board->lossFault = compared.error();
    }
    return std::shared_ptr<const ScoreBoard>(board);
}

ScoreDesk::ScoreDesk(Document& document, JobRunner& jobs) : m_document(document), m_jobs(jobs) {
    connect(&document, &Document::opened, this, &ScoreDesk::reset);
}

void ScoreDesk::reset() {
    m_board.reset();
    m_asked.reset();
    m_texts = Texts::All;
    m_text.clear();
    m_flipped.clear();
    m_user.reset();
    m_userName.clear();
    m_readWeights = false;
    emit changed();
}

qint64 ScoreDesk::weightBytes() const {
    qint64 bytes = 0;
    if (const auto model = m_document.model())
        for (const WeightEntry& entry : model->weights())
            if (partOf(entry.id.role) == Part::Routed) bytes += entry.bytes;
    return bytes;
}

ScoreInputs ScoreDesk::inputs() const {
    const bool reads =
        m_readWeights || (m_board && hasWeights(*m_board)) || weightBytes() <= kReadAtOnce;
    return {m_document.model(),
            m_document.analysis(),
            m_document.losses(),
            m_user,
            corpora(),
            m_flipped,
            reads};
}

void ScoreDesk::want() {
    if (!m_document.model() || isCurrent() || m_asked == inputs()) return;
    start();
}

void ScoreDesk::again() {
    if (m_document.model()) start();
}

void ScoreDesk::readWeights() {
    m_readWeights = true;
    again();
}

void ScoreDesk::start() {
    m_asked = inputs();
    m_jobs.run<std::shared_ptr<const ScoreBoard>>(
        JobKind::Scores, tr("Scores of %1").arg(qstr(m_asked->model->name())),
        [asked = *m_asked, earlier = m_board](JobContext& context) {
            return computeScores(asked, earlier, context);
        },
        this,
        [this](Result<std::shared_ptr<const ScoreBoard>> board) {
            if (board.ok())
                m_board = *board;
            else if (board.error().code != ErrorCode::Cancelled)
                emit failed(board.error());
            emit changed();
        });
}

std::vector<std::string> ScoreDesk::textNames() const {
    std::vector<std::string> names;
    if (const auto losses = m_document.losses())
        for (const LossCorpus& corpus : losses->corpora) names.push_back(corpus.name);
    else if (const auto analysis = m_document.analysis())
        for (const CorpusInfo& corpus : analysis->corpora) names.push_back(corpus.name);
    return names;
}

ScoreDesk::Texts ScoreDesk::texts() const {
    const auto names = textNames();
    const bool gone = m_texts == Texts::One
                          ? std::find(names.begin(), names.end(), m_text) == names.end()
                          : m_texts == Texts::Weighted && weightsOf(m_document.corpora()).empty();
    return gone ? Texts::All : m_texts;
}

CorpusWeights ScoreDesk::corpora() const {
    switch (texts()) {
    case Texts::All: return {};
    case Texts::Weighted: return weightsOf(m_document.corpora());
    case Texts::One: return {{m_text, 1.0}};
    }
    return {};
}

void ScoreDesk::setTexts(Texts texts, const std::string& text) {
    m_texts = texts;
    m_text = text;
    want();
}

void ScoreDesk::setFlipped(const std::string& id, bool on) {
    if (on == isFlipped(id)) return;
    if (on)
        m_flipped.insert(id);
    else
        m_flipped.erase(id);
    want();
}

void ScoreDesk::loadCsv(const QString& path) {
    const auto model = m_document.model();
    if (!model)
        return emit failed(usageError("values of experts need a model to belong to",
                                      path.toStdString(), "open the model first"));
    m_jobs.run<std::shared_ptr<const UnitScore>>(
        JobKind::ScoreFile, tr("Read %1").arg(QFileInfo(path).fileName()),
        [model,
         file = path.toStdString()](JobContext&) -> Result<std::shared_ptr<const UnitScore>> {
            MOQA_TRY(const std::string text, readFile(file, kMostScoreBytes));
            MOQA_TRY(UnitScore score, scoreFromCsv(text, *model, file));
            return std::make_shared<const UnitScore>(std::move(score));
        },
        this,
        [this, model, path](Result<std::shared_ptr<const UnitScore>> score) {
            if (!score.ok()) {
                if (score.error().code != ErrorCode::Cancelled) emit failed(score.error());
                return;
            }
            if (m_document.model() != model) return;
            m_user = *score;
            m_userName = QFileInfo(path).fileName();
            m_flipped.erase(kUserScore);
            emit userScoreLoaded();
            emit changed();
            want();
        });
}

void ScoreDesk::saveCsv(const QString& path) {
    if (!m_board) return;
    const Status saved = writeFileAtomically(path.toStdString(), scoresCsv(m_board->comparison));
    if (!saved.ok()) return emit failed(saved.error());
    emit informed(tr("Wrote %1.").arg(path));
}

} // namespace moqa
