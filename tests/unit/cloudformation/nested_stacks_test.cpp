// Several templates together: nested stacks, exports, AWS::Include.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

using value::ReasonKind;

/// Templates under their paths; locations are those paths.
class TemplateSet {
 public:
  explicit TemplateSet(const std::map<std::string, std::string>& texts) {
    for (const auto& [path, text] : texts)
      parsed_.emplace(path, syntax::parse_json_or_yaml(table_.add(path, text)));
    files_.document = [this](const source::SourceFile&, const std::string& location) {
      const auto found = parsed_.find(location);
      return found == parsed_.end() ? std::nullopt : std::optional(found->second.tree.document(0));
    };
    inputs_.files = &files_;
  }

  EvaluatedUnit evaluate(const std::string& path) {
    const syntax::ParsedSyntax& parsed = parsed_.at(path);
    return evaluate_template(parsed.tree, parsed.tree.document(0), inputs_);
  }
  void deploy_to(const std::string& region) {
    inputs_.parameters.emplace("AWS::Region", value::Value::string(region));
  }
  void collect_exports(const std::string& path) {
    for (Export& found : exports_of(parsed_.at(path).tree.document(0), inputs_))
      files_.exports.push_back(std::move(found));
  }

 private:
  source::SourceTable table_;
  std::map<std::string, syntax::ParsedSyntax> parsed_;
  TemplateFiles files_;
  TemplateInputs inputs_;
};

const Resource* find(const EvaluatedUnit& unit, const std::string& address) {
  for (const Resource& resource : unit.resources) {
    if (resource.address == address) return &resource;
  }
  return nullptr;
}

std::string property(const EvaluatedUnit& unit, const std::string& address, std::string_view name) {
  const Resource* resource = find(unit, address);
  const value::Value* found = resource == nullptr ? nullptr : resource->properties.find(name);
  return found == nullptr ? "nothing" : found->to_display();
}

constexpr const char* kChild = R"(
Parameters:
  Who: {Type: String}
  Kind: {Type: String, Default: plain, AllowedValues: [plain, other]}
  Names: {Type: CommaDelimitedList, Default: x}
Conditions:
  IsOpen: !Equals [!Ref Who, open]
Resources:
  Thing: {Type: AWS::S3::Bucket}
  R:
    Type: Custom::Test
    Properties: {Who: !Ref Who, Kind: !Ref Kind, Names: !Ref Names, Thing: !GetAtt Thing.Arn,
                 Stack: !Ref AWS::StackName, If: !If [IsOpen, a, b]}
Outputs:
  Arn: {Value: !GetAtt Thing.Arn}
  Who: {Value: !Ref Who}
)";

TEST(NestedStacks, TakeParametersAndGiveOutputs) {
  TemplateSet set({{"parent", R"(
Conditions:
  Never: !Equals [a, b]
Resources:
  First:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: child, Parameters: {Who: !Ref AWS::AccountId, Names: !Join [',', [a, b]]}}
  Second:
    Type: AWS::Serverless::Application
    Properties: {Location: child, Parameters: {Who: !GetAtt First.Outputs.Arn, Names: !Sub '${AWS::AccountId} , b'}}
  Third:
    Type: AWS::CloudFormation::Stack
    Condition: Never
    Properties: {TemplateURL: child, Parameters: {Who: nobody}}
  R:
    Type: Custom::Test
    Properties: {Up: !GetAtt Second.Outputs.Who, Gone: !GetAtt First.Outputs.Nothing}
)"},
                   {"child", kChild}});
  const EvaluatedUnit unit = set.evaluate("parent");
  EXPECT_TRUE(unit.unknowns.empty());
  EXPECT_EQ(property(unit, "Resources.First/R", "Who"), R"("${own-account}")");
  EXPECT_EQ(property(unit, "Resources.First/R", "Kind"), R"("plain")");
  EXPECT_EQ(property(unit, "Resources.First/R", "Names"), R"(["a", "b"])");
  EXPECT_EQ(property(unit, "Resources.First/R", "Thing"), R"("arn:${AWS::Partition}:s3:::${First/Thing}")");
  EXPECT_EQ(property(unit, "Resources.First/R", "Stack"), R"("${First/AWS::StackName}")");
  EXPECT_EQ(property(unit, "Resources.First/R", "If"), R"("b")");
  EXPECT_EQ(property(unit, "Resources.Second/R", "Who"), R"("arn:${AWS::Partition}:s3:::${First/Thing}")");
  EXPECT_EQ(property(unit, "Resources.Second/R", "Names"), R"(["${own-account}", "b"])");
  EXPECT_EQ(property(unit, "Resources.R", "Up"), R"("arn:${AWS::Partition}:s3:::${First/Thing}")");
  EXPECT_EQ(property(unit, "Resources.R", "Gone"), "(unknown: invalid: First/Outputs.Nothing)");
  EXPECT_EQ(find(unit, "Resources.Third/R"), nullptr);
}

