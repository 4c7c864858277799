// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/state/figure_spec.h"

#include <QBuffer>
#include <QImageReader>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>
#include <array>
#include <cmath>

namespace moqa {

namespace {

constexpr int kVersion = 1;
constexpr const char* kDublinCore = "http://purl.org/dc/elements/1.1/";
constexpr std::array kMaps{"viridis", "cividis", "greys"};
constexpr std::array kRanges{"full", "robust"};
constexpr std::array kSpreads{"linear", "log", "rank"};
constexpr std::array kOrders{"index", "load", "significance", "cluster"};

template <size_t N, class Enum>
QString nameOf(const std::array<const char*, N>& names, Enum value) {
    return QLatin1String(names[static_cast<size_t>(value)]);
}

Error wrong(const char* key, const QString& where) {
    return badInput(std::string("the key \"") + key + "\" of the view is not valid",
                    where.toStdString(), "export the figure again, or correct the file");
}

// Reads keys and remembers the first that is wrong; absent keys keep the default.
class SpecReader {
public:
    SpecReader(const QJsonObject& object, const QString& where)
        : m_object(object), m_where(where) {}

    void text(const char* key, QString& target) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isUndefined()) return;
        if (value.isString())
            target = value.toString();
        else
            fail(key);
    }
    void flag(const char* key, bool& target) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isUndefined()) return;
        if (value.isBool())
            target = value.toBool();
        else
            fail(key);
    }
    void number(const char* key, int& target) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isUndefined()) return;
        if (value.isDouble() && value.toDouble() == value.toInt(-2))
            target = value.toInt();
        else
            fail(key);
    }
    template <size_t N, class Enum>
    void choice(const char* key, const std::array<const char*, N>& names, Enum& target) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isUndefined()) return;
        for (size_t i = 0; i < N; ++i)
            if (value.toString() == QLatin1String(names[i])) {
                target = static_cast<Enum>(i);
                return;
            }
        fail(key);
    }
    // Empty where the key is absent; rising pairs alone are taken.
    std::vector<double> bounds(const char* key, int count) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        std::vector<double> numbers;
        if (value.isUndefined() || value.isNull()) return numbers;
        for (const QJsonValue& one : value.toArray())
            numbers.push_back(one.isDouble() ? one.toDouble() : std::nan(""));
        bool good = static_cast<int>(numbers.size()) == count;
        for (size_t i = 0; good && i < numbers.size(); i += 2)
            good = std::isfinite(numbers[i]) && std::isfinite(numbers[i + 1]) &&
                   numbers[i] < numbers[i + 1];
        if (good) return numbers;
        fail(key);
        return {};
    }
    void texts(const char* key, PageChoices& target) {
        const QJsonValue value = m_object.value(QLatin1String(key));
        if (value.isUndefined()) return;
        if (!value.isObject()) return fail(key);
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!it->isString()) return fail(key);
            target[it.key()] = it->toString();
        }
    }
    Status status() const {
        if (m_wrong) return wrong(m_wrong, m_where);
        return {};
    }

private:
    void fail(const char* key) {
        if (!m_wrong) m_wrong = key;
    }
    const QJsonObject& m_object;
    const QString& m_where;
    const char* m_wrong = nullptr;
};

Result<QByteArray> specOfPng(QByteArray file, const QString& where) {
    QBuffer buffer(&file);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png");
    const QString text = reader.text(QLatin1String(kSpecKey));
    if (!text.isEmpty()) return text.toUtf8();
    return badInput("this picture carries no view", where.toStdString(),
                    "open a figure that was exported by MoQa Workbench");
}

Result<QByteArray> specOfSvg(const QByteArray& file, const QString& where) {
    QXmlStreamReader xml(file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement ||
            xml.name() != QLatin1String("metadata") ||
            xml.attributes().value(QLatin1String("id")) != QLatin1String(kSpecKey))
            continue;
        return xml.readElementText().toUtf8();
    }
    return badInput("this drawing carries no view", where.toStdString(),
                    "open a figure that was exported by MoQa Workbench");
}

// Of the XMP metadata, which a PDF keeps uncompressed for readers that know no PDF. A file that was
// saved again may hold older ones: the last counts.
Result<QByteArray> specOfPdf(const QByteArray& file, const QString& where) {
    static const QByteArray open = "<x:xmpmeta", close = "</x:xmpmeta>";
    const auto begin = file.lastIndexOf(open), end = file.indexOf(close, begin);
    QXmlStreamReader xml(begin >= 0 && end >= 0 ? file.mid(begin, end + close.size() - begin)
                                                : QByteArray());
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement ||
            xml.name() != QLatin1String("source") ||
            xml.namespaceUri() != QLatin1String(kDublinCore))
            continue;
        if (const QString text = xml.readElementText(); !text.isEmpty()) return text.toUtf8();
    }
    return badInput("this document carries no view", where.toStdString(),
                    "open a figure that was exported by MoQa Workbench");
}

} // namespace

bool FigureSpec::operator==(const FigureSpec& other) const {
    return toJson(*this) == toJson(other);
}

FigureSpec specOf(const ViewState& view) {
    FigureSpec spec;
    spec.metric = view.metric();
    spec.matrixMetric = view.matrixMetric();
    spec.corpus = view.corpus();
    spec.otherCorpus = view.otherCorpus();
    spec.layer = view.layer();
    spec.order = view.expertOrder();
    spec.colours = view.colours(view.metric());
    spec.limitsLocked = view.limitsLocked();
    spec.logAxes = view.logAxes();
    return spec;
}

