#pragma once
// SPDX-License-Identifier: Apache-2.0
// What an object knows of its stored document: the bytes as they were loaded, and where it stands.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include "loom/bson/view.hpp"
#include "loom/core/attempt.hpp"

namespace loom::core {

/// Bytes that snapshots share, and the attempt of a transaction that they come from. One
/// allocation.
class SharedBytes {
 public:
  SharedBytes() noexcept = default;
  /// Has room for `size` bytes, which are written before they are shared.
  explicit SharedBytes(std::size_t size)
      : block_(new(::operator new(sizeof(Block) + size)) Block{{1}, AttemptPtr(current_attempt)}) {}
  SharedBytes(const SharedBytes& other) noexcept : block_(other.block_) {
    if (block_) block_->uses.fetch_add(1, std::memory_order_relaxed);
  }
  SharedBytes(SharedBytes&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  SharedBytes& operator=(SharedBytes other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~SharedBytes() {
    if (block_ && block_->uses.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      block_->~Block();
      ::operator delete(block_);
    }
  }

  explicit operator bool() const noexcept { return block_ != nullptr; }
  std::uint8_t* data() const noexcept { return reinterpret_cast<std::uint8_t*>(block_ + 1); }
  /// Null where they come from no transaction.
  const Attempt* attempt() const noexcept { return block_ ? block_->attempt.get() : nullptr; }

 private:
  struct Block {
    std::atomic<std::uint32_t> uses;
    AttemptPtr attempt;
  };
  Block* block_ = nullptr;
};

/// The bytes of one stored document, shared by the copies of an object; those of a query's results
/// lie beside each other.
class Snapshot {
 public:
  Snapshot() noexcept = default;
  explicit Snapshot(bson::View document)
      : bytes_(document.size()), size_(static_cast<std::uint32_t>(document.size())) {
    std::memcpy(bytes_.data(), document.data(), document.size());
  }
  /// Of a document that lies within `bytes`.
  Snapshot(SharedBytes bytes, bson::View document) noexcept
      : bytes_(std::move(bytes)),
        offset_(static_cast<std::uint32_t>(document.data() - bytes_.data())),
        size_(static_cast<std::uint32_t>(document.size())) {}

  explicit operator bool() const noexcept { return static_cast<bool>(bytes_); }
  bson::View bytes() const noexcept {
    if (!bytes_) return {};
    return {bytes_.data() + offset_, size_};
  }
  /// Null where it comes from no transaction.
  const Attempt* attempt() const noexcept { return bytes_.attempt(); }

 private:
  SharedBytes bytes_;
  std::uint32_t offset_ = 0;
  std::uint32_t size_ = 0;
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
