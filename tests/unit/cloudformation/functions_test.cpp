// Every intrinsic function, short and long form, in YAML and in JSON.
#include <gtest/gtest.h>

#include <ostream>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

struct Example {
  const char* name;
  const char* short_form;
  const char* long_form;
  const char* json;
  const char* expected;
};

std::ostream& operator<<(std::ostream& out, const Example& example) { return out << example.name; }

constexpr const char* kSections = R"(
Parameters:
  Partner: {Type: String, Default: "999988887777"}
  Open: {Type: String}
  Names: {Type: CommaDelimitedList, Default: "alice, bob ,carol"}
  Count: {Type: Number, Default: 3}
Mappings:
  Accounts:
    prod: {Id: "111122223333", Trusted: ["222233334444", "333344445555"]}
    test: {Id: "444455556666", Empty: null, Deep: {a: b}}
Conditions:
  Yes: !Equals [a, a]
  No: !Equals [a, b]
)";

constexpr const char* kOthers = R"(
  Bucket: {Type: AWS::S3::Bucket}
  Named: {Type: AWS::S3::Bucket, Properties: {BucketName: acme-logs}}
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: deploy, Path: /ci/}}
  Plain: {Type: AWS::IAM::User}
  Member: {Type: AWS::Organizations::Account}
  Thing: {Type: Custom::Thing}
  Nested: {Type: AWS::CloudFormation::Stack}
)";

class FunctionTest : public testing::TestWithParam<Example> {
 protected:
  static std::string evaluated(const std::string& property) {
    const TestTemplate scanned(std::string(kSections) + "Resources:" + kOthers +
                               "  R:\n    Type: Custom::Test\n    Properties:\n      P: " + property + "\n");
    EXPECT_TRUE(scanned.parsed().complete);
    return scanned.display("P");
  }
};

TEST_P(FunctionTest, ShortForm) { EXPECT_EQ(evaluated(GetParam().short_form), GetParam().expected); }
TEST_P(FunctionTest, LongForm) { EXPECT_EQ(evaluated(GetParam().long_form), GetParam().expected); }
TEST_P(FunctionTest, Json) { EXPECT_EQ(evaluated(GetParam().json), GetParam().expected); }

