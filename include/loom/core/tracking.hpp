#pragma once
// SPDX-License-Identifier: Apache-2.0
// What an object knows of its stored document: the bytes as they were loaded, and where it stands.

#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include "loom/bson/view.hpp"
#include "loom/core/attempt.hpp"

namespace loom::core {

/// The bytes of one stored document, and the attempt of a transaction that they come from; shared
/// by the copies of an object. One allocation each.
class Snapshot {
 public:
  Snapshot() noexcept = default;
  explicit Snapshot(bson::View document)
      : block_(new(::operator new(sizeof(Block) + document.size())) Block{
            {1}, static_cast<std::uint32_t>(document.size()), AttemptPtr(current_attempt)}) {
    std::memcpy(static_cast<void*>(block_ + 1), document.data(), document.size());
  }
  Snapshot(const Snapshot& other) noexcept : block_(other.block_) {
    if (block_) block_->uses.fetch_add(1, std::memory_order_relaxed);
  }
  Snapshot(Snapshot&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Snapshot& operator=(Snapshot other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Snapshot() {
    if (block_ && block_->uses.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      block_->~Block();
      ::operator delete(block_);
    }
  }

  explicit operator bool() const noexcept { return block_ != nullptr; }
  bson::View bytes() const noexcept {
    if (!block_) return {};
    return {reinterpret_cast<const std::uint8_t*>(block_ + 1), block_->size};
  }
  /// Null where it comes from no transaction.
  const Attempt* attempt() const noexcept { return block_ ? block_->attempt.get() : nullptr; }

 private:
  struct Block {
    std::atomic<std::uint32_t> uses;
    std::uint32_t size;
    AttemptPtr attempt;
  };
  Block* block_ = nullptr;
};

/// Where an object stands to the database.
enum class Standing : std::uint8_t {
  fresh,            ///< never saved: the next persist() inserts it
  stored,           ///< loaded or saved: the next persist() changes what differs from the snapshot
  inserted,         ///< the same, by a transaction that has not changed it since: it is inserted
                    ///< again where that one was undone
  insert_in_doubt,  ///< an insert's answer was lost: it may be repeated, the snapshot is what was
                    ///< sent
  in_doubt,         ///< a change's answer was lost: only reload() tells what is stored
  erased,           ///< erased by this object: it is never revived
};

/// What an object's Id carries beside the key.
struct Tracking {
  Snapshot snapshot;
  Standing standing = Standing::fresh;
  bool key_generated = false;  ///< by Loom: then nobody else's document can have it
  bool key_is_ours = false;    ///< made by persist(), which takes it back where the insert fails
};

/// True where the next persist() inserts: what was never saved, or only by a transaction that was
/// undone.
inline bool is_new(const Tracking& tracking) noexcept {
  if (tracking.standing == Standing::fresh) return true;
  if (tracking.standing != Standing::inserted) return false;
  const auto* attempt = tracking.snapshot.attempt();
  return attempt && attempt->state() == Attempt::State::aborted;
}

}  // namespace loom::core
