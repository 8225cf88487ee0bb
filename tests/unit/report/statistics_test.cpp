#include "analyzer/report/statistics.h"

#include <gtest/gtest.h>

#include <sstream>

#include "analyzer/engine/report_data.h"

namespace rootproof::report {
namespace {

TEST(Statistics, ShowHowFarPoliciesAreEvaluatedAndWhatIsWaitedForMost) {
  engine::Report report;
  engine::PolicySlotStatistics& terraform = report.policy_slots[Language::terraform];
  for (int i = 0; i < 12; ++i) {
    terraform.add(
        value::Value::unknown({value::ReasonKind::unknown_variable, "var.name_" + std::to_string(i), {}}));
  }
  terraform.add(value::Value::unknown({value::ReasonKind::unknown_variable, "var.name_5", {}}));
  terraform.add(value::Value::unknown({value::ReasonKind::opaque_module, "module \033[31m", {}}));
  terraform.add(value::Value::string("{}"));
  std::ostringstream text;
  render_statistics(report, text);
  const std::string shown = text.str();
  EXPECT_NE(shown.find("policies in Terraform\n"
                       "  known 1  known but for identities 0  partly known 0  unknown 14\n"
                       "  parts wait for\n"
                       "    unknown-variable 13\n"
                       "    opaque-module 1\n"
                       "  most often for\n"
                       "    2  unknown-variable: var.name_5\n"),
            std::string::npos)
      << shown;
  // Ten lines, and nothing that moves a terminal.
  EXPECT_EQ(shown.find("var.name_9"), std::string::npos) << shown;
  EXPECT_EQ(shown.find('\033'), std::string::npos) << shown;
}

}  // namespace
}  // namespace rootproof::report