void applySpec(const FigureSpec& spec, ViewState& view) {
    view.setMetric(spec.metric);
    view.setMatrixMetric(spec.matrixMetric);
    view.setCorpus(spec.corpus);
    view.setOtherCorpus(spec.otherCorpus);
    view.setLayer(spec.layer);
    view.setExpertOrder(spec.order);
    view.setColourMap(spec.colours.map);
    view.setReversedColours(spec.colours.reversed);
    view.setColourScale(spec.colours.range);
    view.setValueScale(spec.colours.spread);
    view.setLockedLimits(spec.limitsLocked ? spec.colours.limits : std::nullopt);
    view.setOwnLimits(spec.limitsOf.isEmpty() ? spec.metric : spec.limitsOf, spec.colours.limits);
    view.setLogAxes(spec.logAxes);
    if (spec.frame) view.requestFrame(spec.plotKey(), *spec.frame);
    if (!spec.own.empty()) view.requestChoices(spec.page, spec.own);
}

QByteArray toJson(const FigureSpec& spec) {
    QJsonObject object{
        {QStringLiteral("moqaView"), kVersion},
        {QStringLiteral("source"), spec.source},
        {QStringLiteral("fingerprint"), spec.fingerprint},
        {QStringLiteral("model"), spec.model},
        {QStringLiteral("page"), spec.page},
        {QStringLiteral("plot"), spec.plot},
        {QStringLiteral("metric"), spec.metric},
        {QStringLiteral("matrixMetric"), spec.matrixMetric},
        {QStringLiteral("corpus"), spec.corpus},
        {QStringLiteral("otherCorpus"), spec.otherCorpus},
        {QStringLiteral("layer"), spec.layer},
        {QStringLiteral("order"), nameOf(kOrders, spec.order)},
        {QStringLiteral("colourMap"), nameOf(kMaps, spec.colours.map)},
        {QStringLiteral("reversed"), spec.colours.reversed},
        {QStringLiteral("range"), nameOf(kRanges, spec.colours.range)},
        {QStringLiteral("scale"), nameOf(kSpreads, spec.colours.spread)},
        {QStringLiteral("limitsLocked"), spec.limitsLocked},
        {QStringLiteral("logAxes"), spec.logAxes},
    };
    if (!spec.limitsOf.isEmpty()) object[QStringLiteral("limitsOf")] = spec.limitsOf;
    if (spec.colours.limits)
        object[QStringLiteral("limits")] =
            QJsonArray{spec.colours.limits->lower, spec.colours.limits->upper};
    if (spec.frame)
        object[QStringLiteral("frame")] =
            QJsonArray{spec.frame->left, spec.frame->right, spec.frame->bottom, spec.frame->top};
    QJsonObject own;
    for (const auto& [name, value] : spec.own) own[name] = value;
    if (!own.isEmpty()) object[QStringLiteral("own")] = own;
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<FigureSpec> figureSpecFromJson(const QByteArray& json, const QString& where) {
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonObject object = document.object();
    const QJsonValue version = object.value(QStringLiteral("moqaView"));
    if (!version.isDouble())
        return badInput("this is not the view of a figure", where.toStdString(),
                        "a view is JSON with the key \"moqaView\", as exported figures carry it");
    if (version.toInt() > kVersion)
        return badInput("the view was written by a newer version of MoQa Workbench",
                        where.toStdString(), "open it with that version");
    FigureSpec spec;
    SpecReader reader(object, where);
    reader.text("source", spec.source);
    reader.text("fingerprint", spec.fingerprint);
    reader.text("model", spec.model);
    reader.text("page", spec.page);
    reader.text("plot", spec.plot);
    reader.text("metric", spec.metric);
    reader.text("matrixMetric", spec.matrixMetric);
    reader.text("limitsOf", spec.limitsOf);
    reader.text("corpus", spec.corpus);
    reader.text("otherCorpus", spec.otherCorpus);
    reader.number("layer", spec.layer);
    reader.choice("order", kOrders, spec.order);
    reader.choice("colourMap", kMaps, spec.colours.map);
    reader.flag("reversed", spec.colours.reversed);
    reader.choice("range", kRanges, spec.colours.range);
    reader.choice("scale", kSpreads, spec.colours.spread);
    reader.flag("limitsLocked", spec.limitsLocked);
    reader.flag("logAxes", spec.logAxes);
    if (const auto limits = reader.bounds("limits", 2); !limits.empty())
        spec.colours.limits = ColourLimits{limits[0], limits[1]};
    if (const auto frame = reader.bounds("frame", 4); !frame.empty())
        spec.frame = FrameBounds{frame[0], frame[1], frame[2], frame[3]};
    reader.texts("own", spec.own);
    MOQA_CHECK(reader.status());
    return spec;
}

Result<FigureSpec> figureSpecInside(const QByteArray& file, const QString& where) {
    const QByteArray start = file.left(256).trimmed();
    if (file.startsWith("%PDF-")) {
        MOQA_TRY(const QByteArray json, specOfPdf(file, where));
        return figureSpecFromJson(json, where);
    }
    if (file.startsWith("\x89PNG")) {
        MOQA_TRY(const QByteArray json, specOfPng(file, where));
        return figureSpecFromJson(json, where);
    }
    if (start.startsWith('<')) {
        MOQA_TRY(const QByteArray json, specOfSvg(file, where));
        return figureSpecFromJson(json, where);
    }
    return figureSpecFromJson(file, where);
}

bool looksLikeFigure(const QString& path) {
    for (const char* const end : {".png", ".svg", ".pdf"})
        if (path.endsWith(QLatin1String(end), Qt::CaseInsensitive)) return true;
    return false;
}

} // namespace moqa