TEST(NestedStacks, ExistWhenTheStackDoes) {
  TemplateSet set({{"parent", R"(
Parameters: {Open: {Type: String}}
Conditions: {Wanted: !Equals [!Ref Open, 'yes']}
Resources:
  Child: {Type: AWS::CloudFormation::Stack, Condition: Wanted, Properties: {TemplateURL: child, Parameters: {Who: !Ref Open}}}
)"},
                   {"child", kChild}});
  const EvaluatedUnit unit = set.evaluate("parent");
  const Resource* nested = find(unit, "Resources.Child/R");
  ASSERT_NE(nested, nullptr);
  EXPECT_EQ(nested->guard.to_string(), "when Open is yes");
  EXPECT_TRUE(nested->may_be_absent);
  // Its condition asks whether the parameter that makes it exist is something else.
  EXPECT_EQ(property(unit, "Resources.Child/R", "If"), R"("b")");
}

TEST(NestedStacks, WithoutARequiredParameterAreInvalidThere) {
  TemplateSet set(
      {{"parent", "Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child}}}"},
       {"child", kChild}});
  EXPECT_EQ(property(set.evaluate("parent"), "Resources.Child/R", "Who"),
            "(unknown: invalid: parameter Child/Who, which is not passed)");
}

TEST(NestedStacks, OfTheCdkAreNamedByTheirAsset) {
  TemplateSet set({{"parent", R"({"Resources": {"Child": {"Type": "AWS::CloudFormation::Stack",
    "Properties": {"TemplateURL": {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::URLSuffix"}, "/x.json"]]}, "Parameters": {"Who": "me"}},
    "Metadata": {"aws:cdk:path": "App/Child.NestedStack", "aws:asset:path": "child", "aws:asset:property": "TemplateURL"}}}})"},
                   {"child", kChild}});
  EXPECT_EQ(property(set.evaluate("parent"), "Resources.Child/R", "Who"), R"("me")");
}

TEST(NestedStacks, ThatAreNotAtHandLeaveTheUnitOpen) {
  for (const auto& [url, kind] :
       std::map<std::string, ReasonKind>{{"https://s3.amazonaws.com/b/t.yaml", ReasonKind::opaque_module},
                                         {"!Ref AWS::StackName", ReasonKind::opaque_module},
                                         {"missing.yaml", ReasonKind::unresolved_file},
                                         {"parent", ReasonKind::cycle}}) {
    TemplateSet set(
        {{"parent",
          "Resources: {Child: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: " + url + "}}}"}});
    const EvaluatedUnit unit = set.evaluate("parent");
    ASSERT_EQ(unit.unknowns.size(), 1U) << url;
    EXPECT_EQ(unit.unknowns.front().kind, kind) << url;
    EXPECT_EQ(unit.problems.size(), 1U);
  }
}

TEST(NestedStacks, ThatMultiplyEndAtTheLimit) {
  std::map<std::string, std::string> texts;
  for (int level = 0; level < 12; ++level) {
    const std::string child = "t" + std::to_string(level + 1);
    texts["t" + std::to_string(level)] =
        "Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: " + child +
        "}}, B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: " + child + "}}}";
  }
  texts["t12"] = "Resources: {A: {Type: Custom::A}}";
  const EvaluatedUnit unit = TemplateSet(texts).evaluate("t0");
  ASSERT_FALSE(unit.unknowns.empty());
  EXPECT_EQ(unit.unknowns.front().detail, "kNestedStacks");
  EXPECT_TRUE(std::all_of(unit.problems.begin(), unit.problems.end(), [](const source::Problem& problem) {
    return problem.kind == source::ProblemKind::limit &&
           problem.message.ends_with(" are not analysed: more than the limit kNestedStacks allows");
  }));
}

