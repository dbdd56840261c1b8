// SPDX-License-Identifier: Apache-2.0
// What holds for every object and its validator: the server takes what Loom writes, and refuses
// nothing that Loom would read, but for a list.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "core/statement.hpp"
#include "loom/loom.hpp"
#include "support/odd_document.hpp"
#include "support/raw.hpp"
#include "support/ruled.hpp"

namespace loom::test {
namespace {

template <class T>
class Collection {
 public:
  Collection() : info_{reflect::type_name<T>, "shop", "values", {}, {}} {
    info_.structure = &core::struct_info<T>;
    core::prepare(std::array<const core::ModelInfo*, 1>{&info_});
  }

  /// For each document the rules by which the server refuses it; empty where it takes it.
  std::vector<std::string> insert(const std::vector<Document>& documents) const {
    const auto body = bson::build([&](bson::Writer& out) {
      out.string(std::string_view("insert"), "values");
      out.boolean(std::string_view("ordered"), false);
      const auto array = out.begin_array(std::string_view("documents"));
      for (std::size_t i = 0; i < documents.size(); ++i)
        out.document(std::string_view(bson::IndexKey(i)), documents[i].bytes());
      out.end(array);
    });
    const auto reply = core::run({"shop", body.bytes(), core::Effect::write, "a test's insert"});
    std::vector<std::string> refusals(documents.size());
    core::for_each_write_error(reply, [&](bson::View error) {
      const auto index = bson::integer_of(bson::find(bson::open(error), "index"));
      auto& refusal = refusals.at(static_cast<std::size_t>(index));
      refusal = "refused";
      const auto made = core::server_error(error, "insert");
      if (const auto* refused = dynamic_cast<const DocumentRefusedError*>(made.get()))
        for (const auto& problem : refused->problems())
          refusal += " " + problem.path + ":" + problem.rule;
    });
    return refusals;
  }

 private:
  core::ModelInfo info_;
};

/// Why Loom does not read a document; empty where it does.
template <class T>
std::string refusal_of(const Document& document) {
  try {
    T object{};
    bson::decode(document.bytes(), object);
    return {};
  } catch (const DecodeError& error) {
    return error.what();
  }
}

template <class T>
Document stored(const T& object) {
  bson::Writer out;
  bson::encode(out, object);
  return Document::from_bytes(out.bytes());
}

struct ValidatorProperty : InSandbox {
  const unsigned seed = std::random_device{}();
  std::mt19937 random{seed};
};

TEST_F(ValidatorProperty, the_server_takes_what_loom_writes) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::vector<Document> rich, ruled;
  for (int i = 0; i < 500; ++i) {
    auto object = RichMaker(random).make();
    object.id = Id<Rich>::generate();
    rich.push_back(stored(object));
    ruled.push_back(stored(RuledMaker(random).make()));
  }
  const auto expect_taken = [](const auto& collection, const auto& documents) {
    const auto refusals = collection.insert(documents);
    for (std::size_t i = 0; i < documents.size(); ++i)
      EXPECT_EQ(refusals[i], "") << documents[i].to_relaxed_json();
  };
  expect_taken(Collection<Rich>(), rich);
  unsafely::raw_command({"shop", "values"}, R"({"drop": "values"})");
  expect_taken(Collection<Ruled>(), ruled);
}

/// What the server refuses although Loom would read it: a text that Loom folds to lower case before
/// it asks the rules. Queries would not find it as it is stored.
bool is_on_the_list(const std::string& refusal) {
  return refusal == "refused lower:pattern" || refusal == "refused email:pattern";
}

/// "tree.branches" of "tree.branches.0.name = int 4".
std::string place_in(const std::string& change) {
  const auto place = change.substr(0, change.find(' '));
  return place.substr(0, place.find(".0"));
}

TEST_F(ValidatorProperty, what_the_server_refuses_loom_refuses_too_but_for_a_list) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  const Collection<Ruled> collection;
  std::map<std::string, int> by_loom_only, on_the_list;
  int by_both = 0, by_neither = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<Document> documents;
    std::vector<std::string> changes;
    for (int i = 0; i < 250; ++i) {
      auto odd = make_odd(stored(RuledMaker(random).make()), random);
      documents.push_back(std::move(odd.document));
      changes.push_back(std::move(odd.change));
    }
    const auto refusals = collection.insert(documents);
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const bool by_loom = !refusal_of<Ruled>(documents[i]).empty();
      if (refusals[i].empty()) {
        ++(by_loom ? by_loom_only[place_in(changes[i])] : by_neither);
      } else if (by_loom) {
        ++by_both;
      } else {
        EXPECT_TRUE(is_on_the_list(refusals[i])) << changes[i] << ": " << refusals[i];
        ++on_the_list[place_in(changes[i])];
      }
    }
  }
  EXPECT_GT(by_both, 2500);
  EXPECT_GT(by_neither, 200);
  std::cout << "refused by both: " << by_both << "; by neither: " << by_neither;
  for (const auto& [place, times] : on_the_list)
    std::cout << "; by the server only: " << place << ' ' << times;
  for (const auto& [place, times] : by_loom_only)
    std::cout << "; by Loom only: " << place << ' ' << times;
  std::cout << '\n';
}

}  // namespace
}  // namespace loom::test
