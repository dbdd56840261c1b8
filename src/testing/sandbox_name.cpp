// SPDX-License-Identifier: Apache-2.0
// The names of a Sandbox's databases: they say whose it is, so that a later one can clean up.

#include "testing/sandbox_name.hpp"

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>

namespace loom::testing {
namespace {

constexpr int base = 36;  // the names of databases make no difference between cases
constexpr std::size_t day_width = 3, place_width = 3, process_width = 5, start_width = 4;
constexpr std::int64_t days_for_strangers = 2;

/// A number in a fixed width; of a longer one the last digits.
std::string digits(std::uint64_t number, std::size_t width) {
  std::string text(width, '0');
  for (std::size_t i = width; i-- > 0; number /= base)
    text[i] = "0123456789abcdefghijklmnopqrstuvwxyz"[number % base];
  return text;
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t result = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), result, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return result;
}

std::int64_t today() {
  return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())
      .time_since_epoch()
      .count();
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string text;
  std::getline(in, text);
  return text;
}

/// Process numbers mean the same within one boot of a machine and one of its process namespaces.
std::string place() {
  std::error_code unknown;
  const auto space = std::filesystem::read_symlink("/proc/self/ns/pid", unknown).string();
  const auto boot = text_of("/proc/sys/kernel/random/boot_id");
  return digits(std::hash<std::string>{}(boot + space), place_width);
}

/// What the kernel tells of a process; nothing where it cannot be seen.
///
/// Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
struct Status {
  char state;         ///< Z: it has ended, and its parent has not asked yet
  std::string start;  ///< as the names have it
};

std::optional<Status> status_of(std::int64_t process) {
  const std::string stat = text_of("/proc/" + std::to_string(process) + "/stat");
  const auto name_end = stat.rfind(')');  // a program's name may hold anything
  if (name_end == stat.npos) return std::nullopt;
  std::istringstream fields(stat.substr(name_end + 1));
  Status status{};
  fields >> status.state;
  std::string skipped;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  std::uint64_t ticks = 0;
  fields >> ticks;
  status.start = digits(ticks, start_width);
  return status;
}

// Its start tells it from a later process of the same number. One that cannot be seen may live.
bool lives(std::int64_t process, std::string_view start) {
  if (kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH) return false;
  const auto status = status_of(process);
  return !status || (status->state != 'Z' && status->start == start);
}

}  // namespace

std::string new_sandbox_prefix() {
  static std::atomic<std::uint64_t> count = 0;
  const auto status = status_of(getpid());
  return std::string(sandbox_mark) + digits(static_cast<std::uint64_t>(today()), day_width) +
         place() + digits(static_cast<std::uint64_t>(getpid()), process_width) +
         (status ? status->start : digits(0, start_width)) + digits(count++, 1) + "_";
}

bool is_left_over(std::string_view database) {
  if (!database.starts_with(sandbox_mark)) return false;
  std::string_view rest = database.substr(sandbox_mark.size());
  constexpr std::size_t width = day_width + place_width + process_width + start_width + 1;
  if (rest.size() <= width + 1 || rest[width] != '_') return false;
  const auto take = [&](std::size_t size) {
    const auto part = rest.substr(0, size);
    rest.remove_prefix(size);
    return part;
  };
  const auto day = number(take(day_width));
  const auto where = take(place_width);
  const auto process = number(take(process_width));
  const auto start = take(start_width);
  if (!day || !process || *process <= 0) return false;
  if (where != place()) return today() - *day > days_for_strangers;
  return *process == getpid() || !lives(*process, start);
}

}  // namespace loom::testing
