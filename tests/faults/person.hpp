#pragma once
// SPDX-License-Identifier: Apache-2.0
// A document of the tests of lost answers, as two models see it.

#include <string>
#include <vector>

#include "loom/loom.hpp"

namespace loom::test {

/// Changed by an `update`, for the server decides none of its values.
struct Person : PersistableModel<Person> {
  static constexpr auto persist_db = declare_persist_db("faults", "people");
  Id<Person> id;
  std::string name;
  std::int32_t age = 36;
  std::vector<std::string> tags;
  std::int64_t visits = 0;
  static constexpr auto indexes = loom::indexes(unique(fld<&Person::name>));
};

/// Changed by a `findAndModify`, which returns the counter.
struct Visitor : PersistableModel<Visitor> {
  static constexpr auto persist_db = declare_persist_db("faults", "people");
  Id<Visitor> id;
  IntCounter visits;
};

/// Somebody new, with an id already.
inline Person somebody() {
  Person person{.id = Id<Person>::generate()};
  person.name = "Ada " + person.id.str();
  return person;
}

inline Person somebody_stored() {
  Person person = somebody();
  person.persist();
  return person;
}

}  // namespace loom::test
