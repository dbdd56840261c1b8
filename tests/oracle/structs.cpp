// SPDX-License-Identifier: Apache-2.0
// Structs within structs, variants, names, and models of the database; models.py has the same in
// Pydantic.

#include "oracle/judge.hpp"

namespace loom::oracle {

struct Item {
  Checked<std::string, min_length<1>> sku;
  Checked<int, ge<1>, le<1000>> quantity = 1;
};
struct Cart {
  std::vector<Item> items;
};

struct Address {
  std::string city;
  std::optional<std::string> zip;
};
struct Person {
  std::string name;
  Address home;
  std::optional<Address> work;
};

struct Tree {
  std::string name;
  std::vector<Tree> children;
};

struct Card {
  Checked<std::string, pattern<"[0-9]{4}">> last_four;
};
struct Transfer {
  std::string iban;
};
struct Payment {
  std::variant<Card, Transfer> payment;
};

struct Cash {
  static constexpr auto kind = declare_kind("cash", "type");
  std::int64_t cents;
};
struct Voucher {
  static constexpr auto kind = declare_kind("voucher", "type");
  std::string code;
  std::map<std::string, int> uses;
};
struct Wallet {
  std::vector<std::variant<Cash, Voucher>> contents;
};

struct Span {
  Time from;
  Time to;

  void validate(Problems& problems) const {
    if (!(from < to)) problems.add(fld<&Span::to>, "must be after from");
  }
};

struct Article {
  std::string title;
  Time created_at;
  int word_count;
  static constexpr auto names =
      loom::names(name(fld<&Article::created_at>, "createdAt").also_reads("date"),
                  name(fld<&Article::word_count>, "words"));
};

struct Account : PersistableModel<Account> {
  static constexpr auto persist_db = declare_persist_db("oracle", "accounts");
  loom::Id<Account> id;
  std::string owner;
  std::optional<Ref<Account>> parent;
  TimeInserted created_at;
  TimeUpdated changed_at;
};

struct Booking : PersistableModel<Booking> {
  static constexpr auto persist_db = declare_persist_db("oracle", "bookings");
  loom::Id<Booking> id;
  Email email;
  std::vector<Item> items;
  std::variant<Card, Transfer> payment;
  std::map<std::string, double> rates;
  Decimal128 price;
  std::optional<std::string> note;
  Time from;
  Time to;
  TimeInserted created_at;

  void validate(Problems& problems) const {
    if (!(from < to)) problems.add(fld<&Booking::to>, "must be after from");
  }
};

const Models models_of_structs = {
    {"Cart", judge<Cart>},       {"Person", judge<Person>},   {"Tree", judge<Tree>},
    {"Payment", judge<Payment>}, {"Wallet", judge<Wallet>},   {"Span", judge<Span>},
    {"Article", judge<Article>}, {"Account", judge<Account>}, {"Booking", judge<Booking>},
};

}  // namespace loom::oracle
