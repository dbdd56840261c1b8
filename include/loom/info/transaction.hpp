#pragma once
// SPDX-License-Identifier: Apache-2.0
// Several operations that take effect together or not at all.

#include <optional>
#include <type_traits>
#include <utility>

#include "loom/core/transaction.hpp"

namespace loom {

template <class F>
inline constexpr bool callback_can_be_repeated = std::is_invocable_v<const F&>;
template <class Result>
inline constexpr bool callback_gives_a_value = !std::is_reference_v<Result>;
template <class Model>
class Stream;
template <class Result>
inline constexpr bool callback_gives_no_stream = true;
template <class Model>
inline constexpr bool callback_gives_no_stream<Stream<Model>> = false;

/// Calls `f` and commits all that it did on this thread, or nothing of it; gives what `f` gives.
///
/// Every operation in it takes part by itself. Where another writer or a lost server is in the way,
/// everything is undone and `f` is called again, for 120 seconds or until the deadline around it:
/// so load and make in `f` the objects that it changes. One that was loaded before is refused. What
/// `f` throws undoes everything, and passes on. A transaction in a transaction is a part of it.
///
/// Operations of other threads take no part. Collections and indexes are made before, by
/// `loom::prepare`.
///
/// BSON:   {…, "txnNumber": …, "autocommit": false}, {"commitTransaction": 1}
/// Throws: TransactionError (what a transaction does not allow; a failure that `f` did not let
///         pass), InDoubtError (the answer to the commit is lost), TimeoutError (nothing is
///         written).
/// Source: https://www.mongodb.com/docs/manual/core/transactions/
///
///     loom::transaction([&] {
///       auto from = Account::get(payer), to = Account::get(payee);
///       from.balance -= 5;
///       to.balance += 5;
///       from.persist();
///       to.persist();
///     });
template <class F>
auto transaction(F&& f) {
  static_assert(callback_can_be_repeated<std::remove_reference_t<F>>,
                "a transaction may call its callback again: give it one without arguments and "
                "without a state of its own (a lambda that is not mutable)");
  if constexpr (callback_can_be_repeated<std::remove_reference_t<F>>) {
    const std::remove_reference_t<F>& callback = f;
    using Result = std::invoke_result_t<decltype(callback)>;
    static_assert(callback_gives_a_value<Result>,
                  "a transaction gives a value, which holds after its end: let the callback return "
                  "a copy, no reference");
    static_assert(callback_gives_no_stream<Result>,
                  "a stream ends with its transaction: read it in the callback, or return what "
                  ".load_many() gives");
    if constexpr (std::is_void_v<Result>) {
      core::run_transaction([&] { callback(); });
    } else if constexpr (callback_gives_a_value<Result>) {
      std::optional<Result> result;
      core::run_transaction([&] { result.emplace(callback()); });
      return *std::move(result);
    }
  }
}

}  // namespace loom