constexpr Example kExamples[] = {
    {"RefParameter", "!Ref Partner", "{Ref: Partner}", R"({"Ref": "Partner"})", R"("999988887777")"},
    {"RefNumberIsText", "!Ref Count", "{Ref: Count}", R"({"Ref": "Count"})", R"("3")"},
    {"RefListIsTrimmed", "!Ref Names", "{Ref: Names}", R"({"Ref": "Names"})", R"(["alice", "bob", "carol"])"},
    {"RefOpenParameter", "!Ref Open", "{Ref: Open}", R"({"Ref": "Open"})",
     "(unknown: unknown-variable: parameter Open)"},
    {"RefAccount", "!Ref AWS::AccountId", "{Ref: 'AWS::AccountId'}", R"({"Ref": "AWS::AccountId"})",
     R"("${own-account}")"},
    {"RefResource", "!Ref Bucket", "{Ref: Bucket}", R"({"Ref": "Bucket"})", R"("${Bucket}")"},
    {"RefNamedResource", "!Ref Named", "{Ref: Named}", R"({"Ref": "Named"})", R"("acme-logs")"},
    {"RefOrganizationAccount", "!Ref Member", "{Ref: Member}", R"({"Ref": "Member"})",
     R"("${Member.AccountId}")"},
    {"RefMissing", "!Ref Nowhere", "{Ref: Nowhere}", R"({"Ref": "Nowhere"})",
     "(unknown: invalid: reference to Nowhere)"},
    {"SubText", "!Sub 'arn:aws:iam::${Partner}:root'", "{'Fn::Sub': 'arn:aws:iam::${Partner}:root'}",
     R"({"Fn::Sub": "arn:aws:iam::${Partner}:root"})", R"("arn:aws:iam::999988887777:root")"},
    {"SubHoles", "!Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Open}'",
     "{'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Open}'}",
     R"({"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Open}"})",
     R"("arn:${AWS::Partition}:iam::${own-account}:role/${Open}")"},
    {"SubEscape", "!Sub 'home/${!aws:username}/${Partner}'",
     "{'Fn::Sub': 'home/${!aws:username}/${Partner}'}", R"({"Fn::Sub": "home/${!aws:username}/${Partner}"})",
     R"("home/${aws:username}/999988887777")"},
    {"SubList", "!Sub ['${Who}-${Partner}', {Who: !Ref Count}]",
     "{'Fn::Sub': ['${Who}-${Partner}', {Who: {Ref: Count}}]}",
     R"({"Fn::Sub": ["${Who}-${Partner}", {"Who": {"Ref": "Count"}}]})", R"("3-999988887777")"},
    {"SubAttribute", "!Sub '${Role.Arn}'", "{'Fn::Sub': '${Role.Arn}'}", R"({"Fn::Sub": "${Role.Arn}"})",
     R"("arn:${AWS::Partition}:iam::${own-account}:role/ci/deploy")"},
    {"SubIsNotRescanned", "!Sub ['${A}', {A: '$' }]", "{'Fn::Sub': ['${A}', {A: '$'}]}",
     R"({"Fn::Sub": ["${A}", {"A": "$"}]})", R"("$")"},
    {"SubUnescapedPolicyVariable", "!Sub '${aws:username}'", "{'Fn::Sub': '${aws:username}'}",
     R"({"Fn::Sub": "${aws:username}"})", R"("${invalid: reference to aws:username}")"},
    {"Join", "!Join [':', [arn, aws, iam, '', !Ref Partner, root]]",
     "{'Fn::Join': [':', [arn, aws, iam, '', {Ref: Partner}, root]]}",
     R"({"Fn::Join": [":", ["arn", "aws", "iam", "", {"Ref": "Partner"}, "root"]]})",
     R"("arn:aws:iam::999988887777:root")"},
    {"JoinDropsNoValue", "!Join ['-', [x, !Ref AWS::NoValue]]",
     "{'Fn::Join': ['-', [x, {Ref: 'AWS::NoValue'}]]}",
     R"({"Fn::Join": ["-", ["x", {"Ref": "AWS::NoValue"}]]})", R"("x")"},
    {"JoinOfNothing", "!Join ['-', [!Ref AWS::NoValue]]", "{'Fn::Join': ['-', [{Ref: 'AWS::NoValue'}]]}",
     R"({"Fn::Join": ["-", [{"Ref": "AWS::NoValue"}]]})", R"("")"},
    {"JoinList", "!Join ['/', !Ref Names]", "{'Fn::Join': ['/', {Ref: Names}]}",
     R"({"Fn::Join": ["/", {"Ref": "Names"}]})", R"("alice/bob/carol")"},
    {"GetAttArn", "!GetAtt Role.Arn", "{'Fn::GetAtt': [Role, Arn]}", R"({"Fn::GetAtt": ["Role", "Arn"]})",
     R"("arn:${AWS::Partition}:iam::${own-account}:role/ci/deploy")"},
    {"GetAttGeneratedName", "!GetAtt Plain.Arn", "{'Fn::GetAtt': Plain.Arn}",
     R"({"Fn::GetAtt": "Plain.Arn"})", R"("arn:${AWS::Partition}:iam::${own-account}:user/${Plain}")"},
    {"GetAttFirstDot", "!GetAtt Nested.Outputs.Key", "{'Fn::GetAtt': [Nested, Outputs.Key]}",
     R"({"Fn::GetAtt": ["Nested", "Outputs.Key"]})", R"("${Nested.Outputs.Key}")"},
    {"GetAttCustom", "!GetAtt Thing.Policy", "{'Fn::GetAtt': [Thing, Policy]}",
     R"({"Fn::GetAtt": ["Thing", "Policy"]})", "(unknown: resource-attribute: Thing.Policy)"},
    {"IfTrue", "!If [Yes, a, b]", "{'Fn::If': [Yes, a, b]}", R"({"Fn::If": ["Yes", "a", "b"]})", R"("a")"},
    {"IfFalse", "!If [No, a, b]", "{'Fn::If': [No, a, b]}", R"({"Fn::If": ["No", "a", "b"]})", R"("b")"},
    {"IfUndefined", "!If [Never, a, b]", "{'Fn::If': [Never, a, b]}", R"({"Fn::If": ["Never", "a", "b"]})",
     "(unknown: invalid: condition Never)"},
    {"Select", "!Select [1, !Ref Names]", "{'Fn::Select': ['1', {Ref: Names}]}",
     R"({"Fn::Select": ["1", {"Ref": "Names"}]})", R"("bob")"},
    {"SelectOutOfRange", "!Select [3, !Ref Names]", "{'Fn::Select': [3, {Ref: Names}]}",
     R"({"Fn::Select": [3, {"Ref": "Names"}]})", "(unknown: invalid: index of Fn::Select)"},
    {"Split", "!Split [':', 'a::b']", "{'Fn::Split': [':', 'a::b']}", R"({"Fn::Split": [":", "a::b"]})",
     R"(["a", "", "b"])"},
    {"SplitAroundHole", "!Split [':', !GetAtt Role.Arn]", "{'Fn::Split': [':', {'Fn::GetAtt': [Role, Arn]}]}",
     R"({"Fn::Split": [":", {"Fn::GetAtt": ["Role", "Arn"]}]})",
     R"(["arn", "${AWS::Partition}", "iam", "", "${own-account}", "role/ci/deploy"])"},
    {"SplitOpenHole", "!Split [':', !Sub 'a:${Open}']", "{'Fn::Split': [':', {'Fn::Sub': 'a:${Open}'}]}",
     R"({"Fn::Split": [":", {"Fn::Sub": "a:${Open}"}]})", "(unknown: unknown-variable: parameter Open)"},
    {"SelectBeforeOpenHole", "!Select [1, !Split ['-', !Sub 'a-b-${Open}']]",
     "{'Fn::Select': ['1', {'Fn::Split': ['-', {'Fn::Sub': 'a-b-${Open}'}]}]}",
     R"({"Fn::Select": ["1", {"Fn::Split": ["-", {"Fn::Sub": "a-b-${Open}"}]}]})", R"("b")"},
    {"SelectAtOpenHole", "!Select [2, !Split ['-', !Sub 'a-b-${Open}']]",
     "{'Fn::Select': [2, {'Fn::Split': ['-', {'Fn::Sub': 'a-b-${Open}'}]}]}",
     R"({"Fn::Select": [2, {"Fn::Split": ["-", {"Fn::Sub": "a-b-${Open}"}]}]})",
     "(unknown: unknown-variable: parameter Open)"},
    {"FindInMap", "!FindInMap [Accounts, prod, Id]", "{'Fn::FindInMap': [Accounts, prod, Id]}",
     R"({"Fn::FindInMap": ["Accounts", "prod", "Id"]})", R"("111122223333")"},
    {"FindInMapList", "!FindInMap [Accounts, prod, Trusted]", "{'Fn::FindInMap': [Accounts, prod, Trusted]}",
     R"({"Fn::FindInMap": ["Accounts", "prod", "Trusted"]})", R"(["222233334444", "333344445555"])"},
    {"FindInMapMissing", "!FindInMap [Accounts, dev, Id]", "{'Fn::FindInMap': [Accounts, dev, Id]}",
     R"({"Fn::FindInMap": ["Accounts", "dev", "Id"]})", "(unknown: invalid: mapping Accounts::dev::Id)"},
    {"FindInMapDefault", "!FindInMap [Accounts, dev, Id, {DefaultValue: none}]",
     "{'Fn::FindInMap': [Accounts, dev, Id, {DefaultValue: none}]}",
     R"({"Fn::FindInMap": ["Accounts", "dev", "Id", {"DefaultValue": "none"}]})", R"("none")"},
    {"FindInMapOpenKey", "!FindInMap [Accounts, !Ref Open, Id]",
     "{'Fn::FindInMap': [Accounts, {Ref: Open}, Id]}",
     R"({"Fn::FindInMap": ["Accounts", {"Ref": "Open"}, "Id"]})",
     R"((one of: "111122223333" when Open is prod | "444455556666" when Open is test))"},
    {"Base64", "!Base64 hello", "{'Fn::Base64': hello}", R"({"Fn::Base64": "hello"})", R"("aGVsbG8=")"},
    {"Length", "!Length [a, b]", "{'Fn::Length': [a, b]}", R"({"Fn::Length": ["a", "b"]})", "2"},
    {"ToJsonString", "!ToJsonString {A: [1]}", "{'Fn::ToJsonString': {A: [1]}}",
     R"({"Fn::ToJsonString": {"A": [1]}})", R"({"A": [1]})"},
    {"ImportValue", "!ImportValue shared-key", "{'Fn::ImportValue': shared-key}",
     R"({"Fn::ImportValue": "shared-key"})", "(unknown: unknown-import: Fn::ImportValue shared-key)"},
    {"Cidr", "!Cidr [10.1.0.0/16, 3, 8]", "{'Fn::Cidr': ['10.1.0.0/16', '3', '8']}",
     R"({"Fn::Cidr": ["10.1.0.0/16", 3, 8]})", R"(["10.1.0.0/24", "10.1.1.0/24", "10.1.2.0/24"])"},
    {"CidrFillsTheBlock", "!Cidr [192.168.0.0/24, 8, 5]", "{'Fn::Cidr': [192.168.0.0/24, 8, 5]}",
     R"({"Fn::Cidr": ["192.168.0.0/24", 8, 5]})",
     R"(["192.168.0.0/27", "192.168.0.32/27", "192.168.0.64/27", "192.168.0.96/27", )"
     R"("192.168.0.128/27", "192.168.0.160/27", "192.168.0.192/27", "192.168.0.224/27"])"},
    {"CidrTooMuch", "!Cidr [192.168.0.0/24, 9, 5]", "{'Fn::Cidr': [192.168.0.0/24, 9, 5]}",
     R"({"Fn::Cidr": ["192.168.0.0/24", 9, 5]})", "(unknown: invalid: Fn::Cidr)"},
    {"CidrOfAWholeInternet", "!Cidr [0.0.0.0/0, 2, 31]", "{'Fn::Cidr': [0.0.0.0/0, 2, 31]}",
     R"({"Fn::Cidr": ["0.0.0.0/0", 2, 31]})", R"(["0.0.0.0/1", "128.0.0.0/1"])"},
    {"CidrWithinABlock", "!Cidr [10.0.0.1/16, 1, 8]", "{'Fn::Cidr': [10.0.0.1/16, 1, 8]}",
     R"({"Fn::Cidr": ["10.0.0.1/16", 1, 8]})", "(unknown: opaque-function: Fn::Cidr)"},
    {"CidrIpv6", "!Cidr ['2001:db8:1234:1a00::/56', 3, 64]",
     "{'Fn::Cidr': ['2001:db8:1234:1a00::/56', 3, 64]}",
     R"({"Fn::Cidr": ["2001:db8:1234:1a00::/56", 3, 64]})",
     R"(["2001:db8:1234:1a00::/64", "2001:db8:1234:1a01::/64", "2001:db8:1234:1a02::/64"])"},
    {"CidrIpv6Small", "!Cidr ['2001:DB8:0:0:1::/124', 2, 3]", "{'Fn::Cidr': ['2001:DB8:0:0:1::/124', 2, 3]}",
     R"({"Fn::Cidr": ["2001:DB8:0:0:1::/124", 2, 3]})",
     R"(["2001:db8:0:0:1::/125", "2001:db8::1:0:0:8/125"])"},
    {"CidrIpv6All", "!Cidr ['::/0', 2, 127]", "{'Fn::Cidr': ['::/0', 2, 127]}",
     R"({"Fn::Cidr": ["::/0", 2, 127]})", R"(["::/1", "8000::/1"])"},
    {"CidrIpv6TooMuch", "!Cidr ['2001:db8::/64', 2, 64]", "{'Fn::Cidr': ['2001:db8::/64', 2, 64]}",
     R"({"Fn::Cidr": ["2001:db8::/64", 2, 64]})", "(unknown: invalid: Fn::Cidr)"},
    {"CidrIpv6Wrong", "!Cidr ['2001:db8:::/64', 1, 64]", "{'Fn::Cidr': ['2001:db8:::/64', 1, 64]}",
     R"({"Fn::Cidr": ["2001:db8:::/64", 1, 64]})", "(unknown: opaque-function: Fn::Cidr)"},
    {"CidrIpv6Short", "!Cidr ['2001:db8:1/64', 1, 64]", "{'Fn::Cidr': ['2001:db8:1/64', 1, 64]}",
     R"({"Fn::Cidr": ["2001:db8:1/64", 1, 64]})", "(unknown: opaque-function: Fn::Cidr)"},
    {"CidrOpen", "!Cidr [!Ref Open, 1, 8]", "{'Fn::Cidr': [{Ref: Open}, 1, 8]}",
     R"({"Fn::Cidr": [{"Ref": "Open"}, 1, 8]})", "(unknown: unknown-variable: parameter Open)"},
    {"SubNull", "!Sub ['${A}', {A: null}]", "{'Fn::Sub': ['${A}', {A: null}]}",
     R"({"Fn::Sub": ["${A}", {"A": null}]})", R"("${invalid: null inside a string}")"},
    {"SplitByNothing", "!Split ['', ab]", "{'Fn::Split': ['', ab]}", R"({"Fn::Split": ["", "ab"]})",
     "(unknown: invalid: empty delimiter of Fn::Split)"},
    {"SelectByText", "!Select [first, !Ref Names]", "{'Fn::Select': [first, {Ref: Names}]}",
     R"({"Fn::Select": ["first", {"Ref": "Names"}]})", "(unknown: invalid: index of Fn::Select)"},
    {"GetStackOutput", "!GetStackOutput {StackName: s, OutputName: o}",
     "{'Fn::GetStackOutput': {StackName: s, OutputName: o}}",
     R"({"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}})",
     "(unknown: unknown-import: Fn::GetStackOutput o of stack s, which no scanned template is)"},
    {"RefPartition", "!Ref AWS::Partition", "{Ref: 'AWS::Partition'}", R"({"Ref": "AWS::Partition"})",
     R"("${AWS::Partition}")"},
    {"RefUrlSuffix", "!Ref AWS::URLSuffix", "{Ref: 'AWS::URLSuffix'}", R"({"Ref": "AWS::URLSuffix"})",
     R"("${AWS::URLSuffix}")"},
    {"RefStackId", "!Ref AWS::StackId", "{Ref: 'AWS::StackId'}", R"({"Ref": "AWS::StackId"})",
     R"("${AWS::StackId}")"},
    {"RefNotificationArns", "!Ref AWS::NotificationARNs", "{Ref: 'AWS::NotificationARNs'}",
     R"({"Ref": "AWS::NotificationARNs"})", "(unknown: unknown-variable: AWS::NotificationARNs)"},
    {"JoinListOfList", "!Join [',', [!Ref Names, x]]", "{'Fn::Join': [',', [{Ref: Names}, x]]}",
     R"({"Fn::Join": [",", [{"Ref": "Names"}, "x"]]})", R"("${invalid: a list inside a string},x")"},
    {"GetAZsOfAList", "!GetAZs [a]", "{'Fn::GetAZs': [a]}", R"({"Fn::GetAZs": ["a"]})",
     "(unknown: invalid: Fn::GetAZs)"},
    {"GetAZs", "!GetAZs ''", "{'Fn::GetAZs': ''}", R"({"Fn::GetAZs": ""})",
     "(unknown: opaque-function: Fn::GetAZs)"},
    {"Transform", "!Transform {Name: Shout}", "{'Fn::Transform': {Name: Shout}}",
     R"({"Fn::Transform": {"Name": "Shout"}})", "(unknown: macro: Fn::Transform Shout)"},
    {"UnknownFunction", "{'Fn::Later': x}", "{'Fn::Later': x}", R"({"Fn::Later": "x"})",
     "(unknown: unsupported: Fn::Later)"},
    {"RefRegion", "!Ref AWS::Region", "{Ref: 'AWS::Region'}", R"({"Ref": "AWS::Region"})",
     R"("${AWS::Region}")"},
    {"RefStackName", "!Ref AWS::StackName", "{Ref: 'AWS::StackName'}", R"({"Ref": "AWS::StackName"})",
     R"("${AWS::StackName}")"},
    {"FindInMapNullIsMissing", "!FindInMap [Accounts, test, Empty]",
     "{'Fn::FindInMap': [Accounts, test, Empty]}", R"({"Fn::FindInMap": ["Accounts", "test", "Empty"]})",
     "(unknown: invalid: mapping Accounts::test::Empty)"},
    {"FindInMapOfAMap", "!FindInMap [Accounts, test, Deep]", "{'Fn::FindInMap': [Accounts, test, Deep]}",
     R"({"Fn::FindInMap": ["Accounts", "test", "Deep"]})",
     "(unknown: invalid: map in mapping Accounts::test::Deep)"},
    {"SubBlanks", "!Sub 'x-${ Partner }'", "{'Fn::Sub': 'x-${ Partner }'}",
     R"({"Fn::Sub": "x-${ Partner }"})", R"("x-999988887777")"},
    {"SubOfAList", "!Sub '${Names}'", "{'Fn::Sub': '${Names}'}", R"({"Fn::Sub": "${Names}"})",
     R"("${invalid: a list inside a string}")"},
    {"SelectNegative", "!Select [-1, !Ref Names]", "{'Fn::Select': [-1, {Ref: Names}]}",
     R"({"Fn::Select": [-1, {"Ref": "Names"}]})", "(unknown: invalid: index of Fn::Select)"},
    {"SplitInThree", "!Split [',', a, b]", "{'Fn::Split': [',', a, b]}", R"({"Fn::Split": [",", "a", "b"]})",
     "(unknown: invalid: Fn::Split)"},
    {"IfWithoutElse", "!If [Yes, a]", "{'Fn::If': [Yes, a]}", R"({"Fn::If": ["Yes", "a"]})",
     "(unknown: invalid: Fn::If)"},
    {"IfOfAnExpression", "!If [!Equals [a, a], a, b]", "{'Fn::If': [{'Fn::Equals': [a, a]}, a, b]}",
     R"({"Fn::If": [{"Fn::Equals": ["a", "a"]}, "a", "b"]})", "(unknown: invalid: Fn::If)"},
    {"EqualsOutsideConditions", "!Equals [a, a]", "{'Fn::Equals': [a, a]}", R"({"Fn::Equals": ["a", "a"]})",
     "(unknown: invalid: Fn::Equals)"},
    {"LengthOfAParameter", "{'Fn::Length': !Ref Names}", "{'Fn::Length': {Ref: Names}}",
     R"({"Fn::Length": {"Ref": "Names"}})", "3"},
    {"JoinJson", "!Join ['', [x, !ToJsonString {A: [1, true, 'say \"hi\"'], B: !Ref Partner}]]",
     "{'Fn::Join': ['', [x, {'Fn::ToJsonString': {A: [1, true, 'say \"hi\"'], B: {Ref: Partner}}}]]}",
     R"({"Fn::Join": ["", ["x", {"Fn::ToJsonString": {"A": [1, true, "say \"hi\""], "B": {"Ref": "Partner"}}}]]})",
     R"("x{\"A\":[1,true,\"say \\\"hi\\\"\"],\"B\":\"999988887777\"}")"},
    {"SubJson", "!Sub ['${J}', {J: !ToJsonString {A: !Ref AWS::AccountId}}]",
     "{'Fn::Sub': ['${J}', {J: {'Fn::ToJsonString': {A: {Ref: 'AWS::AccountId'}}}}]}",
     R"({"Fn::Sub": ["${J}", {"J": {"Fn::ToJsonString": {"A": {"Ref": "AWS::AccountId"}}}}]})",
     R"("{\"A\":\"${own-account}\"}")"},
    {"Base64Json", "!Base64 {'Fn::ToJsonString': {A: 1}}", "{'Fn::Base64': {'Fn::ToJsonString': {A: 1}}}",
     R"({"Fn::Base64": {"Fn::ToJsonString": {"A": 1}}})", R"("eyJBIjoxfQ==")"},
    {"NoValue", "!Ref AWS::NoValue", "{Ref: 'AWS::NoValue'}", R"({"Ref": "AWS::NoValue"})", "null"},
};

