// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/aligned_text.h"

#include <algorithm>

namespace moqa {

AlignedText AlignedText::fromOriginal(std::string_view original, size_t begin, size_t end,
                                      bool tracked) {
    AlignedText result;
    result.text = original.substr(begin, end - begin);
    result.tracked = tracked;
    result.origin = static_cast<uint32_t>(begin);
    if (!tracked) return result;
    result.spans.reserve(end - begin);
    for (size_t at = begin; at < end;) {
        const size_t next = at + utf8Length(original[at]);
        result.spans.insert(result.spans.end(), next - at,
                            {static_cast<uint32_t>(at), static_cast<uint32_t>(next)});
        at = next;
    }
    return result;
}

AlignedText AlignedText::slice(size_t begin, size_t end) const {
    AlignedText result;
    result.text = text.substr(begin, end - begin);
    result.tracked = tracked;
    result.origin = originAt(begin);
    if (tracked)
        result.spans.assign(spans.begin() + static_cast<ptrdiff_t>(begin),
                            spans.begin() + static_cast<ptrdiff_t>(end));
    return result;
}

ByteSpan AlignedText::original(size_t begin, size_t end) const {
    return {spans[begin].begin, spans[end - 1].end};
}

uint32_t AlignedText::originAt(size_t begin) const {
    if (tracked && begin < spans.size()) return spans[begin].begin;
    return begin == 0 ? origin : origin + 1;
}

void AlignedText::append(std::string_view bytes, ByteSpan span) {
    text += bytes;
    if (tracked) spans.insert(spans.end(), bytes.size(), span);
}

void Rewriter::put(char32_t c, int change) {
    ByteSpan span{m_origin, m_origin};
    if (m_from.tracked) {
        if (change > 0) {
            if (m_at > m_begin) span = m_from.spans[m_at - 1];
        } else if (m_at < m_end) {
            span = m_from.spans[m_at];
        }
    }
    for (int replaced = change; replaced <= 0 && m_at < m_end; ++replaced)
        m_at += utf8Length(m_from.text[m_at]);
    const size_t before = m_to.text.size();
    appendUtf8(m_to.text, c);
    if (m_to.tracked) m_to.spans.insert(m_to.spans.end(), m_to.text.size() - before, span);
}

void Rewriter::copyTo(size_t position) {
    m_to.text.append(m_from.text, m_at, position - m_at);
    if (m_to.tracked)
        m_to.spans.insert(m_to.spans.end(), m_from.spans.begin() + static_cast<ptrdiff_t>(m_at),
                          m_from.spans.begin() + static_cast<ptrdiff_t>(position));
    m_at = position;
}

} // namespace moqa
