// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace moqa {

int exitCode(ErrorCode code) {
    switch (code) {
    case ErrorCode::Usage: return 2;
    case ErrorCode::BadInput: return 3;
    case ErrorCode::Io: return 4;
    case ErrorCode::Cancelled: return 5;
    case ErrorCode::Internal: return 70;
    }
    return 70;
}

const char* errorName(ErrorCode code) {
    switch (code) {
    case ErrorCode::Usage: return "usage";
    case ErrorCode::BadInput: return "bad_input";
    case ErrorCode::Io: return "io";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

std::string Error::message() const {
    std::string text = where.empty() ? what : where + ": " + what;
    if (!hint.empty()) text += "; " + hint;
    return text;
}

} // namespace moqa
