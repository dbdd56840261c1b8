// SPDX-License-Identifier: Apache-2.0
// How long the compiler takes for a file with one model: what every user pays at every build.

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

// Processor time, of all children so far: steadier than wall time where others use the machine.
double seconds_of_children() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](timeval time) {
    return double(time.tv_sec) + double(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// The best of a few runs, as what else the machine does only ever adds.
double seconds_to_compile(const std::string& subject, const std::string& options) {
  const std::string command = std::string(COMPILER) + " -std=c++20 " + options + " -I" INCLUDE +
                              " -c -o /dev/null " SUBJECTS "/" + subject + ".cpp";
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {
    const double before = seconds_of_children();
    if (std::system(command.c_str()) != 0) std::exit(1);
    best = std::min(best, seconds_of_children() - before);
  }
  return best;
}

}  // namespace

int main() {
  std::printf("%-34s %8s %8s\n", "seconds of the processor", "-O0", "-O2");
  for (const std::string subject : {"standard_only", "loom_only", "one_model"})
    std::printf("%-34s %8.2f %8.2f\n", subject.c_str(), seconds_to_compile(subject, "-O0"),
                seconds_to_compile(subject, "-O2"));
  std::printf(
      "The budget of one_model is 2.4 s at -O0, what including another library of structs "
      "and BSON takes.\n");
}
