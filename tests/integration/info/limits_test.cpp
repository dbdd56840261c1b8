// SPDX-License-Identifier: Apache-2.0
// What MongoDB cannot keep is refused before anything is sent, and says where it stands.

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Part {
  std::string text;
  std::map<std::string, std::string> notes;
};
struct Tree {
  int n = 0;
  std::vector<Tree> children;
};
struct Sheet : PersistableModel<Sheet> {
  static constexpr auto persist_db = declare_persist_db("office", "sheets");
  Id<Sheet, std::string> id;
  std::string text;
  Part part;
  std::optional<Part> other;
  std::vector<std::vector<Part>> parts;
  std::array<std::string, 2> pair;
  Nullable<std::string> note;
  std::map<std::string, Tree> trees;
  Document extra;
  Bytes bytes;
};

const std::string no_utf8 = "a\xc3(";
const std::string with_nul("a\0b", 3);

class Limits : public InSandbox {
 protected:
  // An object of exactly this many bytes.
  static Sheet of_size(std::size_t bytes) {
    Sheet sheet{.id = "1"};
    bson::Writer out;
    bson::encode(out, sheet);
    sheet.text = std::string(bytes - out.size(), 'x');
    return sheet;
  }
  // `levels` documents in each other.
  static Document nested(int levels) {
    bson::Writer out;
    std::vector<std::size_t> open = {out.begin()};
    for (int i = 1; i < levels; ++i) open.push_back(out.begin_document(std::string_view("a")));
    for (; !open.empty(); open.pop_back()) out.end(open.back());
    return Document::from_bytes(out.bytes());
  }

  // The only problem of an insert, and of a change of a stored object, as "path: rule".
  template <class Change>
  static std::string refused(Change change) {
    Sheet fresh{.id = "fresh"};
    change(fresh);
    const auto inserted = problem_of([&] { fresh.persist(); });
    EXPECT_FALSE(Sheet::load("fresh"));

    Sheet stored{.id = "stored"};
    if (Sheet::load("stored"))
      stored.reload();
    else
      stored.persist();
    const auto before = raw<Sheet>().find();
    change(stored);
    const auto here = raw<Sheet>();
    EXPECT_EQ(here.commands_of([&] { EXPECT_EQ(problem_of([&] { stored.persist(); }), inserted); }),
              0)
        << "it was sent";
    EXPECT_EQ(raw<Sheet>().find(), before);
    return inserted;
  }
  template <class F>
  static std::string problem_of(F f) {
    const auto problems = thrown<ValidationError>(f).problems();
    EXPECT_EQ(problems.size(), 1);
    return problems.at(0).path + ": " + problems.at(0).rule;
  }
};

TEST_F(Limits, of_text_that_is_no_utf8) {
  EXPECT_EQ(refused([](Sheet& s) { s.text = no_utf8; }), "text: utf8");
  EXPECT_EQ(refused([](Sheet& s) { s.part.text = no_utf8; }), "part.text: utf8");
  EXPECT_EQ(refused([](Sheet& s) { s.other = Part{no_utf8, {}}; }), "other.text: utf8");
  EXPECT_EQ(refused([](Sheet& s) {
              s.parts = {{}, {Part{}, Part{no_utf8, {}}}};
            }),
            "parts[1][1].text: utf8");
  EXPECT_EQ(refused([](Sheet& s) { s.pair[1] = no_utf8; }), "pair[1]: utf8");
  EXPECT_EQ(refused([](Sheet& s) { s.note = no_utf8; }), "note: utf8");
  EXPECT_EQ(refused([](Sheet& s) { s.part.notes["a"] = no_utf8; }), "part.notes.a: utf8");
}

TEST_F(Limits, of_keys_that_mongodb_would_take_for_something_else) {
  for (const std::string& key :
       {std::string(), std::string("$a"), std::string("a.b"), with_nul, no_utf8})
    EXPECT_EQ(refused([&](Sheet& s) { s.part.notes[key] = "x"; }), "part.notes." + key + ": key");
}

