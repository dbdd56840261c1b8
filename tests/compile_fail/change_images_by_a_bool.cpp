// SPDX-License-Identifier: Apache-2.0
// A declaration in other words would mean nothing.
// error: change_images are declared by loom::declare_change_images()
#include "shop.hpp"

template <class Images>
struct Letter : loom::PersistableModel<Letter<Images>> {
  static constexpr auto persist_db = loom::declare_persist_db("post", "letters");
  static constexpr Images change_images{};
  loom::Id<Letter> id;
};

auto good() { return Letter<loom::ChangeImages>::watch(); }
#ifdef LOOM_COMPILE_FAIL
auto bad() { return Letter<bool>::watch(); }
#endif
