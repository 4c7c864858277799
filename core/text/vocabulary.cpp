// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/vocabulary.h"

namespace moqa {

Status Vocabulary::insert(std::string_view token, int64_t id, const std::string& where) {
    const std::string quoted = "\"" + std::string(token.substr(0, 60)) + "\"";
    if (id < 0 || id >= kMaxId)
        return badInput("the token " + quoted + " has the id " + std::to_string(id) +
                            ", outside 0 to " + std::to_string(kMaxId - 1),
                        where);
    const auto index = static_cast<size_t>(id);
    if (hasId(id))
        return badInput("the id " + std::to_string(id) + " is given to \"" +
                            m_tokens[index].substr(0, 60) + "\" and to " + quoted,
                        where);
    if (!m_ids.emplace(token, static_cast<int32_t>(id)).second)
        return badInput("the token " + quoted + " is given twice", where);
    if (index >= m_tokens.size()) {
        m_tokens.resize(index + 1);
        m_present.resize(index + 1);
    }
    m_tokens[index] = token;
    m_present[index] = true;
    return {};
}

const std::string& Vocabulary::text(int32_t id) const {
    static const std::string empty;
    return hasId(id) ? m_tokens[static_cast<size_t>(id)] : empty;
}

} // namespace moqa
