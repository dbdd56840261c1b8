// SPDX-License-Identifier: Apache-2.0
// What the JSON Schema of a struct says: of every type, of every rule, of what a struct declares.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "loom/loom.hpp"
#include "support/rich.hpp"
#include "support/ruled.hpp"
#include "support/schema_checker.hpp"

namespace loom::test {
namespace {

using Json = nlohmann::ordered_json;

enum class State { draft, paid, gone };

}  // namespace
}  // namespace loom::test

template <>
inline constexpr auto loom::enum_names<loom::test::State> =
    loom::enumerators(loom::enumerator(loom::test::State::paid, "PAID").also_reads("payed"));

namespace loom::test {
namespace {

template <class T>
struct Holder {
  T value;
};

/// The schema of a member of type `T`.
template <class T>
std::string schema_of() {
  return Json::parse(json_schema<Holder<T>>())["properties"]["value"].dump();
}

TEST(JsonSchema, says_how_every_type_stands_in_json) {
  EXPECT_EQ(schema_of<bool>(), R"({"type":"boolean"})");
  EXPECT_EQ(schema_of<std::int32_t>(),
            R"({"type":"integer","minimum":-2147483648,"maximum":2147483647})");
  EXPECT_EQ(schema_of<std::uint32_t>(), R"({"type":"integer","minimum":0,"maximum":4294967295})");
  EXPECT_EQ(schema_of<std::int64_t>(), R"({"type":"integer"})");
  EXPECT_EQ(schema_of<IntCounter>(), R"({"type":"integer"})");
  EXPECT_EQ(schema_of<double>(), R"({"type":"number"})");
  EXPECT_EQ(schema_of<std::string>(), R"({"type":"string"})");
  EXPECT_EQ(schema_of<StrLower>(), R"({"type":"string"})");
  EXPECT_EQ(schema_of<Time>(), R"({"type":"string","format":"date-time"})");
  EXPECT_EQ(schema_of<std::chrono::year_month_day>(), R"({"type":"string","format":"date"})");
  EXPECT_EQ(schema_of<std::chrono::seconds>(),
            R"({"type":"integer","multipleOf":1000,"description":"in milliseconds"})");
  EXPECT_EQ(schema_of<State>(), R"({"type":"string","enum":["draft","gone","PAID","payed"]})");
  EXPECT_EQ(schema_of<ObjectId>(), R"({"type":"string","pattern":"^[0-9a-fA-F]{24}$"})");
  EXPECT_EQ(schema_of<Ref<Rich>>(), schema_of<ObjectId>());
  EXPECT_EQ(schema_of<Uuid>(), R"({"type":"string","format":"uuid"})");
  EXPECT_EQ(schema_of<Document>(), R"({"type":"object"})");
  EXPECT_EQ(schema_of<std::optional<bool>>(), R"({"type":["boolean","null"]})");
  EXPECT_EQ(schema_of<Nullable<State>>(),
            R"({"type":["string","null"],"enum":["draft","gone","PAID","payed",null]})");
  EXPECT_EQ(schema_of<std::vector<bool>>(), R"({"type":"array","items":{"type":"boolean"}})");
  EXPECT_EQ((schema_of<std::array<bool, 3>>()),
            R"({"type":"array","minItems":3,"maxItems":3,"items":{"type":"boolean"}})");
}

struct Even {
  static bool ok(const int& value) { return value % 2 == 0; }
  static std::string message() { return "must be even"; }
};

TEST(JsonSchema, says_rules_by_keywords_and_others_in_words) {
  EXPECT_EQ((schema_of<Checked<int, ge<1>, lt<9>, multiple_of<2>>>()),
            R"({"type":"integer","minimum":1,"exclusiveMaximum":9,"multipleOf":2})");
  EXPECT_EQ((schema_of<Checked<int, ge<-5'000'000'000>>>()),
            R"({"type":"integer","minimum":-2147483648,"maximum":2147483647,)"
            R"("allOf":[{"minimum":-5000000000}]})");
  EXPECT_EQ((schema_of<Checked<double, gt<std::ratio<1, 10>{}>, finite>>()),
            R"({"type":"number","exclusiveMinimum":0.1,"description":"must be finite"})");
  EXPECT_EQ((schema_of<Checked<std::string, not_empty, max_length<80>, pattern<"[a-z]\\d">>>()),
            R"({"type":"string","minLength":1,"maxLength":80,"pattern":"^(?:[a-z]\\d)$"})");
  EXPECT_EQ((schema_of<Checked<std::string, pattern<"a.*">, pattern<".*b">>>()),
            R"({"type":"string","pattern":"^(?:a.*)$","allOf":[{"pattern":"^(?:.*b)$"}]})");
  EXPECT_EQ((schema_of<Checked<std::string, pattern<"(?i)a">>>()),
            R"({"type":"string","description":"must match (?i)a"})")
      << "JSON Schema's regular expressions have no such word";
  EXPECT_EQ(schema_of<Email>(), R"({"type":"string","format":"email"})");
  EXPECT_EQ((schema_of<std::optional<Checked<std::string, one_of<"EUR", "USD">>>>()),
            R"({"type":["string","null"],"enum":["EUR","USD",null]})");
  EXPECT_EQ((schema_of<Checked<State, one_of<State::paid>>>()),
            R"({"type":"string","enum":["PAID","payed"]})");
  EXPECT_EQ((schema_of<Checked<int, Even>>()),
            R"({"type":"integer","minimum":-2147483648,"maximum":2147483647,)"
            R"("description":"must be even"})");
  EXPECT_EQ((schema_of<Checked<std::vector<std::string>, unique_items, min_length<2>,
                               each<max_length<4>, not_empty>>>()),
            R"({"type":"array","uniqueItems":true,"minItems":2,)"
            R"("items":{"type":"string","maxLength":4,"minLength":1}})");
  EXPECT_EQ((schema_of<Checked<std::chrono::milliseconds, ge<5, std::chrono::minutes>>>()),
            R"({"type":"integer","minimum":300000,"description":"in milliseconds"})");
  // The JSON of these is a text, of which the keywords of numbers say nothing.
  EXPECT_EQ(Json::parse(schema_of<Checked<Decimal128, gt<0>>>())["description"],
            "must be greater than 0");
  EXPECT_EQ(Json::parse(schema_of<Checked<Time, ge<utc_day(2020, 1, 1)>>>())["description"],
            "must be at least 2020-01-01");
}

struct Node {
  std::string name;
  std::vector<Node> children;
};
struct Leaf {
  int weight = 1;
};
struct Tree {
  Node root;
  Leaf leaf;
  std::variant<Node, Leaf> any;
  std::optional<Leaf> other;
};

TEST(JsonSchema, describes_nested_and_recursive_structs_and_variants_by_definitions) {
  const auto schema = Json::parse(json_schema<Tree>());
  EXPECT_EQ(schema["title"], "Tree");
  EXPECT_EQ(schema["properties"]["root"].dump(), R"({"$ref":"#/$defs/Node"})");
  EXPECT_EQ(schema["properties"]["any"].dump(),
            R"({"oneOf":[{"$ref":"#/$defs/Node2"},{"$ref":"#/$defs/Leaf2"}]})");
  EXPECT_EQ(schema["properties"]["other"].dump(),
            R"({"anyOf":[{"$ref":"#/$defs/Leaf"},{"type":"null"}]})");
  EXPECT_EQ(schema["$defs"]["Node"]["properties"]["children"].dump(),
            R"({"type":"array","items":{"$ref":"#/$defs/Node"}})");
  EXPECT_EQ(schema["$defs"]["Leaf2"].dump(),
            R"({"type":"object","properties":{"kind":{"const":"Leaf"},"weight":{"type":"integer",)"
            R"("minimum":-2147483648,"maximum":2147483647}},"required":["kind"],)"
            R"("additionalProperties":false})");
  EXPECT_EQ(Json::parse(json_schema<Node>())["properties"]["children"]["items"]["$ref"], "#");
}

struct Account : PersistableModel<Account> {
  static constexpr auto persist_db = declare_persist_db("shop", "accounts");
  Id<Account> id;
  std::string owner;
  std::string city;
  int limit = 0;
  int level = 1;
  std::vector<std::string> tags;
  std::optional<std::string> about_me;
  TimeUpdated updated_time;
  static constexpr auto names =
      loom::names(loom::name(fld<&Account::city>, "town").also_reads("place"));
  static constexpr auto defaults = loom::defaults(fld<&Account::limit>);
  static constexpr auto about =
      loom::about(loom::text(fld<&Account::owner>, "Whose \"account\" it is."),
                  loom::text(fld<&Account::city>, "Where she lives."));
};

TEST(JsonSchema, says_what_must_be_there_what_it_is_and_what_loom_sets) {
  const auto schema = Json::parse(json_schema<Account>());
  EXPECT_EQ(schema["required"].dump(), R"(["owner"])") << "the others have a default";
  EXPECT_EQ(schema["allOf"].dump(),
            R"([{"anyOf":[{"required":["town"]},{"required":["place"]}]}])");
  EXPECT_EQ(schema["additionalProperties"], false);
  EXPECT_EQ(schema["properties"]["owner"].dump(),
            R"({"type":"string","description":"Whose \"account\" it is."})");
  EXPECT_EQ(schema["properties"]["place"].dump(),
            R"({"type":"string","description":"Where she lives.","deprecated":true})");
  EXPECT_EQ(schema["properties"]["id"]["readOnly"], true);
  EXPECT_EQ(schema["properties"]["updated_time"]["readOnly"], true);
}

struct Described {
  std::string about;  // a member of this name declares nothing
};

TEST(JsonSchema, knows_a_member_from_a_declaration) {
  EXPECT_EQ(Json::parse(json_schema<Described>())["properties"]["about"].dump(),
            R"({"type":"string"})");
}

TEST(JsonSchema, is_one_by_the_meta_schema) {
  for (const auto& schema :
       {json_schema<Rich>(), json_schema<Tree>(), json_schema<Node>(), json_schema<Account>()})
    EXPECT_EQ(judge_by_schema(schema, {}), std::vector<std::string>{""}) << schema;
}

TEST(JsonSchema, judges_values_as_it_is_meant) {
  const auto verdicts = judge_by_schema(
      json_schema<Tree>(),
      {R"({"root": {"name": "a", "children": [{"name": "b"}]}, "leaf": {}, "any": {"kind": "Leaf", "weight": 2}, "other": null})",
       R"({"root": {"name": "a", "children": [{"nam": "b"}]}, "leaf": {}, "any": {"kind": "Leaf"}})",
       R"({"root": {"name": "a"}, "leaf": {"weight": 3000000000}, "any": {"kind": "Leaf"}})",
       R"({"root": {"name": "a"}, "leaf": {}, "any": {"kind": "Tree"}})",
       R"({"root": {"name": "a"}, "any": {"kind": "Leaf"}, "is_admin": true})"});
  EXPECT_EQ(verdicts, (std::vector<std::string>{"", "", "$.root.children[0] required",
                                                "$.leaf.weight maximum", "$.any oneOf",
                                                "$ additionalProperties"}));
}

template <class Maker>
void expect_that_it_takes_what_loom_writes() {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::vector<std::string> written;
  for (int i = 0; i < 300; ++i) written.push_back(to_json(Maker(random).make()));
  const auto verdicts = judge_by_schema(json_schema<decltype(Maker(random).make())>(), written);
  for (std::size_t i = 0; i < written.size(); ++i) EXPECT_EQ(verdicts[i + 1], "") << written[i];
}

TEST(JsonSchema, takes_what_loom_writes) {
  expect_that_it_takes_what_loom_writes<RichMaker>();
  expect_that_it_takes_what_loom_writes<RuledMaker>();
}

}  // namespace
}  // namespace loom::test