TEST(NestedStacks, TooDeepEndAtTheLimit) {
  std::map<std::string, std::string> texts;
  for (int level = 0; level < 40; ++level)
    texts["t" + std::to_string(level)] =
        "Resources: {A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t" +
        std::to_string(level + 1) + "}}}";
  texts["t40"] = "Resources: {A: {Type: Custom::A}}";
  const EvaluatedUnit unit = TemplateSet(texts).evaluate("t0");
  ASSERT_EQ(unit.problems.size(), 1U);
  EXPECT_EQ(unit.problems.front().kind, source::ProblemKind::limit);
  EXPECT_EQ(unit.problems.front().message,
            "the resources of nested stack A are not analysed: more than the limit kModuleDepth allows");
}

TEST(NestedStacks, LieInTheRegionOfTheStackAndStackSetsAnywhere) {
  TemplateSet set({{"t0",
                    "Resources:\n  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: t1}}\n"
                    "  S:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n"
                    "        Resources: {C: {Type: Custom::C}}\n"},
                   {"t1", "Resources: {B: {Type: Custom::B}}"}});
  set.deploy_to("eu-west-1");
  const EvaluatedUnit unit = set.evaluate("t0");
  std::map<std::string, std::string> regions;
  for (const Resource& resource : unit.resources) regions[resource.address] = resource.region;
  EXPECT_EQ(regions, (std::map<std::string, std::string>{{"Resources.A", "eu-west-1"},
                                                         {"Resources.A/B", "eu-west-1"},
                                                         {"Resources.S", "eu-west-1"},
                                                         {"Resources.S/C", ""}}));
}

TEST(NestedStacks, RunTheLoopsOfTheirParameters) {
  TemplateSet set({{"parent",
                    "Resources: {C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child, "
                    "Parameters: {Names: 'a,b'}}}}"},
                   {"child",
                    "Transform: AWS::LanguageExtensions\nParameters: {Names: {Type: CommaDelimitedList}}\n"
                    "Resources: {'Fn::ForEach::L': [N, !Ref Names, {'R${N}': {Type: Custom::A}}]}"}});
  const EvaluatedUnit unit = set.evaluate("parent");
  EXPECT_NE(find(unit, "Resources.C/Rb"), nullptr);
}

constexpr const char* kMember = R"(
Parameters:
  Trusted: {Type: String}
  Kind: {Type: String, Default: plain, AllowedValues: [plain, other]}
Conditions:
  Home: !Equals [!Ref AWS::Region, eu-west-1]
Resources:
  R:
    Type: Custom::Test
    Properties: {Trusted: !Ref Trusted, Kind: !Ref Kind, Own: !Ref AWS::AccountId, Where: !Ref AWS::Region,
                 If: !If [Home, a, b]}
)";

TEST(StackSets, AreDeployedToAccountsOfTheirOwn) {
  TemplateSet set({{"parent", R"(
Parameters: {Open: {Type: String}}
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      TemplateURL: member
      Parameters:
        - {ParameterKey: Trusted, ParameterValue: !Sub '${AWS::AccountId}-${AWS::Region}-${AWS::Partition}-${Open}'}
)"},
                   {"member", kMember}});
  const EvaluatedUnit unit = set.evaluate("parent");
  EXPECT_TRUE(unit.unknowns.empty());
  EXPECT_EQ(
      property(unit, "Resources.Set/R", "Trusted"),
      R"("${AWS::AccountId outside Set}-${AWS::Region outside Set}-${AWS::Partition}-${outside Set:Open}")");
  EXPECT_EQ(property(unit, "Resources.Set/R", "Kind"), R"("plain")");
  EXPECT_EQ(property(unit, "Resources.Set/R", "Own"), R"("${own-account of Set}")");
  EXPECT_EQ(property(unit, "Resources.Set/R", "Where"), R"("${AWS::Region of Set}")");
  EXPECT_EQ(
      property(unit, "Resources.Set/R", "If"),
      R"((one of: "a" when AWS::Region of Set is eu-west-1 | "b" when AWS::Region of Set is not eu-west-1))");
  ASSERT_NE(find(unit, "Resources.Set/R"), nullptr);
  EXPECT_EQ(find(unit, "Resources.Set/R")->account, "own-account of Set");
  EXPECT_EQ(find(unit, "Resources.Set")->account, "own-account");
}

