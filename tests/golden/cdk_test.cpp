// Templates that CDK made name the constructs that people know.
#include <gtest/gtest.h>

#include "tests/golden/program.h"

namespace rootproof::tests {
namespace {

constexpr const char* kTemplate = R"({
  "Resources": {
    "LogsPolicyF1C2A3": {
      "Type": "AWS::S3::BucketPolicy",
      "Properties": {
        "Bucket": "logs",
        "PolicyDocument": {
          "Statement": [{"Effect": "Allow", "Principal": {"AWS": "999988887777"}, "Action": "s3:GetObject",
                         "Resource": "arn:aws:s3:::logs/*"}]
        }
      },
      "Metadata": {"aws:cdk:path": "Storefront/Logs/Policy/Resource"}
    }
  }
}
)";

TEST(Cdk, FindingsNameTheConstruct) {
  const TemporaryFolder folder;
  folder.write("cdk.out/Storefront.template.json", kTemplate);
  const Outcome text = rootproof(folder, "scan --select RP202 --format text .");
  EXPECT_EQ(text.status, 1);
  EXPECT_NE(text.output.find("= resource: Resources.LogsPolicyF1C2A3 (AWS::S3::BucketPolicy), construct "
                             "Storefront/Logs/Policy/Resource"),
            std::string::npos)
      << text.output;
  for (const char* format : {"json", "sarif"}) {
    const Outcome outcome = rootproof(folder, std::string("scan --select RP202 --format ") + format + " .");
    EXPECT_NE(outcome.output.find("\"construct\": \"Storefront/Logs/Policy/Resource\""), std::string::npos)
        << outcome.output;
  }
}

}  // namespace
}  // namespace rootproof::tests
