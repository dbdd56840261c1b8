#pragma once
// SPDX-License-Identifier: Apache-2.0
// The reading that both sides store, and what each side does with a million of them.

#include <cstddef>
#include <cstdint>
#include <loom/loom.hpp>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace bench {

struct Reading : loom::TimeSeriesLedgerModel<Reading> {
  static constexpr auto persist_db = loom::declare_persist_db("loombench", "readings");
  loom::Id<Reading> id;
  loom::Time at;
  std::string sensor;
  double celsius = 0;
  std::int32_t battery = 0;
  static constexpr auto timeseries = loom::declare_timeseries(loom::fld<&Reading::at>)
                                         .metakey(loom::fld<&Reading::sensor>)
                                         .granularity(loom::Granularity::minutes);
};

inline constexpr const char* zone_name = "Europe/Paris";

/// The mean of each day, by the milliseconds of its floor.
using Means = std::map<std::int64_t, double>;

/// One of the two that are compared. Each begins with an empty database.
class Side {
 public:
  virtual ~Side() = default;
  virtual void insert(std::vector<Reading>& readings) = 0;
  virtual Means means_by_day() = 0;
};

/// libmongoc, with documents and a pipeline by hand.
class ByHand final : public Side {
 public:
  explicit ByHand(const std::string& uri);
  ~ByHand() override;
  void insert(std::vector<Reading>& readings) override;
  Means means_by_day() override;
  void drop_database();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace bench