/// A stack set with overrides of a parameter, and with more properties like this.
EvaluatedUnit with_instances(const std::string& more) {
  TemplateSet set({{"parent", R"(
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Properties:
      TemplateURL: member
      Parameters: [{ParameterKey: Trusted, ParameterValue: x}, {ParameterKey: Kind, ParameterValue: other}]
)" + more},
                   {"member", kMember}});
  return set.evaluate("parent");
}

constexpr const char* kOverrides = "ParameterOverrides: [{ParameterKey: Trusted, ParameterValue: y}]";

TEST(StackSets, MayGiveSomeAccountsOtherParameters) {
  const std::string groups =
      std::string("      StackInstancesGroup:\n        - {Regions: [eu-west-1], ") + kOverrides + "}\n";
  for (const std::string& more :
       {groups + "        - {Regions: [eu-west-2]}\n",
        groups + "      AutoDeployment: {Enabled: true, RetainStacksOnAccountRemoval: false}\n",
        groups + "      AutoDeployment: {Enabled: !Ref AWS::StackName}\n"}) {
    const EvaluatedUnit unit = with_instances(more);
    EXPECT_EQ(property(unit, "Resources.Set/R", "Trusted"),
              "(unknown: unsupported: parameter Trusted of some accounts)")
        << more;
    EXPECT_EQ(property(unit, "Resources.Set/R", "Kind"), R"("other")") << more;
    EXPECT_EQ(property(unit, "Resources.Set/R", "Where"), R"("${AWS::Region of Set}")") << more;
  }
}

TEST(StackSets, OfOneGroupOfInstancesAreThatGroup) {
  const auto in_group = [](const std::string& targets) {
    return with_instances(std::string("      StackInstancesGroup:\n        - {Regions: [eu-west-1], ") +
                          kOverrides + ", DeploymentTargets: " + targets + "}\n");
  };
  const EvaluatedUnit one = in_group("{Accounts: ['111122223333']}");
  EXPECT_EQ(property(one, "Resources.Set/R", "Trusted"), R"("y")");
  EXPECT_EQ(property(one, "Resources.Set/R", "Kind"), R"("other")");
  EXPECT_EQ(property(one, "Resources.Set/R", "Own"), R"("111122223333")");
  EXPECT_EQ(property(one, "Resources.Set/R", "If"), R"("a")");
  ASSERT_NE(find(one, "Resources.Set/R"), nullptr);
  EXPECT_EQ(find(one, "Resources.Set/R")->account, "111122223333");
  EXPECT_EQ(find(one, "Resources.Set/R")->region, "eu-west-1");
  const EvaluatedUnit unquoted = in_group("{Accounts: [111122223333]}");
  EXPECT_EQ(property(unquoted, "Resources.Set/R", "Own"), R"("111122223333")");
  EXPECT_EQ(find(unquoted, "Resources.Set/R")->account, "111122223333");
  // A zero in front may make it an octal number.
  EXPECT_EQ(property(in_group("{Accounts: ['011122223333']}"), "Resources.Set/R", "Own"),
            R"("011122223333")");
  EXPECT_EQ(property(in_group("{Accounts: [011122223333]}"), "Resources.Set/R", "Own"),
            R"("${own-account of Set}")");
  for (const char* several :
       {"{Accounts: ['111122223333', '444455556666']}", "{OrganizationalUnitIds: [ou-abcd-11112222]}",
        "{OrganizationalUnitIds: [ou-abcd-11112222], Accounts: ['111122223333'], "
        "AccountFilterType: DIFFERENCE}"}) {
    EXPECT_EQ(property(in_group(several), "Resources.Set/R", "Own"), R"("${own-account of Set}")") << several;
    EXPECT_EQ(property(in_group(several), "Resources.Set/R", "Trusted"), R"("y")") << several;
  }
}

/// The resource R of the stack set whose template stands in this property, and the text of a span.
struct Embedded {
  explicit Embedded(const std::string& body) : scanned(text_with(body)) {}

  static std::string text_with(const std::string& body) {
    return "Resources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      "
           "TemplateBody: " +
           body + "\n";
  }
  [[nodiscard]] std::string display(std::string_view name) const {
    return property(scanned.unit, "Resources.Set/R", name);
  }
  /// What the file holds where the text of the property stands.
  [[nodiscard]] std::string_view written(std::string_view name) const {
    const Resource* resource = find(scanned.unit, "Resources.Set/R");
    const value::Value* found = resource == nullptr ? nullptr : resource->properties.find(name);
    return found == nullptr ? "" : scanned.text(found->origin().span());
  }
  TestTemplate scanned;
};

