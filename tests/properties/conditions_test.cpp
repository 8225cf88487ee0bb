// A template evaluated without its parameters says what it is with any values of them: random templates are
// evaluated both ways. No combination that can be deployed is ever left out.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/properties/case_count.h"
#include "tests/properties/dice.h"
#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using tests::Dice;
using value::Value;

using Assignment = std::map<std::string, std::string>;

const std::vector<std::string> kAny{"dev", "test", "prod", "", "x-dev", "devtest"};

/// Parameters with the values they may have.
struct ParameterRow {
  std::string name;
  std::string definition;
  std::vector<std::string> values;
};

const std::vector<ParameterRow> kParameters{
    {"Stage", "{Type: String, AllowedValues: [dev, test, prod]}", {"dev", "test", "prod"}},
    {"Size", "{Type: String, AllowedValues: [dev, prod], Default: prod}", {"prod", "dev"}},
    {"Kind", "{Type: String, Default: dev}", kAny},
    {"Open", "{Type: String}", kAny},
    {"Short", "{Type: String, AllowedPattern: '[a-z]+', MaxLength: 4}", {"dev", "test", "prod"}},
};
constexpr const char* kRegion = "AWS::Region";
constexpr const char* kPartition = "AWS::Partition";
constexpr const char* kOther = "Other";  ///< a resource that the properties of R name

class TemplateMaker {
 public:
  explicit TemplateMaker(std::size_t seed) : dice_(seed) {}

  std::string make() {
    std::string text = "Parameters:\n";
    for (const ParameterRow& row : kParameters) text += "  " + row.name + ": " + row.definition + "\n";
    text +=
        "Mappings:\n  M:\n    dev: {x: m-dev, z: n-dev}\n    prod: {x: m-prod}\n    x-dev: {x: m-x}\n"
        "  G:\n    us-east-1: {x: g-us, z: g-us}\n    cn-north-1: {x: g-cn}\n";
    // A default that nothing looks at is taken for the value.
    std::string conditions = "  Looks: !Equals [!Ref Kind, nothing]\n";
    std::string rules;
    const std::size_t rule_count = dice_.below(3);
    for (std::size_t i = 0; i < rule_count; ++i) {
      const std::string number = std::to_string(i);
      const std::string when = dice_.chance(50) ? expression(1) : "!Equals [a, a]";
      const std::string assertion = expression(2);
      rules +=
          "  R" + number + ": {RuleCondition: " + when + ", Assertions: [{Assert: " + assertion + "}]}\n";
      conditions += "  When" + number + ": " + when + "\n  Assert" + number + ": " + assertion + "\n";
    }
    for (names_ = 0; names_ < 4;) {
      const std::string next = expression(2);
      conditions += "  C" + std::to_string(names_++) + ": " + next + "\n";
    }
    if (!rules.empty()) text += "Rules:\n" + rules;
    text += "Conditions:\n" + conditions + "Resources:\n  Other:\n    Type: Custom::Other\n";
    if (dice_.chance(60)) text += "    Condition: " + condition_name() + "\n";
    text += "  R:\n    Type: Custom::Test\n";
    if (dice_.chance(50)) text += "    Condition: " + condition_name() + "\n";
    text += "    Properties:\n";
    for (int i = 0; i < 4; ++i) text += "      P" + std::to_string(i) + ": " + value(3) + "\n";
    // What each condition is, for whoever knows the parameters.
    text += "  Truths:\n    Type: Custom::Test\n    Properties:\n";
    for (std::size_t i = 0; i < names_; ++i) text += truth("C" + std::to_string(i));
    for (std::size_t i = 0; i < rule_count; ++i)
      text += truth("When" + std::to_string(i)) + truth("Assert" + std::to_string(i));
    return text;
  }

 private:
  static std::string truth(const std::string& name) {
    return "      " + name + ": !If [" + name + ", 'yes', 'no']\n";
  }
  std::string parameter() { return kParameters[dice_.below(kParameters.size())].name; }
  std::string condition_name() { return "C" + std::to_string(dice_.below(names_)); }

  std::string look_up() {
    const std::string key = dice_.chance(70) ? "x" : "z";
    const bool region = dice_.chance(25);
    return "!FindInMap [" + (region ? "G, !Ref AWS::Region" : "M, !Ref " + parameter()) + ", " + key + "]";
  }

  std::string operand() {
    if (dice_.chance(2)) return look_up();
    switch (dice_.below(8)) {
      case 0:
      case 1:
      case 2:
        return "!Ref " + parameter();
      case 7:
        return std::string("!Ref ") + kPartition;
      case 3:
        return "!Sub 'x-${" + parameter() + "}'";
      case 4:
        return "!Sub '${" + parameter() + "}${" + parameter() + "}'";
      case 5:
        return std::string("!Ref ") + kRegion;
      default:
        return '\'' + dice_.pick(kAny) + '\'';
    }
  }

