// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/man_page.h"

#include "app/cli/verb.h"

#include <fmt/format.h>

namespace moqa::cli {

namespace {

// A leading dot or quote would be a command, a backslash an escape, a bare minus a hyphen.
std::string roff(const std::string& text) {
    std::string out;
    if (!text.empty() && (text[0] == '.' || text[0] == '\'')) out = "\\&";
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string optionList(const CLI::App& command) {
    std::string text;
    for (const CLI::Option* option : command.get_options())
        text +=
            fmt::format(".TP\n.B {}\\fR {}\n{}\n", roff(option->get_name(true, true)),
                        roff(option->get_items_expected_max() == 0 ? "" : option->get_type_name()),
                        roff(option->get_description()));
    return text;
}

} // namespace

std::string manPage(const CLI::App& app, const std::string& version) {
    std::string page = fmt::format(
        ".TH MOQA 1 \"\" \"MoQa Workbench {}\"\n.SH NAME\nmoqa \\- {}\n.SH SYNOPSIS\n.B moqa\n"
        "\\fIVERB\\fR [\\fIOPTION\\fR]...\n.SH OPTIONS\n{}.SH VERBS\n",
        version, "analyse and quantize Mixture\\-of\\-Experts language models", optionList(app));
    for (const Verb& verb : verbs()) {
        if (!verb.add) continue;
        page += fmt::format(".SS {}\n{}\n.PP\n.nf\n{}\n.fi\n", verb.name, roff(verb.summary),
                            roff(verb.example));
        page += optionList(*app.get_subcommand(verb.name));
    }
    return page +
           ".SH EXIT STATUS\n0 done, 2 wrong usage, 3 bad input, 4 reading or writing failed, 5 "
           "stopped on request, 70 a fault of the program.\n.SH SEE ALSO\n.BR moqa\\-workbench "
           "(1)\n";
}

} // namespace moqa::cli