TEST(StackSets, HoldTheirTemplateAsText) {
  const char* block =
      "|\n        ---\n        AWSTemplateFormatVersion: 2010-09-09\n        Resources:\n"
      "          R:\n            Type: Custom::Test\n            Properties:\n"
      "              P: plain  # said here\n              Q: !Sub 'x-${AWS::AccountId}'\n";
  const Embedded yaml(block);
  EXPECT_EQ(yaml.display("P"), R"("plain")");
  EXPECT_EQ(yaml.written("P"), "plain");
  EXPECT_EQ(yaml.display("Q"), R"("x-${own-account of Set}")");
  EXPECT_TRUE(yaml.scanned.unit.unknowns.empty());
  ASSERT_NE(yaml.scanned.find("Set"), nullptr);
  EXPECT_EQ(yaml.scanned.property("TemplateBody", "Set").to_display(), "null")
      << "what is evaluated is not searched";

  const Embedded json(
      "\"{\\n  \\\"Resources\\\": {\\\"R\\\": {\\\"Type\\\": \\\"Custom::Test\\\",\\n"
      " \\\"Properties\\\": {\\\"P\\\": \\\"plain\\\"}}}}\"");
  EXPECT_EQ(json.display("P"), R"("plain")");
  EXPECT_EQ(json.written("P"), R"("plain\)") << "the closing quote stands where its escape sequence begins";

  const Embedded quoted(
      "'{\"Resources\": {\"R\": {\"Type\": \"Custom::Test\", \"Properties\": {\"P\": \"x\"}}}}'");
  EXPECT_EQ(quoted.display("P"), R"("x")");
  EXPECT_EQ(quoted.written("P"), R"("x")");

  const Embedded lines("\"Resources:\\n  R:\\n    Type: Custom::Test\\n    Properties: {P: plain}\\n\"");
  EXPECT_EQ(lines.display("P"), R"("plain")");
  EXPECT_EQ(lines.written("P"), "plain");
}

TEST(StackSets, MayBeSubstitutedIntoByTheTemplateAround) {
  const Embedded set(
      "!Sub |\n        Parameters: {A: {Type: String, Default: 'd-${AWS::Region}'}}\n        Resources:\n"
      "          R:\n            Type: Custom::Test\n            Properties:\n"
      "              P: arn:aws:iam::${AWS::AccountId}:root\n"
      "              Q: !Ref AWS::AccountId\n"
      "              A: !Ref A\n"
      "              Kept: ${!aws:username}\n"
      "              Twice: !Sub '${!AWS::AccountId}'\n"
      "              Key: {'${AWS::Region}': x}\n");
  EXPECT_EQ(set.display("P"), R"("arn:aws:iam::${AWS::AccountId outside Set}:root")");
  EXPECT_EQ(set.display("Q"), R"("${own-account of Set}")");
  EXPECT_EQ(set.display("A"), R"("d-${AWS::Region outside Set}")");
  EXPECT_EQ(set.display("Kept"), R"("${aws:username}")");
  EXPECT_EQ(set.display("Twice"), "(unknown: unsupported: Fn::Sub in a text of Fn::Sub)");
  EXPECT_EQ(set.display("Key"), "(unknown: unsupported: a key that Fn::Sub makes)");
}

