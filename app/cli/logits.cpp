// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/common.h"
#include "app/cli/output_check.h"
#include "app/cli/verb.h"
#include "core/checkpoint/safetensors_writer.h"
#include "core/model/forward.h"
#include "core/store/open_model.h"

#include <charconv>
#include <fmt/format.h>
#include <memory>

namespace moqa::cli {

namespace {

// Keeps what `logits` writes; the tensors' names are those of the golden references.
class TraceCollector final : public LayerObserver {
public:
    void ffnInput(int layer, MatrixView, const Routing* routing) override {
        if (routing) m_routing[layer] = *routing;
    }
    Status layerDone(int layer, MatrixView hidden) override {
        m_hidden[layer + 1] = copyOf(hidden);
        return {};
    }
    bool wantsExperts() const override { return false; }

    static Matrix copyOf(MatrixView view) {
        Matrix copy(view.rows, view.cols);
        for (int64_t r = 0; r < view.rows; ++r)
            std::copy(view.row(r), view.row(r) + view.cols, copy.row(r));
        return copy;
    }

    std::map<int, Routing> m_routing;
    std::map<int, Matrix> m_hidden;
};

Result<std::vector<int32_t>> parseIds(const std::string& text) {
    std::vector<int32_t> ids;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (true) {
        while (at != end && (*at == ' ' || *at == ',' || *at == '\n' || *at == '\t')) ++at;
        if (at == end) break;
        int32_t id = 0;
        const auto [stop, fault] = std::from_chars(at, end, id);
        if (fault != std::errc())
            return usageError("must be token ids separated by spaces", "--ids");
        ids.push_back(id);
        at = stop;
    }
    if (ids.empty())
        return usageError("no token ids given", "--ids", "for example --ids \"1 2 3\"");
    return ids;
}

struct NamedTensor {
    SafetensorsWriter::Tensor header;
    std::vector<std::byte> bytes;
};

template <class T>
void put(std::vector<NamedTensor>& tensors, std::string name, DType dtype,
         std::vector<int64_t> shape, const std::vector<T>& values) {
    const auto bytes = std::as_bytes(std::span(values));
    tensors.push_back({{std::move(name), dtype, std::move(shape)}, {bytes.begin(), bytes.end()}});
}

std::vector<NamedTensor> tensorsOf(const TraceCollector& trace, const Matrix& logits) {
    std::vector<NamedTensor> tensors;
    put(tensors, "logits", DType::F32, {logits.rows, logits.cols}, logits.data);
    for (const auto& [index, hidden] : trace.m_hidden)
        put(tensors, fmt::format("hidden.{}", index), DType::F32, {hidden.rows, hidden.cols},
            hidden.data);
    for (const auto& [layer, routing] : trace.m_routing) {
        const std::vector<int64_t> ids64(routing.ids.begin(), routing.ids.end());
        put(tensors, fmt::format("router_logits.{}", layer), DType::F32,
            {routing.tokens, routing.experts}, routing.logits);
        put(tensors, fmt::format("topk_ids.{}", layer), DType::I64, {routing.tokens, routing.topK},
            ids64);
        put(tensors, fmt::format("topk_weights.{}", layer), DType::F32,
            {routing.tokens, routing.topK}, routing.weights);
    }
    return tensors;
}

Status writeTensors(const std::string& path, const std::vector<NamedTensor>& tensors) {
    std::vector<SafetensorsWriter::Tensor> headers;
    std::map<std::string, const NamedTensor*> byName;
    for (const NamedTensor& tensor : tensors) {
        headers.push_back(tensor.header);
        byName[tensor.header.name] = &tensor;
    }
    MOQA_TRY(SafetensorsWriter writer, SafetensorsWriter::create(path, std::move(headers)));
    for (const SafetensorsWriter::Tensor& tensor : writer.tensors())
        MOQA_CHECK(writer.append(byName.at(tensor.name)->bytes));
    return writer.finish();
}

Status run(const std::string& path, const std::string& idText, const std::string& output,
           Context& context) {
    MOQA_TRY(std::vector<int32_t> ids, parseIds(idText));
    MOQA_CHECK(checkLogitsOutput(output, {path}));
    MOQA_TRY(const auto model, openModel(path));
    const TokenBatch batch = TokenBatch::single(std::move(ids));
    Forward forward(*model);
    TraceCollector trace;
    MOQA_TRY(Matrix hidden, forward.embed(batch));
    trace.m_hidden[0] = hidden;
    const int layers = model->spec().layerCount();
    for (int l = 0; l < layers; ++l) {
        context.console.report(static_cast<double>(l) / layers,
                               fmt::format("layer {} of {}", l + 1, layers));
        MOQA_CHECK(forward.layer(l, batch, hidden, &trace, context.console));
    }
    MOQA_CHECK(forward.finalNorm(hidden));
    trace.m_hidden[layers] = hidden;
    Matrix logits;
    MOQA_CHECK(forward.logits(hidden, logits));
    MOQA_CHECK(writeTensors(output, tensorsOf(trace, logits)));
    if (context.json)
        return printJson({{"output", output},
                          {"tokens", batch.tokens()},
                          {"vocab", logits.cols},
                          {"layers", layers}});
    return printText(
        fmt::format("wrote {} ({} tokens, {} layers)\n", output, batch.tokens(), layers));
}

} // namespace

Run addLogits(CLI::App& command) {
    struct Options {
        std::string model, ids, output;
    };
    auto options = std::make_shared<Options>();
    command.add_option("MODEL", options->model, "the model")->required();
    command.add_option("--ids", options->ids, "token ids of one sequence")->required();
    command.add_option("-o,--output", options->output, "file to write")
        ->required()
        ->type_name("OUT.safetensors");
    return [options](Context& context) {
        return run(options->model, options->ids, options->output, context);
    };
}

} // namespace moqa::cli
