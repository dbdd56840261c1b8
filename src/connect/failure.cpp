// SPDX-License-Identifier: Apache-2.0
// Why a connection could not be made: the driver hands on nothing but text, which is read here.

#include "connect/failure.hpp"

#include <algorithm>
#include <array>

namespace loom::core {
namespace {

using Reason = ConnectionError::Reason;

struct Sign {
  std::string_view words;
  Reason reason;
};

// The words of OpenSSL for its checks, and those of libmongoc's streams (1.23 to 2.0) and of
// open_stream. The first that fits counts, so that of several hosts the one is told that is nearest
// to what was meant.
constexpr std::array signs = {
    Sign{"Authentication failed", Reason::login},
    Sign{"hostname mismatch", Reason::wrong_host},
    Sign{"Hostname mismatch", Reason::wrong_host},
    Sign{"IP address mismatch", Reason::wrong_host},
    Sign{"certificate verify failed", Reason::untrusted},
    Sign{"TLS handshake", Reason::tls},
    Sign{"TLS state", Reason::tls},
    Sign{"TLS cannot begin", Reason::tls},
    Sign{"Failed to read", Reason::broken_off},
    Sign{"Failed to write", Reason::broken_off},
    Sign{"calling hello on", Reason::broken_off},
};

}  // namespace

Reason reason_in(std::string_view text) noexcept {
  const auto sign = std::ranges::find_if(
      signs, [text](const Sign& each) { return text.find(each.words) != text.npos; });
  return sign == signs.end() ? Reason::unreachable : sign->reason;
}

std::string_view remedy_in(std::string_view text) noexcept {
  switch (reason_in(text)) {
    case Reason::login:
      return "check user, password and authSource";
    case Reason::wrong_host:
      return "name the host as its certificate does";
    case Reason::untrusted:
      return "name the authority that signed its certificate by tlsCAFile";
    case Reason::tls:
      return "see whether it offers TLS and takes this certificate, and whether the files of "
             "tlsCAFile and tlsCertificateKeyFile can be read";
    case Reason::broken_off:
      return "see its log; where it wants TLS, add tls=true, and the certificate that it wants";
    default:
      return "start it, or name another in the URI";
  }
}

}  // namespace loom::core
