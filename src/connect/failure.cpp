// SPDX-License-Identifier: Apache-2.0
// Why a connection could not be made.

#include "connect/failure.hpp"

namespace loom::core {

using Reason = ConnectionError::Reason;

// Of several hosts the one counts that is there: it is nearest to what was meant.
Reason reason_in(std::string_view text) noexcept {
  const auto says = [text](std::string_view part) { return text.find(part) != text.npos; };
  if (says(other_host)) return Reason::wrong_host;
  if (says(not_trusted)) return Reason::untrusted;
  if (says(no_tls_with)) return Reason::tls;
  if (says(cannot_connect) || says(cannot_find)) return Reason::unreachable;
  // The words of the driver itself begin where there was a connection.
  return says("calling hello on") ? Reason::broken_off : Reason::unreachable;
}

std::string remedy_in(std::string_view text) {
  switch (reason_in(text)) {
    case Reason::wrong_host:
      return "name the host as its certificate does";
    case Reason::untrusted:
      return "name the authority that signed its certificate by tlsCAFile";
    case Reason::tls:
      return "see whether it offers TLS, and which certificate it wants";
    case Reason::broken_off:
      return "see its log; where it wants TLS, add tls=true, and the certificate that it wants";
    default:
      return "start it, or name another in the URI";
  }
}

}  // namespace loom::core