INSTANTIATE_TEST_SUITE_P(Examples, FunctionTest, testing::ValuesIn(kExamples),
                         [](const auto& example) { return std::string(example.param.name); });

TEST(Functions, AnUnknownTagIsAnOpaqueFunctionAndNotDropped) {
  EXPECT_EQ(with_property("!Rain::Embed file.txt").display("P"), "(unknown: unsupported: !Rain::Embed)");
}

TEST(Functions, AShortFormMayHoldALongForm) {
  EXPECT_EQ(with_property("!Base64\n        Fn::Sub: hello").display("P"), R"("aGVsbG8=")");
  EXPECT_EQ(with_property("!ImportValue\n        Fn::Sub: shared").display("P"),
            "(unknown: unknown-import: Fn::ImportValue shared)");
}

TEST(Functions, MappingKeysWithoutTheEntryAreNoWay) {
  const TestTemplate scanned =
      with_property("!FindInMap [M, !Ref AWS::Region, a]",
                    "Mappings: {M: {eu-west-1: {a: x}, eu-west-2: {b: y}, eu-west-3: {a: z}}}\n");
  EXPECT_EQ(scanned.display("P"),
            R"((one of: "x" when AWS::Region is eu-west-1 | "z" when AWS::Region is eu-west-3))");
}