  std::string literal() {
    if (dice_.chance(10)) return dice_.chance(50) ? "aws" : "aws-cn";
    return dice_.chance(15) ? std::string(dice_.chance(50) ? "us-east-1" : "cn-north-1")
                            : '\'' + dice_.pick(kAny) + '\'';
  }

  std::string expression(unsigned depth) {
    const std::size_t kind = dice_.below(depth == 0 ? 3 : 7);
    if (kind < 3) {
      const std::string left = operand();
      return "!Equals [" + left + ", " + (dice_.chance(80) ? literal() : operand()) + "]";
    }
    if (kind == 3 && names_ > 0) return "!Condition " + condition_name();
    if (kind == 4) return "!Not [" + expression(depth - 1) + "]";
    std::string members = expression(depth - 1);
    for (std::size_t i = dice_.below(2) + 1; i > 0; --i) members += ", " + expression(depth - 1);
    return (dice_.chance(50) ? "!And [" : "!Or [") + members + "]";
  }

  std::string value(unsigned depth) {
    switch (dice_.below(depth == 0 ? 3 : 10)) {
      case 0:
        return '\'' + dice_.pick(kAny) + '\'';
      case 1:
        return "!Ref " + parameter();
      case 2:
        return "!Sub 'name-${" + parameter() + "}'";
      case 3:
        return dice_.chance(60) ? look_up() : "!Ref " + parameter();
      case 4: {
        const std::string first = value(depth - 1);
        return "[" + first + ", " + value(depth - 1) + "]";
      }
      case 5:
        return "{K: " + value(depth - 1) + "}";
      case 6:
        return dice_.chance(50) ? "!Sub 'x-${Other}'" : "!Ref Other";
      default: {
        const std::string first = value(depth - 1);
        const std::string second = dice_.chance(30) ? "!Ref AWS::NoValue" : value(depth - 1);
        return "!If [" + condition_name() + ", " + first + ", " + second + "]";
      }
    }
  }

  Dice dice_;
  std::size_t names_ = 0;
};

TestTemplate deployed(const std::string& text, const Assignment& assignment) {
  TemplateInputs inputs;
  for (const auto& [name, value] : assignment) inputs.parameters[name] = Value::string(value);
  return TestTemplate(text, inputs);
}

bool is_true(const TestTemplate& concrete, const std::string& condition) {
  const std::string shown = concrete.property(condition, "Truths").to_display();
  EXPECT_TRUE(shown == R"("yes")" || shown == R"("no")") << condition << ": " << shown;
  return shown == R"("yes")";
}

class Agreement {
 public:
  Agreement(const Assignment& assignment, const TestTemplate& concrete)
      : assignment_(assignment), concrete_(concrete) {}

  [[nodiscard]] bool holds(const value::Guard& guard) const {
    for (const value::GuardTerm& term : guard.terms) {
      const auto known = assignment_.find(term.subject);
      const std::optional<std::string> text = text_of_value_term(term);
      const bool truth =
          known != assignment_.end() && text ? (known->second == *text) : is_true(concrete_, term.condition);
      if (truth != term.holds) return false;
    }
    return true;
  }

  /// Every way the value may turn out for these parameters; a question mark stands for what is not known.
  [[nodiscard]] std::set<std::string> ways(const Value& value) const {
    switch (value.kind()) {
      case Value::Kind::one_of: {
        std::set<std::string> all;
        std::size_t count = 0;
        for (const value::Alternative& way : value.alternatives()) {
          if (!holds(way.guard)) continue;
          ++count;
          for (const std::string& each : ways(way.value)) all.insert(each);
        }
        EXPECT_LE(count, 1U) << "guards overlap: " << value.to_display();
        return all;
      }
      case Value::Kind::string: {
        std::string text;
        for (const value::StringPiece& piece : value.pieces()) {
          if (const auto* known = std::get_if<value::TextPiece>(&piece)) {
            text += known->text;
            continue;
          }
          const std::string& symbol = std::get<value::Hole>(piece).symbol;
          if (symbol == kOther) {
            text += "the other";
            continue;
          }
          const auto found = assignment_.find(symbol);
          text += found == assignment_.end() ? "?" : found->second;
        }
        return {text};
      }
      case Value::Kind::unknown: {
        constexpr std::string_view kParameter = "parameter ";
        if (value.reason().detail.rfind(kParameter, 0) != 0) return {"?"};
        const auto found = assignment_.find(value.reason().detail.substr(kParameter.size()));
        return {found == assignment_.end() ? "?" : found->second};
      }
      case Value::Kind::list: {
        std::set<std::string> all{"["};
        for (const Value& item : value.items()) all = extended(all, ways(item));
        return all;
      }
      case Value::Kind::map: {
        std::set<std::string> all{"{"};
        for (const value::Member& member : value.members()) all = extended(all, ways(member.value));
        return all;
      }
      case Value::Kind::absent:
      case Value::Kind::null:  // a property that is not there
        return {""};
      default:
        return {value.to_display()};
    }
  }

