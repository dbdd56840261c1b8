#pragma once
// SPDX-License-Identifier: Apache-2.0
// A password or a token: it is handed on, and never printed, formatted, stored, copied or compared;
// its memory is kept out of swap and core dumps, and wiped at its end.

#include <algorithm>
#include <cstddef>
#include <iosfwd>
#include <span>
#include <string_view>
#include <utility>

namespace loom {

template <class Char>
inline constexpr bool secrets_are_printed = false;
template <class Other>
inline constexpr bool secrets_are_compared = false;

/// The text of a secret, in pages of its own.
///
/// The pages are locked into memory where the system allows it, are left out of core dumps, and are
/// overwritten when the Secret ends. That holds for this memory only: a text that was made of
/// `reveal()` is anybody's, and so is what a driver or a library keeps of it.
///
/// Source: https://man7.org/linux/man-pages/man2/mlock.2.html
///
///     loom::Secret password = loom::secret("db-password");
///     log_in(user, password.reveal());
class Secret {
 public:
  /// An empty one, where there is none yet.
  Secret() noexcept = default;
  Secret(Secret&& other) noexcept
      : memory_(std::exchange(other.memory_, nullptr)),
        room_(std::exchange(other.room_, 0)),
        size_(std::exchange(other.size_, 0)),
        pageable_(other.pageable_) {}
  Secret& operator=(Secret&& other) noexcept {
    Secret taken(std::move(other));
    std::swap(memory_, taken.memory_);
    std::swap(room_, taken.room_);
    std::swap(size_, taken.size_);
    std::swap(pageable_, taken.pageable_);
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret();

  /// A secret of a text that is at hand: wipe that text yourself, for this is a copy.
  static Secret copy_of(std::string_view text);

  /// A secret that never stands elsewhere: `fill` writes it into a span of `room` bytes, and gives
  /// back how many it has written.
  ///
  ///     auto password = loom::Secret::filled_by(1024, [](std::span<char> room) {
  ///       return read_without_echo(room);
  ///     });
  template <class Fill>
  static Secret filled_by(std::size_t room, Fill&& fill) {
    Secret made(room);
    made.end_at(std::forward<Fill>(fill)(std::span<char>(made.memory_, room)));
    return made;
  }

  /// The text itself, for the one who checks it. It lives as long as the Secret does; a zero byte
  /// follows it, for functions of C.
  [[nodiscard]] std::string_view reveal() const noexcept {
    return memory_ ? std::string_view(memory_, size_) : std::string_view("");
  }

  /// True where the system did not lock the memory (`ulimit -l`), so that it may be swapped to a
  /// disk.
  bool pageable() const noexcept { return pageable_; }

  template <class Char, class Traits>
  friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                      const Secret&) {
    static_assert(secrets_are_printed<Char>,
                  "a loom::Secret is never printed: print its name, and hand what reveal() gives "
                  "to the one who checks it");
    return out;
  }

  template <class Other>
  friend bool operator==(const Secret&, const Other&) {
    static_assert(secrets_are_compared<Other>,
                  "a loom::Secret is not compared by ==, which takes longer the more of it is "
                  "right: hand what reveal() gives to the one who checks it");
    return false;
  }

 private:
  explicit Secret(std::size_t room);
  void end_at(std::size_t size) noexcept {
    size_ = std::min(size, room_);
    memory_[size_] = '\0';
  }

  char* memory_ = nullptr;  // room_ bytes and a zero
  std::size_t room_ = 0;
  std::size_t size_ = 0;
  bool pageable_ = false;
};

}  // namespace loom