/// What is put between quotation marks stays there; a line break ends every other scalar.
TEST(StackSets, ThatAreSubstitutedIntoAreKnownWhereNoLineBreakCanEndAScalar) {
  const auto inside = [](const std::string& definition, const std::string& written) {
    const TestTemplate outer("Parameters: {X: {" + definition +
                             "}}\nResources:\n  Set:\n    Type: AWS::CloudFormation::StackSet\n"
                             "    Properties:\n      TemplateBody: !Sub |\n        Resources:\n          R:\n"
                             "            Type: Custom::Test\n            Properties:\n              P: " +
                             written + "\n");
    if (find(outer.unit, "Resources.Set/R") != nullptr) return property(outer.unit, "Resources.Set/R", "P");
    return outer.unit.unknowns.empty() ? std::string() : "unseen: " + outer.unit.unknowns.front().detail;
  };
  const std::string open = "Type: String";
  const std::string unseen = "unseen: line breaks in ${X}, which stands without quotation marks";
  EXPECT_EQ(inside(open, "a-${X}"), unseen);
  EXPECT_EQ(inside(open, "${X}"), unseen);
  EXPECT_EQ(inside(open, "|\n                a ${X}"), unseen);
  EXPECT_EQ(inside(open, "'a-${X}'").substr(0, 4), "\"a-$");
  EXPECT_EQ(inside(open + ", AllowedPattern: '[a-z]+'", "a-${X}").substr(0, 4), "\"a-$");
  EXPECT_EQ(inside(open + ", AllowedPattern: '.*'", "a-${X}").substr(0, 4), "\"a-$");
  EXPECT_EQ(inside(open + ", AllowedPattern: '[^x]*'", "a-${X}"), unseen);
  EXPECT_EQ(inside(open + ", AllowedPattern: '\\S+\\s'", "a-${X}"), unseen);
  EXPECT_NE(inside(open + ", AllowedValues: [b, c]", "a-${X}"), unseen);
  // What is the whole of a scalar may be a list, or nothing.
  EXPECT_EQ(inside(open + ", AllowedPattern: '.*'", "${X}"), "(unknown: unknown-variable: parameter X)");
  EXPECT_EQ(inside(open + ", AllowedPattern: '.*'", "'${X}'").substr(0, 3), "\"${");
  EXPECT_EQ(inside(open + ", AllowedValues: [b, 'arn:c']", "${X}").find("unknown"), std::string::npos);
  for (const char* other : {"[b]", "", "*", "b # c", "b: c"})
    EXPECT_NE(inside(open + ", AllowedValues: [b, '" + other + "']", "${X}").find("unsupported"),
              std::string::npos)
        << other;
  EXPECT_EQ(inside("Type: Number", "a-${X}").substr(0, 4), "\"a-$");
  EXPECT_EQ(inside(open, "a-${AWS::StackName}").substr(0, 4), "\"a-$");
}

TEST(StackSets, WhoseTemplateIsNotAtHandLeaveTheUnitOpen) {
  for (const char* body : {"!Join ['', [a, b]]", "'no template'", "'{\"Resources\": '", "{Resources: {}}",
                           // Where the characters of a text inside the text stand cannot be said.
                           "\"{\\\"Resources\\\": {\\\"R\\\": {\\\"Type\\\": \\\"Custom::Test\\\","
                           " \\\"Properties\\\": {\\\"P\\\": \\\"a\\\\nb\\\"}}}}\""}) {
    const Embedded set(body);
    EXPECT_EQ(find(set.scanned.unit, "Resources.Set/R"), nullptr) << body;
    ASSERT_EQ(set.scanned.unit.unknowns.size(), 1U) << body;
    EXPECT_EQ(set.scanned.unit.unknowns.front().detail, "the template of Set") << body;
  }
}