 private:
  static std::set<std::string> extended(const std::set<std::string>& starts,
                                        const std::set<std::string>& ends) {
    std::set<std::string> all;
    for (const std::string& start : starts) {
      for (const std::string& end : ends) all.insert(end.empty() ? start : start + end + ",");
    }
    return all;
  }

  const Assignment& assignment_;
  const TestTemplate& concrete_;
};

struct Statistics {
  std::size_t checked = 0;
  std::size_t refused = 0;
  std::size_t open = 0;
};

/// Whether something in a resource names the other one where that is not there, or looks up what no mapping
/// has.
bool names_what_is_absent(const TestTemplate& concrete, const std::string& resource) {
  if (concrete.find(resource) == nullptr) return false;
  const std::vector<value::Reason> reasons = concrete.find(resource)->properties.reasons();
  return std::any_of(reasons.begin(), reasons.end(), [](const value::Reason& reason) {
    const bool lacking = reason.kind == value::ReasonKind::invalid && reason.detail.rfind("mapping ", 0) == 0;
    return lacking || reason.detail.find("which does not exist") != std::string::npos;
  });
}

void check(const std::string& text, Dice& dice, Statistics& statistics) {
  const TestTemplate open(text);
  for (int run = 0; run < 12; ++run) {
    Assignment assignment;
    for (const ParameterRow& row : kParameters) assignment[row.name] = dice.pick(row.values);
    assignment[kRegion] = dice.pick(std::vector<std::string>{"us-east-1", "eu-west-1", "cn-north-1"});
    assignment[kPartition] = assignment[kRegion] == "cn-north-1" ? "aws-cn" : "aws";
    const TestTemplate concrete = deployed(text, assignment);
    // Conditions that look up what is not there are neither true nor false.
    bool refused = names_what_is_absent(concrete, "R") || names_what_is_absent(concrete, "Truths");
    for (int i = 0; i < 2 && !refused; ++i) {
      const std::string number = std::to_string(i);
      if (text.find("  R" + number + ": {RuleCondition") == std::string::npos) continue;
      refused = refused || (is_true(concrete, "When" + number) && !is_true(concrete, "Assert" + number));
    }
    if (refused) {
      ++statistics.refused;
      continue;
    }
    const Agreement agreement(assignment, concrete);
    if (concrete.find("R") == nullptr) continue;
    ASSERT_NE(open.find("R"), nullptr) << "a resource that may exist is left out";
    EXPECT_TRUE(agreement.holds(open.find("R")->guard)) << open.find("R")->guard.to_string();
    for (int i = 0; i < 4; ++i) {
      const std::string name = "P" + std::to_string(i);
      const Value known = concrete.property(name);
      const std::set<std::string> expected = agreement.ways(known);
      ASSERT_EQ(expected.size(), 1U);
      const std::set<std::string> ways = agreement.ways(open.property(name));
      ++statistics.checked;
      const bool is_open = !ways.empty() && ways.begin()->find('?') != std::string::npos;
      if (is_open) ++statistics.open;
      EXPECT_TRUE(is_open || ways == expected)
          << name << " is " << *expected.begin() << ", not " << (ways.empty() ? "anything" : *ways.begin())
          << ": " << open.display(name) << "\n  with " << ::testing::PrintToString(assignment);
    }
  }
}

TEST(ConditionProperties, NoCombinationThatCanBeDeployedIsLeftOut) {
  const std::size_t cases = tests::case_count(400);
  Statistics statistics;
  for (std::size_t seed = 0; seed < cases; ++seed) {
    const std::string text = TemplateMaker(seed).make();
    Dice dice(seed + 1);
    check(text, dice, statistics);
    if (::testing::Test::HasFailure()) FAIL() << "seed " << seed << "\n" << text;
  }
  RecordProperty("checked", static_cast<int>(statistics.checked));
  RecordProperty("open", static_cast<int>(statistics.open));
  RecordProperty("refused", static_cast<int>(statistics.refused));
  EXPECT_GT(statistics.checked, cases * 10);
  EXPECT_GT(statistics.refused, cases);
  EXPECT_LT(statistics.open * 20, statistics.checked) << "too little is decided";
}

}  // namespace
}  // namespace rootproof::cloudformation
