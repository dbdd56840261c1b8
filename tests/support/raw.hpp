#pragma once
// SPDX-License-Identifier: Apache-2.0
// Another program on the same databases: it knows no models, reads and writes what it likes (past
// the validators, too), and sees what Loom has sent.

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>

#include "loom/bson/document.hpp"
#include "loom/bson/reader.hpp"
#include "loom/core/command.hpp"
#include "loom/info/model.hpp"
#include "loom/testing/sandbox.hpp"

namespace loom::test {

/// A test whose databases are its own.
class InSandbox : public ::testing::Test {
 private:
  testing::Sandbox sandbox_;
};

/// The error of this kind that `f` throws.
template <class Kind, class F>
Kind thrown(F f) {
  try {
    f();
  } catch (const Kind& error) {
    return error;
  }
  throw std::logic_error("nothing was thrown, where " + std::string(reflect::type_name<Kind>) +
                         " was due");
}

/// A collection without its model. Filters, updates and documents are extended JSON.
class RawCollection {
 public:
  explicit RawCollection(PersistDb place) : place_(place) {}

  void insert(const std::string& documents) const {
    write(R"({"insert": ")" + name() + R"(", "bypassDocumentValidation": true, "documents": [)" +
          documents + "]}");
  }
  void update(const std::string& filter, const std::string& change) const {
    write(R"({"update": ")" + name() +
          R"(", "bypassDocumentValidation": true, "updates": [{"q": )" + filter + R"(, "u": )" +
          change + "}]}");
  }
  void erase(const std::string& filter) const {
    write(R"({"delete": ")" + name() + R"(", "deletes": [{"q": )" + filter + R"(, "limit": 1}]})");
  }

  /// The first document; an empty one where there is none.
  Document find(const std::string& filter = "{}") const {
    const auto reply = run(R"({"find": ")" + name() + R"(", "limit": 1, "filter": )" + filter + "}",
                           core::Effect::read);
    const auto cursor = bson::find(bson::open(reply.bytes()), "cursor");
    auto batch = bson::inside_of(bson::find(bson::inside_of(cursor), "firstBatch"));
    const auto first = bson::next(batch);
    return first ? Document::from_bytes(first->value) : Document();
  }
  std::string json(const std::string& filter = "{}") const {
    return find(filter).to_relaxed_json();
  }
  std::int64_t count(const std::string& filter = "{}") const {
    const auto reply =
        run(R"({"count": ")" + name() + R"(", "query": )" + filter + "}", core::Effect::read);
    return bson::integer_of(bson::find(bson::open(reply.bytes()), "n"));
  }

  /// How many commands the server does on this collection while `f` runs.
  template <class F>
  std::int64_t commands_of(F f) const {
    const RawCollection profile({place_.database, "system.profile"});
    const std::string here =
        R"({"ns": ")" + core::database_name(place_.database) + "." + name() + R"("})";
    profile.run(R"({"profile": 2})", core::Effect::read);
    const auto before = profile.count(here);
    f();
    profile.run(R"({"profile": 0})", core::Effect::read);
    return profile.count(here) - before;
  }

  core::Reply run(const std::string& json, core::Effect effect) const {
    const auto body = Document::from_json(json);
    return core::run({place_.database, body.bytes(), effect, "a test's command"});
  }

 private:
  std::string name() const { return std::string(place_.collection); }
  void write(const std::string& json) const {
    const auto reply = run(json, core::Effect::write);
    if (bson::find(bson::open(reply.bytes()), "writeErrors"))
      throw std::runtime_error(Document::from_bytes(reply.bytes()).to_relaxed_json());
  }

  PersistDb place_;
};

/// The collection of a model.
template <class Model>
RawCollection raw() {
  return RawCollection(Model::persist_db);
}

/// An id as JSON, for a filter: {"_id": …}
template <class Id>
std::string by(const Id& id) {
  bson::Writer out;
  const auto start = out.begin();
  put_value<Id>(out, std::string_view("_id"), id, "_id");
  out.end(start);
  return Document::from_bytes(out.bytes()).to_json();
}

}  // namespace loom::test
