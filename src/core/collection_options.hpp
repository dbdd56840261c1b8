#pragma once
// SPDX-License-Identifier: Apache-2.0
// The options with which a collection was created, as the server lists them.

#include <optional>
#include <string_view>

#include "loom/bson/reader.hpp"
#include "loom/core/command.hpp"
#include "loom/core/model_info.hpp"

namespace loom::core {

class CollectionOptions {
 public:
  /// Asks the server.
  explicit CollectionOptions(const ModelInfo& model);

  /// False where there is no collection.
  bool exist() const noexcept { return exist_; }
  std::optional<bson::Element> find(std::string_view name) const {
    return bson::find(options_, name);
  }

 private:
  Reply reply_;
  bson::Cursor options_{nullptr, nullptr};
  bool exist_ = false;
};

}  // namespace loom::core
