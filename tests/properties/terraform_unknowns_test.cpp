// What is said of an expression while variables have no value holds for every value they may get: random
// expressions, evaluated with some variables open and with all of them given.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "parsers/terraform/functions.h"
#include "tests/properties/case_count.h"
#include "tests/properties/dice.h"
#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using tests::Dice;
using value::Value;
using Kind = Value::Kind;

std::size_t expressions() { return tests::case_count(2000); }

struct Variable {
  const char* name;
  const char* type;
  std::vector<std::string> values;  ///< what it may be given
};

const std::vector<Variable>& variables() {
  static const std::vector<Variable> all = {
      {"s", "string", {R"("")", R"("a")", R"("x y")", R"("10")", R"("true")", R"("{\"a\":1}")", "null"}},
      {"t", "string", {R"("b")", R"("a")", R"("A,b")", R"("é")"}},
      {"n", "number", {"0", "1", "2", "-1", "2.5", "null"}},
      {"b", "bool", {"true", "false", "null"}},
      {"l", "list(string)", {"[]", R"(["a"])", R"(["a", "b", "a"])", R"(["10", "x"])", "null"}},
      {"m", "map(string)", {"{}", R"({ a = "1" })", R"({ a = "1", b = "x" })", R"({ c = "a" })", "null"}},
      {"u", "any", {R"("a")", "1", R"(["a"])", R"({ a = "q" })", "null", "true"}},
      {"k", "set(string)", {"[]", R"(["a"])", R"(["b", "a"])"}},
  };
  return all;
}

/// Expressions of each type, nested to a depth.
class Generator {
 public:
  explicit Generator(Dice& dice) : dice_(dice) {}

  std::string any(unsigned depth) {
    switch (dice_.below(7)) {
      case 0:
        return number(depth);
      case 1:
        return boolean(depth);
      case 2:
        return list(depth);
      case 3:
        return map(depth);
      case 4:
        return depth == 0 ? "null" : "var.u";
      default:
        return text(depth);
    }
  }

 private:
  using Maker = std::function<std::string()>;

  std::string one_of(unsigned depth, const std::vector<std::string>& leaves,
                     const std::vector<Maker>& nodes) {
    if (depth == 0 || dice_.chance(25)) return dice_.pick(leaves);
    return dice_.pick(nodes)();
  }

  std::string text(unsigned depth) {
    const unsigned d = depth == 0 ? 0 : depth - 1;
    return one_of(
        depth, {"var.s", "var.t", R"("a")", R"("")", R"("x-1")", "var.s"},
        {
            [&] { return "\"p-${" + text(d) + "}-${" + any(d) + "}\""; },
            [&] { return "\"${" + text(d) + "}\""; },
            [&] { return "\"%{ if " + boolean(d) + " }" + dice_.pick(kWords) + "%{ else }w%{ endif }\""; },
            [&] { return "\"%{ for v in " + list(d) + " }<${v}>%{ endfor }\""; },
            [&] { return "lower(" + text(d) + ")"; },
            [&] { return "upper(" + text(d) + ")"; },
            [&] { return "replace(" + text(d) + ", " + text(0) + ", " + text(0) + ")"; },
            [&] { return "trimspace(" + text(d) + ")"; },
            [&] { return "trimprefix(" + text(d) + ", " + text(0) + ")"; },
            [&] { return "join(" + text(0) + ", " + list(d) + ")"; },
            [&] { return "format(\"%s:%v\", " + text(d) + ", " + any(d) + ")"; },
            [&] { return "format(\"" + dice_.pick(kWords) + "-%d\", " + number(d) + ")"; },
            [&] { return "jsonencode(" + any(d) + ")"; },
            [&] { return "substr(" + text(d) + ", 0, 2)"; },
            [&] { return "(" + boolean(d) + " ? " + text(d) + " : " + text(d) + ")"; },
            [&] { return "coalesce(" + text(d) + ", " + text(d) + ")"; },
            [&] { return "try(" + any(d) + ", " + text(d) + ")"; },
            [&] { return "lookup(" + map(d) + ", " + text(0) + ", " + text(d) + ")"; },
            [&] { return "element(" + list(d) + ", " + number(0) + ")"; },
            [&] { return map(d) + "[" + text(0) + "]"; },
            [&] { return list(d) + "[" + number(0) + "]"; },
            [&] { return map(d) + "[" + text(d) + "]"; },
            [&] { return list(d) + "[" + number(d) + "]"; },
            [&] { return "try(" + map(d) + "[" + text(d) + "], " + text(0) + ")"; },
            [&] { return "try(" + map(d) + ".a, " + list(d) + "[0], " + text(0) + ")"; },
            [&] { return "tostring(" + any(d) + ")"; },
            [&] { return "base64decode(base64encode(" + text(d) + "))"; },
            [&] { return "one(" + list(d) + ")"; },
            [&] { return "title(" + text(d) + ")"; },
            [&] { return "sha1(" + text(d) + ")"; },
            [&] { return "nonsensitive(sensitive(" + text(d) + "))"; },
        });
  }

  std::string number(unsigned depth) {
    const unsigned d = depth == 0 ? 0 : depth - 1;
    return one_of(depth, {"var.n", "0", "1", "2", "-1", "var.n"},
                  {
                      [&] { return "length(" + list(d) + ")"; },
                      [&] { return "length(" + text(d) + ")"; },
                      [&] { return "length(" + map(d) + ")"; },
                      [&] { return "(" + number(d) + " + " + number(d) + ")"; },
                      [&] { return "(" + number(d) + " * " + number(d) + ")"; },
                      [&] { return "max(" + number(d) + ", " + number(d) + ")"; },
                      [&] { return "(" + boolean(d) + " ? " + number(d) + " : " + number(d) + ")"; },
                      [&] { return "try(tonumber(" + text(d) + "), " + number(d) + ")"; },
                      [&] { return "index(" + list(d) + ", " + text(0) + ")"; },
                  });
  }

  std::string boolean(unsigned depth) {
    const unsigned d = depth == 0 ? 0 : depth - 1;
    return one_of(depth, {"var.b", "true", "false", "var.b"},
                  {
                      [&] { return "(" + any(d) + " == " + any(d) + ")"; },
                      [&] { return "(" + text(d) + " != " + text(d) + ")"; },
                      [&] { return "(" + any(d) + " == null)"; },
                      [&] { return "(" + number(d) + " > " + number(d) + ")"; },
                      [&] { return "!" + boolean(d); },
                      [&] { return "(" + boolean(d) + " && " + boolean(d) + ")"; },
                      [&] { return "(" + boolean(d) + " || " + boolean(d) + ")"; },
                      [&] { return "contains(" + list(d) + ", " + text(d) + ")"; },
                      [&] { return "can(" + any(d) + ")"; },
                      [&] { return "can(tonumber(" + text(d) + "))"; },
                      [&] { return "can(regex(\"^a\", " + text(d) + "))"; },
                      [&] { return "startswith(" + text(d) + ", " + text(0) + ")"; },
                      [&] { return "endswith(" + text(d) + ", " + text(0) + ")"; },
                      [&] { return "strcontains(" + text(d) + ", " + text(0) + ")"; },
                      [&] { return "alltrue([" + boolean(d) + ", " + boolean(d) + "])"; },
                      [&] { return "anytrue([" + boolean(d) + ", " + boolean(d) + "])"; },
                      [&] { return "tobool(" + text(d) + ")"; },
                      [&] { return "(" + list(d) + " == " + list(d) + ")"; },
                  });
  }

  std::string list(unsigned depth) {
    const unsigned d = depth == 0 ? 0 : depth - 1;
    return one_of(depth, {"var.l", "[]", R"(["a"])", R"(["a", "b"])", "var.l", "var.k"},
                  {
                      [&] { return "[" + text(d) + ", " + text(d) + "]"; },
                      [&] { return "[" + any(d) + "]"; },
                      [&] { return "concat(" + list(d) + ", " + list(d) + ")"; },
                      [&] { return "distinct(" + list(d) + ")"; },
                      [&] { return "compact([" + text(d) + ", " + text(d) + "])"; },
                      [&] { return "compact(" + list(d) + ")"; },
                      [&] { return "concat([" + any(d) + "], " + list(d) + ", [" + text(0) + "])"; },
                      [&] { return "[for v in " + list(d) + " : v if " + boolean(d) + "]"; },
                      [&] { return "flatten(" + list(d) + ")"; },
                      [&] { return "flatten([" + list(d) + ", " + any(d) + "])"; },
                      [&] { return "sort(" + list(d) + ")"; },
                      [&] { return "reverse(" + list(d) + ")"; },
                      [&] { return "slice(" + list(d) + ", 0, 1)"; },
                      [&] { return "split(\",\", " + text(d) + ")"; },
                      [&] { return "keys(" + map(d) + ")"; },
                      [&] { return "values(" + map(d) + ")"; },
                      [&] { return "toset(" + list(d) + ")"; },
                      [&] { return "tolist(" + list(d) + ")"; },
                      [&] { return "setunion(" + list(d) + ", " + list(d) + ")"; },
                      [&] { return "setintersection(" + list(d) + ", " + list(d) + ")"; },
                      [&] { return "setsubtract(" + list(d) + ", " + list(d) + ")"; },
                      [&] { return "[for v in " + list(d) + " : \"<${v}>\"]"; },
                      [&] { return "[for v in " + list(d) + " : v if v != " + text(0) + "]"; },
                      [&] { return "[for i, v in " + list(d) + " : v if i != 0]"; },
                      [&] { return "[for k, v in " + map(d) + " : \"${k}=${v}\"]"; },
                      [&] { return "(" + boolean(d) + " ? " + list(d) + " : " + list(d) + ")"; },
                      [&] { return "coalescelist(" + list(d) + ", " + list(d) + ")"; },
                      [&] { return "try(" + any(d) + ", " + list(d) + ")"; },
                      [&] { return any(d) + "[*]"; },
                      [&] { return "[for v in " + list(d) + " : { a = v }][*].a"; },
                      [&] { return "[" + map(d) + ", " + map(d) + "][*].a"; },
                      [&] { return "formatlist(\"%s-x\", " + list(d) + ")"; },
                      [&] { return "jsondecode(jsonencode(" + list(d) + "))"; },
                      [&] { return "chunklist(" + list(d) + ", 1)"; },
                      [&] { return "matchkeys(" + list(d) + ", " + list(d) + ", " + list(0) + ")"; },
                  });
  }

  std::string map(unsigned depth) {
    const unsigned d = depth == 0 ? 0 : depth - 1;
    return one_of(depth, {"var.m", "{}", R"({ a = "1" })", R"({ a = "2", b = "c" })", "var.m"},
                  {
                      [&] { return "{ a = " + any(d) + " }"; },
                      [&] { return "{ a = " + text(d) + ", b = " + any(d) + " }"; },
                      [&] { return "{ (" + text(d) + ") = " + text(d) + " }"; },
                      [&] { return "merge(" + map(d) + ", " + map(d) + ")"; },
                      [&] { return "{ for k, v in " + map(d) + " : upper(k) => v }"; },
                      [&] { return "{ for k, v in " + map(d) + " : k => v if v != " + text(0) + " }"; },
                      [&] { return "{ for v in " + list(d) + " : v => \"i\" }"; },
                      [&] { return "{ for v in " + list(d) + " : substr(v, 0, 1) => v... }"; },
                      [&] { return "zipmap(" + list(d) + ", " + list(d) + ")"; },
                      [&] { return "(" + boolean(d) + " ? " + map(d) + " : " + map(d) + ")"; },
                      [&] { return "tomap({ a = " + text(d) + " })"; },
                      [&] { return "try(" + any(d) + ", " + map(d) + ")"; },
                      [&] { return "jsondecode(jsonencode(" + map(d) + "))"; },
                      [&] { return "transpose({ a = " + list(d) + " })"; },
                  });
  }

  inline static const std::vector<std::string> kWords{"x", "role", "a b"};
  Dice& dice_;
};

bool is_error(const Value& value) {
  const std::vector<value::Reason> reasons = value.reasons();
  return std::any_of(reasons.begin(), reasons.end(),
                     [](const value::Reason& reason) { return reason.kind == value::ReasonKind::invalid; });
}

bool text_matches(std::span<const value::StringPiece> pieces, std::string_view text) {
  if (pieces.empty()) return text.empty();
  if (const auto* known = std::get_if<value::TextPiece>(&pieces.front())) {
    return text.starts_with(known->text) && text_matches(pieces.subspan(1), text.substr(known->text.size()));
  }
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (text_matches(pieces.subspan(1), text.substr(i))) return true;
  }
  return false;
}

bool type_admits(value::ValueType type, const Value& value) {
  if (value.is(Kind::null)) return true;
  const bool scalar =
      value.is(Kind::string) || value.is(Kind::number) || value.is(Kind::boolean) || value.is_encoded();
  switch (type) {
    case value::ValueType::string:
    case value::ValueType::number:
    case value::ValueType::boolean:
      return scalar;
    case value::ValueType::list:
      return value.is(Kind::list) && !value.is_encoded();
    case value::ValueType::map:
      return value.is(Kind::map) && !value.is_encoded();
    default:
      return true;
  }
}

/// Whether `said`, with its unknowns, lets the value be what it is. Guards are taken as open.
bool admits(const Value& said, const Value& is) {
  if (said.is(Kind::one_of)) {
    const auto ways = said.alternatives();
    return std::any_of(ways.begin(), ways.end(),
                       [&](const value::Alternative& way) { return admits(way.value, is); });
  }
  if (said.is(Kind::unknown)) {
    const auto known = said.known_items();
    const auto stands_in_it = [&](const Value& item) {
      return std::any_of(is.items().begin(), is.items().end(),
                         [&](const Value& each) { return admits(item, each); });
    };
    return said.reason().kind != value::ReasonKind::invalid && type_admits(said.unknown_type(), is) &&
           (!is.is(Kind::list) || std::all_of(known.begin(), known.end(), stands_in_it));
  }
  if (said.is_encoded() && is.is_encoded()) {
    if (said.kind() != is.kind()) return false;
  } else if (said.is_encoded() || is.is_encoded()) {
    const Value left = said.is_encoded() ? json_text(said) : said;
    const Value right = is.is_encoded() ? json_text(is) : is;
    return !left.is_encoded() && !right.is_encoded() && admits(left, right);
  }
  // The arm of a condition that is not chosen gives the other one its type, which is open while its value is;
  // so do nulls, which have no type here.
  const bool scalar = said.is(Kind::number) || said.is(Kind::boolean);
  if (scalar && is.is(Kind::string)) return said.as_text() == is.as_string();
  if (said.kind() != is.kind()) return false;
  switch (said.kind()) {
    case Kind::string:
      return text_matches(said.pieces(), is.as_string().value_or("?"));
    case Kind::list: {
      const auto some = [&](const Value& item) {
        return std::any_of(said.items().begin(), said.items().end(),
                           [&](const Value& each) { return admits(each, item); });
      };
      if (said.list_kind() == value::ListKind::set && !said.fully_known())
        return is.items().size() <= said.items().size() &&
               std::all_of(is.items().begin(), is.items().end(), some);
      return std::equal(said.items().begin(), said.items().end(), is.items().begin(), is.items().end(),
                        admits);
    }
    case Kind::map: {
      if (said.members().size() != is.members().size()) return false;
      return std::all_of(said.members().begin(), said.members().end(), [&](const value::Member& member) {
        const Value* other = is.find(member.key);
        return other != nullptr && admits(member.value, *other);
      });
    }
    default:
      return said.same_content(is);
  }
}

/// A null has no type here, and gives none to what stands beside it: [0, null] of a text that is null is
/// ["0", null] to Terraform.
Value with_scalars_as_texts(const Value& value) {
  if (value.is_encoded()) return value;
  if (value.is(Kind::number) || value.is(Kind::boolean)) return Value::string(value.as_text().value_or(""));
  if (value.is(Kind::list)) {
    std::vector<Value> items;
    for (const Value& item : value.items()) items.push_back(with_scalars_as_texts(item));
    return Value::list(std::move(items), {}, value.list_kind());
  }
  if (!value.is(Kind::map)) return value;
  std::vector<value::Member> members;
  for (const value::Member& member : value.members())
    members.push_back({member.key, {}, with_scalars_as_texts(member.value)});
  return Value::map(std::move(members), {}, value.map_kind());
}

Value evaluated(const std::string& expression, const std::vector<std::string>& given) {
  std::string text = "output \"x\" {\n  value = " + expression + "\n}\n";
  for (std::size_t i = 0; i < variables().size(); ++i) {
    text += "variable \"" + std::string(variables()[i].name) + "\" {\n  type = " + variables()[i].type + "\n";
    if (!given[i].empty()) text += "  default = " + given[i] + "\n";
    text += "}\n";
  }
  return TestModule(text).output("x");
}

TEST(TerraformUnknownsProperty, WhatIsSaidOfOpenVariablesHoldsForTheirValues) {
  std::size_t known = 0;
  std::size_t partly = 0;
  std::size_t open_lists = 0;
  for (std::size_t seed = 0; seed < expressions(); ++seed) {
    Dice dice(seed);
    const std::string expression = Generator(dice).any(1 + static_cast<unsigned>(dice.below(3)));
    std::vector<std::string> some;
    std::vector<bool> open;
    for (const Variable& variable : variables()) {
      some.push_back(dice.pick(variable.values));
      open.push_back(dice.chance(60));
    }
    std::vector<std::string> given = some;
    for (std::size_t i = 0; i < given.size(); ++i) {
      if (open[i]) given[i].clear();
    }
    const Value said = evaluated(expression, given);
    // Terraform refuses by the types of nulls too.
    if (is_error(said) && std::find(some.begin(), some.end(), "null") != some.end()) continue;
    if (said.fully_known()) ++known;
    if (!said.fully_known() && !said.is(Kind::unknown)) ++partly;
    if (!said.known_items().empty()) ++open_lists;
    for (std::size_t round = 0; round < 6; ++round) {
      std::vector<std::string> all = some;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (open[i]) all[i] = dice.pick(variables()[i].values);
      }
      const Value is = evaluated(expression, all);
      if (is_error(is) || !is.fully_known()) continue;  // Terraform refuses it, or a limit of ours
      if (is_error(said) && std::find(all.begin(), all.end(), "null") != all.end()) continue;
      std::string assignment;
      for (std::size_t i = 0; i < all.size(); ++i)
        assignment += std::string(open[i] ? "  open " : "  ") + variables()[i].name + " = " + all[i] + "\n";
      const bool nulls = std::find(all.begin(), all.end(), "null") != all.end();
      const bool holds = admits(said, is) || (nulls && admits(said, with_scalars_as_texts(is)));
      EXPECT_TRUE(holds) << "seed " << seed << ": " << expression << "\n said " << said.to_display()
                         << "\n is   " << is.to_display() << "\n"
                         << assignment;
      if (!holds) break;
    }
  }
  EXPECT_GT(known, expressions() / 20);
  EXPECT_GT(partly, expressions() / 20);
  EXPECT_GT(open_lists, expressions() / 400);
}

}  // namespace
}  // namespace rootproof::terraform
