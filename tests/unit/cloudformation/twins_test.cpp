// testdata/syntax/cloudformation: one template in YAML with short forms and in JSON with long ones.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

std::string read(const std::string& name) {
  std::ifstream file(std::string(ROOTPROOF_SOURCE_DIR) + "/testdata/syntax/cloudformation/" + name);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Twins, ShortFormsInYamlAndLongFormsInJsonMeanTheSame) {
  const TestTemplate yaml(read("short_forms.yaml"));
  const TestTemplate json(read("long_forms.json"));
  ASSERT_EQ(yaml.unit.resources.size(), 7U);
  ASSERT_EQ(json.unit.resources.size(), 7U);
  for (std::size_t i = 0; i < yaml.unit.resources.size(); ++i) {
    const Resource& left = yaml.unit.resources[i];
    const Resource& right = json.unit.resources[i];
    EXPECT_EQ(left.address, right.address);
    EXPECT_EQ(left.properties.to_display(), right.properties.to_display());
    EXPECT_EQ(left.guard.to_string(), right.guard.to_string());
  }
  EXPECT_TRUE(yaml.unit.problems.empty());
}

TEST(Twins, AreWhatTheyShouldBe) {
  const TestTemplate yaml(read("short_forms.yaml"));
  EXPECT_EQ(yaml.property("PolicyDocument", "LogsPolicy").to_display(),
            "\"{\\\"Version\\\": \\\"2012-10-17\\\", \\\"Statement\\\": [{\\n"
            "  \\\"Effect\\\": \\\"Allow\\\",\\n"
            "  \\\"Principal\\\": {\\\"AWS\\\": \\\"arn:aws:iam::${Partner}:root\\\"},\\n"
            "  \\\"Action\\\": \\\"s3:GetObject\\\",\\n"
            "  \\\"Resource\\\": "
            "\\\"arn:${AWS::Partition}:s3:::logs-prod-${AWS::Region}/home/${aws:username}/*\\\"\\n"
            "}]}\\n\"");
  EXPECT_EQ(yaml.find("LogsPolicy")->guard.to_string(), "when Stage is prod and Partner is not 000000000000");
}

}  // namespace
}  // namespace rootproof::cloudformation