TEST(Functions, FunctionsNest) {
  const TestTemplate scanned =
      with_property("!Join ['', ['{\"A\":\"', !Select [0, !Split ['-', x-y]], '\"}']]");
  EXPECT_EQ(scanned.property("P").as_string(), "{\"A\":\"x\"}");
}

TEST(Functions, AListInsideAListIsNotFlattened) {
  const TestTemplate scanned =
      with_property("[!If [Yes, [a, b], c], d]", "Conditions:\n  Yes: !Equals [a, a]\n");
  EXPECT_EQ(scanned.display("P"), R"([["a", "b"], "d"])");
}

TEST(Functions, AMapWithAnotherKeyIsNoCall) {
  EXPECT_EQ(with_property("{Ref: a, b: c}").display("P"), R"({"Ref": "a", "b": "c"})");
}

TEST(Functions, ConditionIsAnOrdinaryKeyOutsideConditions) {
  EXPECT_EQ(with_property("{Condition: {Bool: {'aws:SecureTransport': false}}}").display("P"),
            R"({"Condition": {"Bool": {"aws:SecureTransport": false}}})");
}

TEST(Functions, NoValueRemovesMembersAndItems) {
  const TestTemplate scanned = with_property("{a: !Ref AWS::NoValue, b: [x, !Ref AWS::NoValue]}");
  EXPECT_EQ(scanned.display("P"), R"({"b": ["x"]})");
}

