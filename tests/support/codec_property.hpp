#pragma once
// SPDX-License-Identifier: Apache-2.0
// What holds for the codec and any bytes at all. The property test and the fuzzer ask it.

#include <stdexcept>

#include "support/codec.hpp"

namespace loom::test {

/// True where bytes are read into a `T`, false where a DecodeError refuses them.
///
/// Anything else that is thrown is a fault, and so is an object that does not come back from its
/// own bytes as it was.
template <class T>
bool is_read(bson::View bytes) {
  T object{};
  try {
    bson::decode(bytes, object);
  } catch (const DecodeError& error) {
    if (error.mismatches().empty()) throw std::logic_error("an error that names no place");
    return false;
  }
  Document written;
  try {
    written = encoded(object);
  } catch (const ValidationError&) {
    return true;  // What is read need not be storable: a key with a dot, for example.
  }
  if (encoded(decoded<T>(written)) != written)
    throw std::logic_error("an object that changes when it is stored and loaded");
  return true;
}

}  // namespace loom::test
