// SPDX-License-Identifier: Apache-2.0
// A secret that is looked for where no secret may be: in what a process says, and in its memory.

#include "support/canary.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cctype>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <stdexcept>

namespace loom::test {
namespace {

namespace fs = std::filesystem;

// What is larger is a sanitizer's own, and holds nothing of the program.
constexpr std::size_t largest_mapping = std::size_t{1} << 30;

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte))
      result += c;
    else
      result.append({'%', digits[byte >> 4], digits[byte & 15]});
  }
  return result;
}

/// The characters of the text in base64 that do not depend on what stands before or after it, where
/// it begins `offset` bytes into a group of three.
std::string base64(std::string_view text, std::size_t offset) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text.substr((3 - offset) % 3)) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) result += digits[bits >> (count - 6) & 63];
  }
  return result;
}

std::string utf16(std::string_view ascii) {
  std::string result;
  for (const char c : ascii) result.append({c, '\0'});
  return result;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Canary::Canary() : text_("cAn@ry:") {
  std::random_device random;
  while (text_.size() < 31) text_ += static_cast<char>('a' + random() % 26);
  text_[20] = '/';  // also the end has another form where it is percent-encoded
  // What is freed loses its first 16 bytes to the allocator, and is found by its end.
  forms_ = {{"raw", text_.substr(16)},
            {"percent-encoded", percent_encoded(text_)},
            {"UTF-16", utf16(text_)}};
  for (std::size_t offset = 0; offset < 3; ++offset)
    forms_.emplace_back("base64", base64(text_, offset));
}

std::vector<std::string> Canary::forms_in(std::string_view text) const {
  std::vector<std::string> found;
  for (const auto& [name, form] : forms_)
    for (auto at = text.find(form); at != text.npos; at = text.find(form, at + 1))
      found.push_back(name);
  return found;
}

std::vector<std::string> Canary::forms_in_memory_of(pid_t process) const {
  const fs::path folder = "/proc/" + std::to_string(process);
  const int memory = open((folder / "mem").c_str(), O_RDONLY | O_CLOEXEC);
  if (memory < 0) throw std::runtime_error("the memory of another process cannot be read");
  std::vector<std::string> found;
  std::istringstream maps(content_of(folder / "maps"));
  for (std::string line; std::getline(maps, line);) {
    if (line.find(" rw") == line.npos) continue;
    std::size_t begin = 0, end = 0;
    const auto dash = line.find('-');
    std::from_chars(line.data(), line.data() + dash, begin, 16);
    std::from_chars(line.data() + dash + 1, line.data() + line.size(), end, 16);
    if (end - begin > largest_mapping) continue;
    std::string bytes(end - begin, '\0');
    const auto size = pread(memory, bytes.data(), bytes.size(), static_cast<off_t>(begin));
    if (size <= 0) continue;  // pages that nobody has, as the kernel's own
    for (auto& name : forms_in(std::string_view(bytes).substr(0, static_cast<std::size_t>(size))))
      found.push_back(name + line.substr(line.rfind(' ')));
  }
  close(memory);
  return found;
}

std::string arguments_and_environments() {
  std::string result;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    if (entry.path().filename().string().find_first_not_of("0123456789") != std::string::npos)
      continue;
    result += content_of(entry.path() / "cmdline") + content_of(entry.path() / "environ");
  }
  return result;
}

}  // namespace loom::test
