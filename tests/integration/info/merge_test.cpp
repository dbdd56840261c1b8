// SPDX-License-Identifier: Apache-2.0
// Two writers who change leaves of one document at random: what is stored is always the merge of
// the changes that were acknowledged, and only real collisions are conflicts.

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "loom/loom.hpp"
#include "support/raw.hpp"

namespace loom::test {
namespace {

struct Geo {
  double latitude = 0;
  std::optional<int> height;
};
struct Address {
  std::string city;
  std::optional<std::string> zip;
  Geo geo;
};
struct Guest : PersistableModel<Guest> {
  static constexpr auto persist_db = declare_persist_db("hotel", "guests");
  Id<Guest> id;
  std::string name;
  std::optional<int> rank;
  Nullable<std::string> note;
  Address address;
  std::optional<Address> second;
  std::vector<std::string> tags;
  std::map<std::string, int> rates;
  std::array<int, 2> pair{};
  IntCounter visits;
  TimeUpdated updated_time;
};

using Random = std::mt19937;

// Of a std::optional or a Nullable.
std::string text_of(const auto& value) {
  if (!value) return "none";
  if constexpr (requires { std::to_string(*value); })
    return std::to_string(*value);
  else
    return "'" + *value + "'";
}

// One value that is compared and written as a whole.
struct Leaf {
  std::string path;
  std::function<std::string(const Guest&)> read;
  std::function<void(Guest&, Random&)> change;
};

int any(Random& random) { return std::uniform_int_distribution<int>(0, 3)(random); }
std::string word(Random& random) { return std::string(1, static_cast<char>('a' + any(random))); }
template <class T>
void toggle(auto& value, T other, Random& random) {
  if (any(random) == 0)
    value.reset();
  else
    value = std::move(other);
}

std::vector<Leaf> leaves_of(const std::string& prefix, auto find) {
  return {
      {prefix + ".city", [=](const Guest& g) { return find(g)->city; },
       [=](Guest& g, Random& r) { find(g)->city = word(r); }},
      {prefix + ".zip", [=](const Guest& g) { return text_of(find(g)->zip); },
       [=](Guest& g, Random& r) { toggle(find(g)->zip, word(r), r); }},
      {prefix + ".geo.latitude",
       [=](const Guest& g) { return std::to_string(find(g)->geo.latitude); },
       [=](Guest& g, Random& r) { find(g)->geo.latitude = any(r); }},
      {prefix + ".geo.height", [=](const Guest& g) { return text_of(find(g)->geo.height); },
       [=](Guest& g, Random& r) { toggle(find(g)->geo.height, any(r), r); }},
  };
}

const std::vector<Leaf>& top_leaves() {
  static const auto all = [] {
    std::vector<Leaf> leaves = {
        {"name", [](const Guest& g) { return g.name; },
         [](Guest& g, Random& r) { g.name = word(r); }},
        {"rank", [](const Guest& g) { return text_of(g.rank); },
         [](Guest& g, Random& r) { toggle(g.rank, any(r), r); }},
        {"note", [](const Guest& g) { return text_of(g.note); },
         [](Guest& g, Random& r) { toggle(g.note, word(r), r); }},
        {"tags",
         [](const Guest& g) {
           std::string text;
           for (const auto& tag : g.tags) text += tag;
           return text;
         },
         [](Guest& g, Random& r) { g.tags.push_back(word(r)); }},
        {"rates",
         [](const Guest& g) {
           std::string text;
           for (const auto& [key, rate] : g.rates) text += key + std::to_string(rate);
           return text;
         },
         [](Guest& g, Random& r) { g.rates[word(r)] = any(r); }},
        {"pair", [](const Guest& g) { return std::to_string(g.pair[0] * 10 + g.pair[1]); },
         [](Guest& g, Random& r) { g.pair[static_cast<std::size_t>(any(r) % 2)] = any(r); }},
    };
    for (auto& leaf : leaves_of("address", [](auto& g) { return &g.address; }))
      leaves.push_back(std::move(leaf));
    return leaves;
  }();
  return all;
}
const std::vector<Leaf>& second_leaves() {
  static const auto all = leaves_of("second", [](auto& g) { return &*g.second; });
  return all;
}

// The values of all leaves. A nested optional is there or not, and has leaves where it is there.
struct Values {
  std::map<std::string, std::string> top;
  std::optional<std::map<std::string, std::string>> second;
  friend bool operator==(const Values&, const Values&) = default;
};

Values values_of(const Guest& guest) {
  Values values;
  for (const auto& leaf : top_leaves()) values.top[leaf.path] = leaf.read(guest);
  if (guest.second)
    for (const auto& leaf : second_leaves()) {
      if (!values.second) values.second.emplace();
      (*values.second)[leaf.path] = leaf.read(guest);
    }
  return values;
}

// What is stored, as it must be, and what a save makes of it.
struct Truth {
  Values values;
  std::int64_t visits = 0;

