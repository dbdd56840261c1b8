#pragma once
// SPDX-License-Identifier: Apache-2.0
// Runs the steps of a model's upgrade over a stored document, and asserts that they lead to the
// model.

#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "loom/core/upgrade.hpp"
#include "loom/info/model_info.hpp"
#include "loom/info/upgrade.hpp"

namespace loom {
namespace detail {

/// True where a step's result is what a later step takes, or what the model stores.
template <class T, class Member, class... Later>
consteval bool is_taken_up(std::string_view name) {
  using Layout = bson::Layout<T>;
  bool found = ((bson::Layout<Later>::find(name) != bson::Layout<Later>::size) || ...);
  reflect::for_each_index<T>([&](auto i) {
    found |= Layout::find(name) == i &&
             bson::Codec<reflect::MemberType<T, i>>::type == bson::Codec<Member>::type;
  });
  return found;
}

template <class T, std::size_t I, class... Steps>
consteval bool step_leads_on() {
  using New = typename StepOf<std::tuple_element_t<I, std::tuple<Steps...>>>::New;
  return []<std::size_t... Later>(std::index_sequence<Later...>) {
    bool all = true;
    reflect::for_each_index<New>([&](auto i) {
      all &= is_taken_up<
          T, reflect::MemberType<New, i>,
          typename StepOf<std::tuple_element_t<I + 1 + Later, std::tuple<Steps...>>>::Old...>(
          bson::Layout<New>::names.stored[i]);
    });
    return all;
  }(std::make_index_sequence<sizeof...(Steps) - I - 1>{});
}

template <class T, class... Steps>
consteval bool steps_lead_to(const Upgrade<Steps...>*) {
  return []<std::size_t... I>(std::index_sequence<I...>) {
    return (step_leads_on<T, I, Steps...>() && ...);
  }(std::index_sequence_for<Steps...>{});
}

}  // namespace detail

template <class T>
inline constexpr bool upgrade_leads_to_the_model =
    detail::steps_lead_to<T>(static_cast<decltype(&T::upgrade)>(nullptr));
template <class T>
inline constexpr bool version_is_no_member =
    bson::Layout<T>::find(T::upgrade.field) == bson::Layout<T>::size;

namespace core {

/// Whether an upgrade is only read, or will be written: then nothing may be lost by it.
enum class Upgrading : bool { to_read, to_write };

/// The document after one step.
template <class T, class Step>
Document after_step(bson::View document, const Step& step, Upgrading purpose) {
  using Old = typename loom::detail::StepOf<Step>::Old;
  Old old{};
  bson::decode(document, old);
  bson::Writer out;
  if (purpose == Upgrading::to_write) {
    bson::encode(out, old);
    require_all_known(model_info<T>(), member_infos<Old>(), document, out.bytes());
    out.clear();
  }
  try {
    bson::encode(out, step(old));
  } catch (const ValidationError& error) {  // what was stored does not fit the new rules
    bson::Mismatches mismatches;
    mismatches.add_broken(error.problems());
    throw DecodeError(std::string(reflect::type_name<T>), mismatches.take());
  }
  return replace_members(document, member_infos<Old>(), out.bytes());
}

/// A stored document as the model's present version has it; nothing where it is of that already,
/// or of a later one, whose author answers for what this program does not know.
///
/// Throws: DecodeError, SchemaError (`to_write`: fields would be lost).
template <class T>
std::optional<Document> upgraded(bson::View document, Upgrading purpose) {
  if constexpr (bson::Layout<T>::declares_upgrade) {
    static_assert(upgrade_leads_to_the_model<T>,
                  "a step of the upgrade gives a member that neither a later step takes nor the "
                  "model stores under this name and as this type");
    static_assert(version_is_no_member<T>,
                  "the version of a document is kept by Loom: name no member as its field, or keep "
                  "it under another name by loom::upgrade(…).version_in(\"v\")");
    constexpr auto& upgrade = T::upgrade;
    const int version = stored_version(model_info<T>(), document, upgrade.field);
    if (version >= upgrade.version) return std::nullopt;
    auto present = Document::from_bytes(document);
    const auto go = [&](int from, const auto& step) {
      if (version <= from) present = after_step<T>(present.bytes(), step, purpose);
    };
    std::apply(
        [&](const auto&... step) {
          [[maybe_unused]] int from = 0;
          (go(from++, step), ...);
        },
        upgrade.steps);
    return with_version(present.bytes(), upgrade.field, upgrade.version);
  } else {
    return std::nullopt;
  }
}

}  // namespace core
}  // namespace loom
