// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/prompt_text.h"

#include "core/evaluate/python_text.h"

namespace moqa {

std::string cleanHellaSwag(const std::string& raw) {
    std::string cleaned = python::replaceAll(python::strip(raw), " [title]", ". ");
    // re.sub("\\[.*?\\]", ""): the dot stops at a line's end.
    for (size_t open = cleaned.find('['); open != std::string::npos;) {
        const size_t close = cleaned.find_first_of("]\n", open);
        if (close == std::string::npos) break;
        if (cleaned[close] == ']')
            cleaned.erase(open, close - open + 1);
        else
            open = close;
        open = cleaned.find('[', open);
    }
    return python::replaceAll(cleaned, "  ", " ");
}

// re.findall("[abcd] \\) .*?, |e \\) .*?$"), each without its "a ) " and trailing " ,".
std::vector<std::string> mathQaOptions(const std::string& options) {
    std::vector<std::string> list;
    for (size_t at = 0; at + 4 <= options.size();) {
        const char letter = options[at];
        const bool marked =
            letter >= 'a' && letter <= 'e' && options.compare(at + 1, 3, " ) ") == 0;
        const size_t end = !marked         ? std::string::npos
                           : letter == 'e' ? options.size()
                                           : options.find(", ", at + 4);
        if (end == std::string::npos) {
            ++at;
            continue;
        }
        std::string option = options.substr(at + 4, end - at - 4);
        while (option.ends_with(' ') || option.ends_with(',')) option.pop_back();
        list.push_back(std::move(option));
        at = letter == 'e' ? end : end + 2;
    }
    return list;
}

} // namespace moqa
