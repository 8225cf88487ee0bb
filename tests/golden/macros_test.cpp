// Macros may rewrite a template before it is deployed: nothing in it is safe then.
#include <gtest/gtest.h>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

/// An organization whose root users are denied everything.
std::string guarded(const std::string& head, const std::string& among = "") {
  return head + "Resources:\n" + among + R"(  Organization:
    Type: AWS::Organizations::Organization
  Dev:
    Type: AWS::Organizations::Account
    Properties: {AccountName: dev, Email: aws+dev@acme.example, ParentIds: [!GetAtt Organization.RootId]}
  DenyRoot:
    Type: AWS::Organizations::Policy
    Properties:
      Name: deny-root
      Type: SERVICE_CONTROL_POLICY
      TargetIds: [!GetAtt Organization.RootId]
      Content: {Version: '2012-10-17', Statement: [{Effect: Deny, Action: '*', Resource: '*', Condition: {ArnLike: {'aws:PrincipalArn': 'arn:*:iam::*:root'}}}]}
)";
}

TEST(Macros, LeaveNoGuardrailInForceForCertain) {
  const TemporaryFolder folder;
  folder.write("rootproof.yaml", "organization: {policy_types_enabled: [SERVICE_CONTROL_POLICY]}\n");
  const auto scan = [&](const std::string& text) {
    folder.write("organization.yaml", text);
    return rootproof(folder, "scan --select RP301,RP310 --show-safe --format text .").output;
  };
  const std::string plain = scan(guarded(""));
  EXPECT_NE(plain.find("is denied in every member account"), std::string::npos) << plain;
  EXPECT_EQ(plain.find("undecided"), std::string::npos) << plain;
  const std::string hosted = scan(guarded("Transform: AWS::SecretsManager-2020-07-23\n"));
  EXPECT_NE(hosted.find("is denied in every member account"), std::string::npos) << hosted;
  for (const std::string& text :
       {guarded("Transform: [AcmeTagger]\n"), guarded("Transform: {Name: AcmeTagger}\n"),
        guarded("Fn::Transform: {Name: AcmeTagger}\n"),
        guarded("", "  Fn::Transform: {Name: AcmeTagger}\n")}) {
    const std::string output = scan(text);
    EXPECT_EQ(output.find("safe["), std::string::npos) << output;
    EXPECT_EQ(output.find("is denied in every member account ["), std::string::npos) << output;
    EXPECT_NE(output.find("transform AcmeTagger"), std::string::npos) << output;
    EXPECT_NE(output.find("undecided"), std::string::npos) << output;
  }
}

}  // namespace
}  // namespace rootproof::tests
