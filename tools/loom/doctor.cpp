// SPDX-License-Identifier: Apache-2.0
// `loom doctor`: what is wrong with this program's way to its database, and what to do.

#include <algorithm>
#include <iostream>
#include <string_view>

#include "checks.hpp"
#include "commands.hpp"
#include "output.hpp"

namespace loom::command {
namespace {

std::string_view name_of(Level level) {
  switch (level) {
    case Level::good:
      return "good";
    case Level::note:
      return "note";
    case Level::problem:
      return "problem";
  }
  return {};
}

void print(const std::vector<Finding>& findings, std::ptrdiff_t problems) {
  for (const auto& finding : findings) {
    std::string level(name_of(finding.level));
    level.resize(9, ' ');
    std::cout << level << finding.subject << ": " << in_one_line(finding.text) << '\n';
    if (!finding.remedy.empty()) std::cout << "         -> " << finding.remedy << '\n';
  }
  if (problems == 0)
    std::cout << "All is well.\n";
  else
    std::cout << problems << (problems == 1 ? " problem.\n" : " problems.\n");
}

void print_json(const std::vector<Finding>& findings, std::ptrdiff_t problems) {
  std::cout << json_of([&](bson::Writer& out) {
    out.boolean("well", problems == 0);
    const auto list = out.begin_array("findings");
    for (std::size_t i = 0; i < findings.size(); ++i) {
      const auto each = out.begin_document(bson::IndexKey(i));
      out.string("subject", findings[i].subject);
      out.string("level", name_of(findings[i].level));
      out.string("text", as_text(in_one_line(findings[i].text)));
      out.string("remedy", as_text(findings[i].remedy));
      out.end(each);
    }
    out.end(list);
  }) << '\n';
}

}  // namespace

void add_doctor(CLI::App& app, int& status) {
  auto* doctor = app.add_subcommand(
      "doctor",
      "Connect as a program would, and say what is wrong and what to do; status 1 where "
      "something is");
  auto* json = add_json_flag(*doctor);
  doctor->callback([json, &status] {
    const auto findings = examine();
    const auto problems = std::ranges::count(findings, Level::problem, &Finding::level);
    json->count() > 0 ? print_json(findings, problems) : print(findings, problems);
    status = problems == 0 ? 0 : 1;
  });
}

}  // namespace loom::command