TEST(StackSets, ThatMultiplyEndAtTheLimit) {
  std::string text = "Resources:\n";
  for (int i = 0; i < 2'000; ++i)
    text += "  S" + std::to_string(i) +
            ":\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n"
            "        Resources: {R: {Type: AWS::S3::Bucket}}\n";
  const TestTemplate scanned(text);
  EXPECT_NE(find(scanned.unit, "Resources.S0/R"), nullptr);
  EXPECT_EQ(find(scanned.unit, "Resources.S1999/R"), nullptr);
  ASSERT_FALSE(scanned.unit.unknowns.empty());
  EXPECT_EQ(scanned.unit.unknowns.front().detail, "kEmbeddedBytes");
}

TEST(Exports, ReachImportsOfOneName) {
  TemplateSet set(
      {{"exporter", R"(
Resources: {B: {Type: AWS::S3::Bucket}}
Outputs:
  Arn: {Value: !GetAtt B.Arn, Export: {Name: shared-arn}}
  Role: {Value: !Sub 'arn:aws:iam::${AWS::AccountId}:root', Export: {Name: !Sub 'shared-${AWS::Region}'}}
)"},
       {"other",
        "Resources: {B: {Type: Custom::A}}\nOutputs: {O: {Value: x, Export: {Name: twice}}, P: "
        "{Value: y, Export: {Name: twice}}}"},
       {"importer", R"(
Resources:
  B: {Type: AWS::S3::Bucket}
  R: {Type: Custom::Test, Properties: {Arn: !ImportValue shared-arn, Twice: !ImportValue twice, No: !ImportValue nowhere}}
  Either: {Type: Custom::Test, Properties: {P: !ImportValue {'Fn::Sub': '${Which}-key'}}}
Parameters: {Which: {Type: String, AllowedValues: [old, new]}}
)"},
       {"keys",
        "Resources: {B: {Type: Custom::A}}\nOutputs: {O: {Value: '1', Export: {Name: old-key}}, N: "
        "{Value: '2', Export: {Name: new-key}}}"}});
  set.collect_exports("keys");
  set.collect_exports("exporter");
  set.collect_exports("other");
  const EvaluatedUnit unit = set.evaluate("importer");
  EXPECT_EQ(property(unit, "Resources.R", "Arn"), R"("arn:${AWS::Partition}:s3:::${exporter:B}")");
  EXPECT_EQ(property(unit, "Resources.R", "Twice"),
            "(unknown: invalid: export twice, which several outputs have)");
  EXPECT_EQ(property(unit, "Resources.R", "No"), "(unknown: unknown-import: Fn::ImportValue nowhere)");
  EXPECT_EQ(property(unit, "Resources.Either", "P"),
            R"((one of: "1" when Which is old | "2" when Which is new))");
}

TEST(Exports, OfOneNameInTwoTemplatesAreEither) {
  TemplateSet set({{"dev",
                    "Resources: {B: {Type: Custom::A}}\nOutputs: {O: {Value: x, Export: {Name: who}}, "
                    "S: {Value: s, Export: {Name: same}}}"},
                   {"prod",
                    "Resources: {B: {Type: Custom::A}}\nOutputs: {O: {Value: y, Export: {Name: who}}, "
                    "S: {Value: s, Export: {Name: same}}}"},
                   {"importer", R"(
Resources:
  R: {Type: Custom::Test, Properties: {P: !ImportValue who, Q: !Sub ['${V}-${V}', {V: !ImportValue who}],
                                       S: !ImportValue same}}
)"}});
  set.collect_exports("dev");
  set.collect_exports("prod");
  const EvaluatedUnit unit = set.evaluate("importer");
  EXPECT_EQ(property(unit, "Resources.R", "P"),
            R"((one of: "x" when dev exports who | "y" when prod exports who))");
  EXPECT_EQ(property(unit, "Resources.R", "Q"),
            R"((one of: "x-x" when dev exports who | "y-y" when prod exports who))");
  EXPECT_EQ(property(unit, "Resources.R", "S"), R"("s")");
}

TEST(Exports, OfOneNameInOneTemplateGoByItsConditions) {
  TemplateSet set({{"exporter", R"(
Parameters: {Stage: {Type: String, AllowedValues: [dev, prod]}}
Conditions: {IsProd: !Equals [!Ref Stage, prod], IsDev: !Not [!Condition IsProd]}
Resources: {B: {Type: Custom::A}}
Outputs:
  Prod: {Condition: IsProd, Value: p, Export: {Name: who}}
  Dev: {Condition: IsDev, Value: d, Export: {Name: who}}
  Always: {Value: x, Export: {Name: refused}}
  Again: {Condition: IsDev, Value: d, Export: {Name: refused}}
)"},
                   {"importer",
                    "Resources: {R: {Type: Custom::Test, Properties: {P: !ImportValue who, "
                    "Q: !ImportValue refused}}}"}});
  set.collect_exports("exporter");
  const EvaluatedUnit unit = set.evaluate("importer");
  EXPECT_EQ(property(unit, "Resources.R", "P"),
            R"((one of: "p" when exporter:Stage is prod | "d" when exporter:Stage is dev))");
  EXPECT_EQ(property(unit, "Resources.R", "Q"),
            "(unknown: invalid: export refused, which several outputs have)");
}

/// Two templates may have a parameter of one name, and are deployed to one region.
TEST(Exports, DoNotMixUpParametersAndAgreeOnTheRegion) {
  TemplateSet set({{"exporter", R"(
Parameters: {Stage: {Type: String}}
Mappings: {M: {eu-west-1: {x: west}, us-east-1: {x: east}}}
Conditions: {IsX: !Equals [!Ref Stage, x]}
Resources: {B: {Type: Custom::A}}
Outputs:
  Stage: {Value: !Ref Stage, Export: {Name: stage}}
  IsX: {Value: !If [IsX, a, b], Export: {Name: is-x}}
  Map: {Value: !FindInMap [M, !Ref AWS::Region, x], Export: {Name: map}}
)"},
                   {"importer", R"(
Parameters: {Stage: {Type: String}}
Mappings: {M: {eu-west-1: {x: WEST}, us-east-1: {x: EAST}}}
Conditions: {IsX: !Equals [!Ref Stage, x], Same: !Equals [!Ref Stage, !ImportValue stage]}
Resources:
  R:
    Type: Custom::Test
    Properties:
      Same: !If [Same, a, b]
      Both: !Join ['', [!ImportValue is-x, !If [IsX, A, B]]]
      Maps: !Join ['-', [!ImportValue map, !FindInMap [M, !Ref AWS::Region, x]]]
)"}});
  set.collect_exports("exporter");
  const EvaluatedUnit unit = set.evaluate("importer");
  EXPECT_EQ(property(unit, "Resources.R", "Same"), R"((one of: "a" when Same | "b" when not Same))");
  EXPECT_EQ(property(unit, "Resources.R", "Both"),
            R"((one of: "aA" when exporter:Stage is x and Stage is x | )"
            R"("aB" when exporter:Stage is x and Stage is not x | )"
            R"("bA" when exporter:Stage is not x and Stage is x | )"
            R"("bB" when exporter:Stage is not x and Stage is not x))");
  EXPECT_EQ(
      property(unit, "Resources.R", "Maps"),
      R"((one of: "west-WEST" when AWS::Region is eu-west-1 | "east-EAST" when AWS::Region is us-east-1))");
}

TEST(Includes, StandInForWhatTheyHold) {
  TemplateSet set({{"main", R"(
Transform: {Name: AWS::Include, Parameters: {Location: top}}
Resources:
  'Fn::Transform': {Name: AWS::Include, Parameters: {Location: resources}}
  R:
    Type: Custom::Test
    Properties:
      Own: 1
      Ref: !Ref FromTop
      'Fn::Transform': {Name: AWS::Include, Parameters: {Location: members}}
  Taken:
    Type: Custom::Test
    Properties: {A: 1, 'Fn::Transform': {Name: AWS::Include, Parameters: {Location: members}}}
  Remote:
    Type: Custom::Test
    Properties: {P: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: 's3://bucket/key'}}}}
)"},
                   {"top", "Parameters: {FromTop: {Type: String, Default: value}}"},
                   {"resources", "More: {Type: Custom::More, Properties: {P: {Ref: FromTop}}}"},
                   {"members", "{A: {'Fn::Sub': '${FromTop}-a'}}"}});
  const EvaluatedUnit unit = set.evaluate("main");
  EXPECT_TRUE(unit.unknowns.empty());
  EXPECT_EQ(property(unit, "Resources.More", "P"), R"("value")");
  EXPECT_EQ(property(unit, "Resources.R", "A"), R"("value-a")");
  EXPECT_EQ(property(unit, "Resources.R", "Ref"), R"("value")");
  const Resource* taken = find(unit, "Resources.Taken");
  ASSERT_NE(taken, nullptr);
  ASSERT_FALSE(taken->properties.reasons().empty());
  EXPECT_EQ(taken->properties.reasons().front().kind, ReasonKind::macro);
  EXPECT_EQ(property(unit, "Resources.Remote", "P"), "(unknown: macro: Fn::Transform AWS::Include)");
}

TEST(LocalFiles, AreThoseOfLiteralPaths) {
  source::SourceTable table;
  const syntax::ParsedSyntax parsed = syntax::parse_yaml(table.add("t", R"(
Resources:
  A: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: ./a.yaml}}
  B: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://x/b.yaml'}}
  C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: !Sub '${X}/c.yaml'}}
  D: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: /etc/d.yaml}}
  E: {Type: Custom::A, Properties: {P: {'Fn::Transform': {Name: AWS::Include, Parameters: {Location: e.yaml}}}}}
)"));
  const std::vector<LocalFile> files = local_files(parsed.tree.document(0));
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].location, "./a.yaml");
  EXPECT_EQ(files[1].location, "e.yaml");
  EXPECT_EQ(files[1].use, LocalFile::Use::included);
}

}  // namespace
}  // namespace rootproof::cloudformation