TEST(Functions, DynamicReferencesAreHolesInsideTheText) {
  const TestTemplate scanned = with_property("'arn:aws:iam::{{resolve:ssm:partner:1}}:root'");
  ASSERT_TRUE(scanned.property("P").is_partial());
  EXPECT_EQ(scanned.display("P"), R"("arn:aws:iam::${{{resolve:ssm:partner:1}}}:root")");
  const std::vector<value::Reason> reasons = scanned.property("P").reasons();
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons.front().kind, value::ReasonKind::dynamic_reference);
  EXPECT_EQ(scanned.text(reasons.front().span), "{{resolve:ssm:partner:1}}");
}

TEST(Functions, DynamicReferencesPutTogetherByAFunctionAreHolesToo) {
  const TestTemplate scanned = with_property("!Join ['', ['{{resolve:ssm:', !Ref Open, '}}', x]]",
                                             "Parameters:\n  Open: {Type: String}\n");
  EXPECT_EQ(scanned.display("P"), R"("${dynamic-reference: {{resolve:ssm:${Open}}}}x")");
}

TEST(Functions, ATransformBesideMembersLeavesThemOpen) {
  const TestTemplate scanned = with_property("{a: b, 'Fn::Transform': {Name: M}}");
  EXPECT_EQ(scanned.display("P"),
            "(one of: {\"a\": \"b\"} when Fn::Transform adds nothing that matters | (unknown: macro: "
            "Fn::Transform) "
            "when not Fn::Transform adds nothing that matters)");
}