  // The paths in which a writer, who loaded `loaded` and now has `now`, collides.
  std::set<std::string> collisions(const Values& loaded, const Values& now) const {
    std::set<std::string> paths;
    for (const auto& [path, value] : now.top)
      if (loaded.top.at(path) != value && values.top.at(path) != loaded.top.at(path))
        paths.insert(path);
    if (loaded.second.has_value() != now.second.has_value()) {
      if (values.second != loaded.second) paths.insert("second");
    } else if (now.second) {
      for (const auto& [path, value] : *now.second)
        if (loaded.second->at(path) != value &&
            (!values.second || values.second->at(path) != loaded.second->at(path)))
          paths.insert(path);
    }
    return paths;
  }
  // `to` takes over what differs between `loaded` and `now`.
  static void merge(Values& to, const Values& loaded, const Values& now) {
    for (const auto& [path, value] : now.top)
      if (loaded.top.at(path) != value) to.top[path] = value;
    if (loaded.second.has_value() != now.second.has_value()) {
      to.second = now.second;
    } else if (now.second) {
      for (const auto& [path, value] : *now.second)
        if (loaded.second->at(path) != value) (*to.second)[path] = value;
    }
  }
};

struct Writer {
  Guest object;
  Values loaded;
  std::int64_t counted = 0;

  void load(const Id<Guest>& id) {
    object = Guest::get(id);
    loaded = values_of(object);
    counted = 0;
  }
  void change(Random& random) {
    const auto pick =
        std::uniform_int_distribution<std::size_t>(0, top_leaves().size() + 5)(random);
    if (pick < top_leaves().size()) {
      top_leaves()[pick].change(object, random);
    } else if (pick < top_leaves().size() + 3 && object.second) {
      second_leaves()[static_cast<std::size_t>(any(random))].change(object, random);
    } else if (pick < top_leaves().size() + 4) {
      toggle(object.second, Address{word(random), {}, {}}, random);
    } else {
      object.visits += 1;
      ++counted;
    }
  }
};

class Merge : public InSandbox {
 protected:
  // An older program's fields, at three levels.
  static constexpr const char* unknown =
      R"({"$set": {"legacy": [1, {"a": 1}], "address.legacy": "x", "address.geo.legacy": null}})";

  void begin() {
    Guest guest{.name = "a", .address = {"Paris", {}, {}}};
    guest.persist();
    id_ = guest.id;
    raw<Guest>().update(by(id_), unknown);
    truth_ = {values_of(guest), 0};
    for (auto& writer : writers_) writer.load(id_);
  }

  void save(Writer& writer) {
    const auto now = values_of(writer.object);
    const auto expected = truth_.collisions(writer.loaded, now);
    try {
      writer.object.persist();
      EXPECT_EQ(expected, std::set<std::string>{});
      Truth::merge(truth_.values, writer.loaded, now);
      truth_.visits += writer.counted;
      if (writer.loaded != now || writer.counted != 0) {
        EXPECT_EQ(writer.object.visits, truth_.visits);
      }
      writer.loaded = now;
      writer.counted = 0;
    } catch (const ConflictError& conflict) {
      EXPECT_EQ(std::set<std::string>(conflict.fields().begin(), conflict.fields().end()),
                expected);
      EXPECT_FALSE(expected.empty());
      writer.load(id_);
    }
  }

  void expect_truth() {
    const auto stored = Guest::get(id_);
    EXPECT_EQ(values_of(stored).top, truth_.values.top);
    EXPECT_EQ(values_of(stored).second, truth_.values.second);
    EXPECT_EQ(stored.visits, truth_.visits);
    EXPECT_EQ(raw<Guest>().count(R"({"legacy": [1, {"a": 1}], "address.legacy": "x",
                                     "address.geo.legacy": {"$type": "null"}})"),
              1);
  }

  // The one who knows all that was written may erase, and nobody else.
  void end(Writer& writer) {
    const auto stored = Guest::get(id_);
    const bool knows_all = writer.loaded == truth_.values &&
                           writer.object.visits == truth_.visits && writer.counted == 0 &&
                           writer.object.updated_time == stored.updated_time;
    if (knows_all) {
      EXPECT_NO_THROW(writer.object.erase());
      EXPECT_EQ(raw<Guest>().count(), 0);
    } else {
      EXPECT_THROW(writer.object.erase(), ConflictError);
      EXPECT_EQ(raw<Guest>().count(), 1);
      writer.object.erase(unsafely::overwrite);
    }
    erased_by_who_knows_ += knows_all;
  }

  Id<Guest> id_;
  Truth truth_;
  std::array<Writer, 2> writers_;
  int erased_by_who_knows_ = 0;
};

TEST_F(Merge, of_all_that_was_acknowledged_is_what_is_stored) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  for (int round = 0; round < 25 && !HasFailure(); ++round) {
    begin();
    for (int step = 0; step < 25 && !HasFailure(); ++step) {
      auto& writer = writers_[static_cast<std::size_t>(any(random) % 2)];
      if (any(random) == 0) writer.load(id_);
      for (int changes = any(random); changes > 0; --changes) writer.change(random);
      save(writer);
      expect_truth();
    }
    auto& last = writers_[static_cast<std::size_t>(round % 2)];
    if (round % 3 != 0) {  // else whoever has not seen the last change tries it
      last.change(random);
      save(last);
      expect_truth();
    }
    end(last);
  }
  EXPECT_GT(erased_by_who_knows_, 0);
}

}  // namespace
}  // namespace loom::test
