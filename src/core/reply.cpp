// SPDX-License-Identifier: Apache-2.0
// The server's answer, owned.

#include "core/reply.hpp"

#include <utility>

namespace loom::core {

Reply::Reply(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Reply::Reply(Reply&&) noexcept = default;
Reply& Reply::operator=(Reply&&) noexcept = default;
Reply::~Reply() = default;

bson::View Reply::bytes() const noexcept { return view_of(impl_->bson); }

}  // namespace loom::core