TEST(Functions, MergeKeysAreExpandedAndOverridden) {
  const TestTemplate scanned(R"(
Resources:
  R:
    Type: Custom::Test
    Properties:
      Base: &base {a: 1, b: 2}
      P: {<<: *base, b: 3}
)");
  EXPECT_EQ(scanned.display("P"), R"({"b": 3, "a": 1})");
}

TEST(Functions, ARepeatedKeyMayMeanEitherAndIsNeverCertain) {
  const TestTemplate scanned = with_property("{Effect: Allow, Effect: Deny}");
  const value::Value* effect = scanned.property("P").find("Effect");
  ASSERT_NE(effect, nullptr);
  ASSERT_TRUE(effect->is(value::Value::Kind::one_of));
  ASSERT_EQ(effect->alternatives().size(), 3U);
  EXPECT_EQ(effect->alternatives()[0].value.as_string(), "Allow");
  EXPECT_EQ(effect->alternatives()[1].value.as_string(), "Deny");
  EXPECT_EQ(effect->reasons().front().kind, value::ReasonKind::duplicate_key);
  const value::Guard both = effect->alternatives()[0].guard & effect->alternatives()[1].guard;
  EXPECT_TRUE(both.impossible());
}

TEST(Functions, ScalarsKeepTheirMeaning) {
  EXPECT_EQ(with_property("012345670123").display("P"), R"("012345670123")");
  EXPECT_EQ(with_property("2012-10-17").display("P"), R"("2012-10-17")");
  EXPECT_EQ(with_property("111122223333").property("P").as_text(), "111122223333");
  EXPECT_EQ(with_property("yes").display("P"), "true");
  EXPECT_EQ(with_property("~").display("P"), "null");
}