TEST_F(Limits, of_an_id) {
  Sheet sheet{.id = no_utf8};
  EXPECT_EQ(problem_of([&] { sheet.persist(); }), "id: utf8");
  EXPECT_EQ(problem_of([&] { static_cast<void>(Sheet::load(no_utf8)); }), "_id: utf8");
  EXPECT_EQ(raw<Sheet>().count(), 0);
}

TEST_F(Limits, all_at_once) {
  Sheet sheet{.id = "1", .text = no_utf8, .pair = {no_utf8, "ok"}};
  sheet.part.notes["$"] = no_utf8;
  EXPECT_EQ(thrown<ValidationError>([&] { sheet.persist(); }).problems().size(), 4);
}

TEST_F(Limits, let_pass_what_only_looks_strange) {
  Sheet sheet{.id = with_nul, .text = with_nul, .bytes = {}};
  sheet.part.notes["a$b c"] = "$x";
  sheet.bytes.data = {std::byte{0xff}, std::byte{0}};
  sheet.persist();
  const auto loaded = Sheet::get(with_nul);
  EXPECT_EQ(loaded.text, with_nul);
  EXPECT_EQ(loaded.part.notes, sheet.part.notes);
  EXPECT_EQ(loaded.bytes.data, sheet.bytes.data);
}

TEST_F(Limits, of_depth) {
  Sheet sheet{.id = "1", .extra = nested(99)};
  sheet.persist();
  EXPECT_EQ(Sheet::get("1").extra, sheet.extra);
  EXPECT_TRUE(refused([](Sheet& s) { s.extra = nested(100); }).ends_with(": depth"));
  sheet.extra = {};
  sheet.persist();
  sheet.extra = nested(99);
  sheet.persist();
  EXPECT_EQ(Sheet::get("1").extra, sheet.extra);
  sheet.erase();
}

TEST_F(Limits, of_depth_in_structs) {
  const auto grow = [](int levels) {
    Tree root;
    for (int i = 1; i < levels; ++i) {
      Tree above;
      above.children.push_back(std::move(root));
      root = std::move(above);
    }
    return root;
  };
  Sheet sheet{.id = "1"};
  sheet.trees["oak"] = grow(49);  // the document, the map, 49 structs, each with its array
  sheet.persist();
  EXPECT_EQ(Sheet::get("1").trees["oak"].children.size(), 1);
  EXPECT_TRUE(refused([&](Sheet& s) { s.trees["oak"] = grow(50); }).ends_with(": depth"));
  EXPECT_TRUE(refused([&](Sheet& s) { s.trees["oak"] = grow(500); }).ends_with(": depth"));
}

TEST_F(Limits, of_size) {
  auto largest = of_size(bson::max_document_size);
  largest.persist();
  EXPECT_EQ(Sheet::get("1").text.size(), largest.text.size());
  largest.note = "one more";
  EXPECT_EQ(problem_of([&] { largest.persist(); }), ": size");
  largest.note.reset();
  largest.erase();

  auto larger = of_size(bson::max_document_size + 1);
  EXPECT_EQ(problem_of([&] { larger.persist(); }), ": size");
  EXPECT_EQ(raw<Sheet>().count(), 0);
}

TEST_F(Limits, of_a_change_that_carries_the_old_value_beside_the_new) {
  auto sheet = of_size(bson::max_document_size / 2 + 1024);
  sheet.persist();
  sheet.text[0] = 'y';
  const auto text = std::string(thrown<ValidationError>([&] { sheet.persist(); }).what());
  EXPECT_NE(text.find("overwrite"), text.npos) << text;
  EXPECT_EQ(raw<Sheet>().count(R"({"text": {"$regex": "^x"}})"), 1);
  sheet.persist(unsafely::overwrite);
  EXPECT_EQ(raw<Sheet>().count(R"({"text": {"$regex": "^y"}})"), 1);
}

}  // namespace
}  // namespace loom::test
