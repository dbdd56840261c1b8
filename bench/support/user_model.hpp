#pragma once
// SPDX-License-Identifier: Apache-2.0
// The document of the peer benchmark (peers/cpp/user.hpp) as a model of Loom.

#include <cstdint>
#include <loom/loom.hpp>
#include <optional>
#include <string>
#include <user.hpp>
#include <vector>

namespace bench {

struct Address {
  std::string street;
  std::string city;
  std::string zip;
  std::string country;
};

struct User : loom::PersistableModel<User> {
  static constexpr auto persist_db = loom::declare_persist_db("loombench", "loom");

  loom::Id<User> id;
  std::string name;
  std::string email;
  std::int32_t age = 0;
  std::int64_t visits = 0;
  double score = 0;
  bool active = false;
  loom::Time created_at;
  loom::Time updated_at;
  std::vector<std::string> tags;
  Address address;
  std::optional<std::string> note;
};

inline User model_of(const ::User& u) {
  return {.id = loom::Id<User>(loom::ObjectId(u.id)),
          .name = u.name,
          .email = u.email,
          .age = u.age,
          .visits = u.visits,
          .score = u.score,
          .active = u.active,
          .created_at = loom::Time::from_millis(u.created_at),
          .updated_at = loom::Time::from_millis(u.updated_at),
          .tags = u.tags,
          .address = {u.address.street, u.address.city, u.address.zip, u.address.country},
          .note = u.note};
}

/// As the peers' `check`: reads every member, so that none can be left undecoded.
inline std::uint64_t check(const User& u) {
  const auto seconds = [](loom::Time time) {
    return std::uint64_t(time.since_epoch().count() / 1000);
  };
  std::uint64_t sum = u.id.key().bytes()[11] + u.name.size() + u.email.size() +
                      std::uint64_t(u.age) + std::uint64_t(u.visits) +
                      std::uint64_t(u.score * 100 + 0.5) + u.active + seconds(u.created_at) +
                      seconds(u.updated_at) + u.address.street.size() + u.address.city.size() +
                      u.address.zip.size() + u.address.country.size();
  for (const auto& tag : u.tags) sum += tag.size();
  return sum + (u.note ? u.note->size() : 0);
}

}  // namespace bench
