// SPDX-License-Identifier: Apache-2.0
// Asks Python, once for all values.

#include "support/schema_checker.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace loom::test {
namespace {

std::filesystem::path make_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "loom-schema.XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("no directory " + pattern);
  return pattern;
}

}  // namespace

std::vector<std::string> judge_by_schema(const std::string& schema,
                                         const std::vector<std::string>& values) {
  const auto folder = make_folder();
  const auto questions = folder / "questions", answers = folder / "answers";
  {
    std::ofstream out(questions);
    out << "{\"schema\": " << schema << "}\n";
    for (const auto& value : values) out << "{\"value\": " << value << "}\n";
  }
  const auto* python = std::getenv("LOOM_PYTHON");
  const auto command = std::string(python ? python : "build/venv/bin/python") +
                       " tests/support/check_schemas.py < " + questions.string() + " > " +
                       answers.string();
  const bool worked = std::system(command.c_str()) == 0;
  std::vector<std::string> verdicts;
  {
    std::ifstream in(answers);
    for (std::string line; std::getline(in, line);) verdicts.push_back(line);
  }
  std::filesystem::remove_all(folder);
  if (!worked || verdicts.size() != values.size() + 1)
    throw std::runtime_error("check_schemas.py failed: `./dev setup` installs what it needs");
  return verdicts;
}

}  // namespace loom::test