TEST(Functions, APartitionFollowsFromAGivenRegion) {
  const auto with_region = [](const char* region, const char* property) {
    TemplateInputs inputs;
    inputs.parameters["AWS::Region"] = value::Value::string(region);
    return with_property(property, "", inputs).display("P");
  };
  EXPECT_EQ(with_region("eu-west-1", "!Sub 'arn:${AWS::Partition}:iam::${AWS::URLSuffix}'"),
            R"("arn:aws:iam::amazonaws.com")");
  EXPECT_EQ(with_region("cn-north-1", "!Sub '${AWS::Partition} ${AWS::URLSuffix}'"),
            R"("aws-cn amazonaws.com.cn")");
  EXPECT_EQ(with_region("us-gov-west-1", "!Ref AWS::Partition"), R"("aws-us-gov")");
  EXPECT_EQ(with_region("eusc-de-east-1", "!Sub '${AWS::Partition} ${AWS::URLSuffix}'"),
            R"("aws-eusc amazonaws.eu")");
}

TEST(Functions, NoRegionIsNamedLikeAStage) {
  const std::string sections =
      "Mappings: {M: {prod: {a: x}, eu-west-1: {a: y}}}\nConditions:\n"
      "  C: !Equals [!Ref AWS::Region, prod]\n";
  EXPECT_EQ(with_property("!FindInMap [M, !Ref AWS::Region, a]", sections).display("P"), R"("y")");
  EXPECT_EQ(with_property("!If [C, a, b]", sections).display("P"), R"("b")");
}

TEST(Functions, PropertiesThatAreNoValueAreNone) {
  const TestTemplate scanned(R"(
Conditions: {Yes: !Equals [a, a]}
Resources:
  R: {Type: Custom::Test, Properties: !If [Yes, !Ref AWS::NoValue, {P: x}]}
)");
  ASSERT_NE(scanned.find("R"), nullptr);
  EXPECT_TRUE(scanned.find("R")->properties.members().empty());
}

TEST(Functions, TwoTagsOnOneNodeAreAnErrorWithAPlace) {
  const TestTemplate scanned = with_property("!GetAZs !Ref AWS::Region");
  EXPECT_FALSE(scanned.parsed().complete);
  ASSERT_FALSE(scanned.parsed().problems.empty());
  EXPECT_EQ(scanned.location(scanned.parsed().problems.front().span).line, 5U);
}

}  // namespace
}  // namespace rootproof::cloudformation
