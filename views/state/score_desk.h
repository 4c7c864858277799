// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The scores in sight and how they agree with the measured loss: keeps the user's choices (texts,
// directions, a file of values) and the last result, and starts the job that computes another one
// when they no longer fit. Belongs to the open document: another one begins anew. GUI thread.

#include "core/plan/score_comparison.h"
#include "views/state/document.h"
#include "views/state/job_runner.h"

#include <QObject>
#include <memory>
#include <optional>
#include <set>

namespace moqa {

// What a result was computed from.
struct ScoreInputs {
    std::shared_ptr<const ModelSource> model;
    std::shared_ptr<const Analysis> analysis; // null = none
    std::shared_ptr<const LossTable> losses;  // null = none
    std::shared_ptr<const UnitScore> user;    // null = none
    CorpusWeights corpora;                    // empty = all, equal
    std::set<std::string> flipped;
    bool readsWeights = true;
    bool operator==(const ScoreInputs&) const = default;
};

struct ScoreBoard {
    ScoreInputs inputs;
    ScoreComparison comparison;
    // Why nothing is compared although there is a loss table: it is of another model.
    std::optional<Error> lossFault;
    bool isCompared() const { return !comparison.measured.values.empty(); }
    // By the id of its agreement; -1 if there is none.
    int rowOf(const std::string& id) const;
};
// earlier may be null. Cancelled, or an error of the inputs.
Result<std::shared_ptr<const ScoreBoard>>
computeScores(const ScoreInputs& inputs, const std::shared_ptr<const ScoreBoard>& earlier,
              Progress& progress);

class ScoreDesk : public QObject {
    Q_OBJECT
public:
    ScoreDesk(Document& document, JobRunner& jobs);

    std::shared_ptr<const ScoreBoard> board() const { return m_board; } // null until there is one
    bool isRunning() const { return m_jobs.isActive(JobKind::Scores); }
    // What is in sight was computed from what is there and chosen now.
    bool isCurrent() const { return m_board && m_board->inputs == inputs(); }
    // Computes what is missing, once: not again by itself after it failed or was stopped.
    void want();
    void again(); // all the same
    // Models above some gigabytes are read when the user asks for it.
    bool mayReadWeights() const { return inputs().readsWeights; }
    qint64 weightBytes() const; // of the routed experts
    void readWeights();

    // The texts that are meant, by what was chosen: weights are the document's of now, and a text
    // that is gone means all.
    enum class Texts { All, Weighted, One };
    Texts texts() const;
    std::string text() const { return texts() == Texts::One ? m_text : std::string(); }
    CorpusWeights corpora() const; // empty = all alike
    void setTexts(Texts texts, const std::string& text = {});
    // Those that scores can be told apart by: of the loss table, else of the analysis.
    std::vector<std::string> textNames() const;
    bool isFlipped(const std::string& id) const { return m_flipped.contains(id); }
    void setFlipped(const std::string& id, bool on);
    std::shared_ptr<const UnitScore> userScore() const { return m_user; }
    QString userName() const { return m_userName; } // of the file, without its folder
    // A score of the user's own in place of an earlier one. A file that cannot be used is an error
    // and changes nothing.
    void loadCsv(const QString& path);
    void saveCsv(const QString& path); // what `moqa scores --csv` prints

signals:
    void changed();
    void userScoreLoaded();
    void failed(const moqa::Error& error);
    void informed(const QString& text);

private:
    ScoreInputs inputs() const;
    void reset();
    void start();

    Document& m_document;
    JobRunner& m_jobs;
    std::shared_ptr<const ScoreBoard> m_board;
    std::optional<ScoreInputs> m_asked; // of the job that runs or ran last
    Texts m_texts = Texts::All;
    std::string m_text; // Texts::One
    std::set<std::string> m_flipped;
    std::shared_ptr<const UnitScore> m_user;
    QString m_userName;
    bool m_readWeights = false; // asked for, whatever their size
};

} // namespace moqa
