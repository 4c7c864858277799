// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// SHA-256 (OpenSSL's libcrypto), streaming or at once. Results are lower-case hex of 64 characters.

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace moqa {

class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    // Ends the stream; the object must not be used afterwards.
    std::string hex();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

std::string sha256Hex(std::span<const std::byte> bytes);
std::string sha256Hex(std::string_view text);

} // namespace moqa
