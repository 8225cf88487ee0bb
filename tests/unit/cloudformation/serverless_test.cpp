// AWS SAM: what is generated agrees with what AWS's own translator makes of the same templates.
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <map>
#include <set>

#include "tests/unit/cloudformation/template_fixture.h"

namespace rootproof::cloudformation {
namespace {

namespace fs = std::filesystem;
using value::Member;
using value::Value;

fs::path serverless_folder() {
  return fs::path(ROOTPROOF_SOURCE_DIR) / "testdata" / "cloudformation" / "serverless";
}

/// A value as the service reads it: one action is a list of one, members and the items of lists have no
/// order, what is absent is not there. Paths of APIs are left out: where they come from is not what is
/// compared.
std::string canonical(const Value& value, bool paths = true) {
  if (value.is(Value::Kind::map)) {
    std::map<std::string, std::string> members;
    for (const Member& member : value.members()) {
      const bool path = !paths && member.key == "Resource";
      const std::string text = path ? "paths" : canonical(member.value, paths);
      if (!text.empty()) members[member.key] = text;
    }
    std::string text = "{";
    for (const auto& [key, member] : members) text += key + ": " + member + ", ";
    return text + "}";
  }
  if (value.is(Value::Kind::list)) {
    std::multiset<std::string> items;
    for (const Value& item : value.items()) {
      const std::string each = canonical(item, paths);
      if (!each.empty()) items.insert(each);
    }
    if (items.size() == 1) return *items.begin();
    std::string text = "[";
    for (const std::string& item : items) text += item + ", ";
    return text + "]";
  }
  if (value.is(Value::Kind::one_of)) {
    std::string text = "(";
    for (const value::Alternative& way : value.alternatives())
      text += canonical(way.value, paths) + " " + way.guard.to_string() + " | ";
    return text + ")";
  }
  if (value.is(Value::Kind::absent)) return "";
  return value.to_display();
}

class ServerlessTemplates : public ::testing::TestWithParam<std::string> {};

TEST_P(ServerlessTemplates, AgreeWithTheTranslator) {
  TemplateInputs inputs;  // the translator knows the region it runs in
  inputs.parameters["AWS::Partition"] = Value::string("aws");
  const TestTemplate ours(content(serverless_folder() / GetParam()), inputs);
  const TestTemplate theirs(
      content(serverless_folder() / "expected" / (fs::path(GetParam()).stem().string() + ".json")), inputs);
  std::set<std::string> expected;
  for (const Resource& resource : theirs.unit.resources) {
    if (resource.kind == ResourceKind::template_parameter || resource.properties.members().empty()) continue;
    const std::string id = resource.address.substr(std::string("Resources.").size());
    expected.insert(id);
    const Resource* made = ours.find(id);
    ASSERT_NE(made, nullptr) << id << " is not generated";
    EXPECT_EQ(made->guard.to_string(), resource.guard.to_string()) << id;
    const bool api = resource.type == "AWS::ApiGateway::RestApi";
    if (!api) {
      EXPECT_EQ(made->type, resource.type) << id;
    }
    for (const Member& member : resource.properties.members()) {
      if (member.key == "Tags") continue;
      const Value* property = made->properties.find(member.key);
      EXPECT_EQ(property == nullptr ? "nothing" : canonical(*property, !api), canonical(member.value, !api))
          << id << "." << member.key;
    }
  }
  for (const Resource& resource : ours.unit.resources) {
    const std::string id = resource.address.substr(resource.address.find('.') + 1);
    const bool role = resource.type == "AWS::IAM::Role" || resource.type == "AWS::IAM::ManagedPolicy";
    const bool generated = resource.type == "AWS::Lambda::Permission" || (role && theirs.find(id) == nullptr);
    if (generated) {
      EXPECT_TRUE(expected.count(id) != 0) << id << " is made by nobody else";
    }
  }
  EXPECT_TRUE(ours.unit.unknowns.empty());
}

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const fs::directory_entry& entry : fs::directory_iterator(serverless_folder())) {
    if (entry.is_regular_file()) found.push_back(entry.path().filename().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

INSTANTIATE_TEST_SUITE_P(Serverless, ServerlessTemplates, ::testing::ValuesIn(names()),
                         [](const auto& test) { return fs::path(test.param).stem().string(); });

TEST(Serverless, EventsOfTopicsAreSubscriptions) {
  const TestTemplate ours(content(serverless_folder() / "events_push.yaml"));
  const Resource* subscription = ours.find("WorkerTopic");
  ASSERT_NE(subscription, nullptr);
  EXPECT_EQ(subscription->type, "AWS::SNS::Subscription");
  EXPECT_EQ(subscription->properties.find("Protocol")->as_text(), "lambda");
  ASSERT_NE(ours.find("WorkerForeign"), nullptr);
  EXPECT_EQ(ours.find("WorkerForeign")->properties.find("TopicArn")->as_text(),
            "arn:aws:sns:us-east-1:999988887777:news");
}

TEST(Serverless, PoliciesOfEventsSpeakOfTheirPathAlone) {
  const TestTemplate ours(content(serverless_folder() / "events_api_policy.yaml"));
  const Resource* shop = ours.find("Shop");
  ASSERT_NE(shop, nullptr);
  const Value* statements = shop->properties.find("Policy")->find("Statement");
  ASSERT_EQ(statements->items().size(), 2U);
  EXPECT_EQ(statements->items()[0].find("Resource")->to_display(),
            R"(["execute-api:/live/GET/orders", "execute-api:/live/POST/orders"])");
  const Resource* implicit = ours.find("ServerlessRestApi");
  ASSERT_NE(implicit, nullptr);
  EXPECT_EQ(implicit->properties.find("Policy")->find("Statement")->items()[1].find("Resource")->to_display(),
            R"(["execute-api:/Prod/*/health/*/"])");
}

}  // namespace
}  // namespace rootproof::cloudformation
