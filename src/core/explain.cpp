// SPDX-License-Identifier: Apache-2.0
// Asks the server how it runs a query or a pipeline, and reads the answer.
#include "loom/core/explain.hpp"

#include <algorithm>
#include <array>

#include "core/conversation.hpp"
#include "core/delivery.hpp"
#include "core/explanation.hpp"
#include "core/read_command.hpp"
#include "loom/bson/reader.hpp"

namespace loom::core {
namespace {

using Key = std::string_view;

// What the server says of itself and of the command is no part of the plan.
constexpr std::array said_of_the_plan = {Key("queryPlanner"), Key("executionStats"),
                                         Key("stages"),       Key("shards"),
                                         Key("mergeType"),    Key("splitPipeline")};

bool is_one_of(Key name, std::initializer_list<Key> names) {
  return std::ranges::count(names, name) > 0;
}

/// JSON of one line as JSON of many.
std::string indented(const std::string& json) {
  std::string result;
  std::size_t depth = 0;
  bool quoted = false, escaped = false;
  const auto line = [&] { result.append(1, '\n').append(2 * depth, ' '); };
  for (const char c : json) {
    if (quoted) {
      result += c;
      quoted = escaped || c != '"';
      escaped = !escaped && c == '\\';
    } else if (c == '{' || c == '[') {
      result += c;
      ++depth;
      line();
    } else if (c == '}' || c == ']') {
      const auto last = result.find_last_not_of(" \n");
      result.resize(last + 1);
      --depth;
      if (result.back() != '{' && result.back() != '[') line();
      result += c;
    } else if (c == ',') {
      result += c;
      line();
    } else if (c == ':') {
      result += ": ";
    } else if (c != ' ') {
      result += c;
      quoted = c == '"';
    }
  }
  return result;
}

std::string readable(const Reply& reply) {
  const auto plan = bson::build([&](bson::Writer& out) {
    auto elements = bson::open(reply.bytes());
    while (const auto element = bson::next(elements))
      if (std::ranges::count(said_of_the_plan, element->name) > 0)
        out.value(element->name, element->type, element->value);
  });
  return indented(plan.to_relaxed_json());
}

/// Gathers a plan from the parts of an explanation: of one server, of the stages of a pipeline, of
/// shards.
class Reading {
 public:
  Plan read(bson::Cursor explanation) {
    add(explanation);
    return std::move(plan_);
  }

 private:
  void add(bson::Cursor part) {
    while (const auto element = bson::next(part)) {
      const auto inside = bson::inside_of(element);
      if (element->name == "queryPlanner")
        if (const auto winning = bson::find(inside, "winningPlan")) add_search(*winning);
      if (element->name == "executionStats") add_numbers(inside);
      if (element->name == "stages") add_stages(inside);
      if (element->name == "shards") add_shards(inside);
    }
  }

  void add_shards(bson::Cursor shards) {
    while (const auto shard = bson::next(shards)) add(bson::inside_of(shard));
  }

  // The stages of the winning plan stand in each other, under many names.
  void add_search(const bson::Element& element) {
    if (element.name == "stage") add_stage(bson::text_of(element));
    if (element.name == "indexName") add_index(bson::text_of(element));
    if (!is_one_of(element.name, {"rejectedPlans", "slotBasedPlan", "filter", "indexBounds"}) &&
        (element.type == bson::Type::document || element.type == bson::Type::array)) {
      auto inside = element.inside();
      while (const auto next = bson::next(inside)) add_search(*next);
    }
  }

  void add_stage(Key stage) {
    if (stage == "COLLSCAN") reach(PlanKind::collection_scan);
    if (stage == "IDHACK" || stage == "CLUSTERED_IXSCAN") reach(PlanKind::by_id);
    if (stage == "SORT") plan_.sorts_in_memory = true;
  }

  void add_index(Key name) {
    reach(name == "_id_" ? PlanKind::by_id : PlanKind::index_scan);
    if (!plan_.index)
      plan_.index = name;
    else if (plan_.index->find(name) == std::string::npos)
      plan_.index->append(", ").append(name);
  }

  void add_stages(bson::Cursor stages) {
    const auto before = plan_.returned;
    while (const auto stage = bson::next(stages)) {
      const auto whole = bson::inside_of(stage);
      auto inside = whole;
      const auto first = bson::next(inside);
      if (first && first->name == "$cursor") add(bson::inside_of(first));
      if (first && first->name == "$sort") plan_.sorts_in_memory = true;
      add_examined(whole);
      plan_.returned = before + bson::integer_of(bson::find(whole, "nReturned"));
    }
  }

  void add_numbers(bson::Cursor statistics) {
    add_examined(statistics);
    plan_.returned += bson::integer_of(bson::find(statistics, "nReturned"));
  }

  void add_examined(bson::Cursor statistics) {
    plan_.documents_examined += bson::integer_of(bson::find(statistics, "totalDocsExamined"));
    plan_.keys_examined += bson::integer_of(bson::find(statistics, "totalKeysExamined"));
  }

  void reach(PlanKind kind) { plan_.kind = std::max(plan_.kind, kind); }

  Plan plan_;
};

Reply explained(const ModelInfo& model, bson::View command) {
  return explanation(model.database, command, Verbosity::run, operation("explain", model));
}

}  // namespace

Reply explanation(std::string_view database, bson::View command, Verbosity verbosity,
                  std::string_view operation) {
  const auto body = bson::build([&](bson::Writer& out) {
    out.document(Key("explain"), command);
    out.string(Key("verbosity"), verbosity == Verbosity::run ? "executionStats" : "queryPlanner");
  });
  const auto deadline = operation_deadline();
  Conversation apart(current_connection(deadline), deadline, operation);
  return deliver(apart, {database, body.bytes(), Effect::read, operation}, deadline);
}

std::string explain(const ModelInfo& model, const Query& query) {
  return readable(explained(model, read_command(model, query).bytes()));
}

std::string explain(const Pipeline& pipeline) {
  return readable(explained(*pipeline.model, read_command(pipeline).bytes()));
}

Plan plan(const ModelInfo& model, const Query& query) {
  return plan_of(explained(model, read_command(model, query).bytes()).bytes());
}

Plan plan(const Pipeline& pipeline) {
  return plan_of(explained(*pipeline.model, read_command(pipeline).bytes()).bytes());
}

Plan plan_of(bson::View explanation) { return Reading().read(bson::open(explanation)); }

}  // namespace loom::core
