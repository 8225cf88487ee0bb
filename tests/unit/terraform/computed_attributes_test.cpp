// Attributes that no configuration sets: identities that others refer to, and what is known of their text.
#include <gtest/gtest.h>

#include "tests/unit/terraform/terraform_fixture.h"

namespace rootproof::terraform {
namespace {

using value::Hole;
using value::HoleKind;
using value::ReasonKind;
using value::Value;

/// The value of an expression beside these blocks.
Value evaluated(const std::string& expression, const std::string& blocks) {
  return TestModule(blocks + "\noutput \"x\" {\n  value = " + expression + "\n}\n").output("x");
}

std::string shown(const std::string& expression, const std::string& blocks) {
  return evaluated(expression, blocks).to_display();
}

const Hole* only_hole(const Value& value) {
  if (!value.is(Value::Kind::string) || value.pieces().size() != 1) return nullptr;
  return std::get_if<Hole>(&value.pieces()[0]);
}

TEST(ComputedAttributes, AreHolesWithTheAddressAsIdentity) {
  const Value value = evaluated("aws_kms_key.logs.arn", "resource \"aws_kms_key\" \"logs\" {}");
  const Hole* hole = only_hole(value);
  ASSERT_NE(hole, nullptr);
  EXPECT_EQ(hole->kind, HoleKind::reference);
  EXPECT_EQ(hole->symbol, "aws_kms_key.logs.arn");
  EXPECT_EQ(hole->reason.kind, ReasonKind::resource_attribute);
  EXPECT_EQ(hole->reason.detail, "aws_kms_key.logs.arn");
}

TEST(ComputedAttributes, OfInstancesAndModulesHaveTheirFullAddress) {
  EXPECT_EQ(shown("aws_kms_key.k[1].arn", "resource \"aws_kms_key\" \"k\" {\n  count = 2\n}"),
            "\"${aws_kms_key.k[1].arn}\"");
  EXPECT_EQ(
      shown("aws_kms_key.k[\"a\"].id", "resource \"aws_kms_key\" \"k\" {\n  for_each = toset([\"a\"])\n}"),
      "\"${aws_kms_key.k[\"a\"].id}\"");
  const TestModule module(TestModule::Files{
      {"main.tf", "module \"m\" {\n  source = \"./m\"\n}\noutput \"x\" {\n  value = module.m.arn\n}\n"},
      {"m/main.tf",
       "resource \"aws_kms_key\" \"k\" {}\noutput \"arn\" {\n  value = aws_kms_key.k.arn\n}\n"}});
  EXPECT_EQ(module.output("x").to_display(), "\"${module.m.aws_kms_key.k.arn}\"");
}

TEST(ComputedAttributes, OfAnInstanceWhoseKeyIsComputedAreItsOwn) {
  const std::string keys =
      "variable \"key\" {\n  default = \"a\"\n}\nresource \"aws_kms_key\" \"k\" {\n"
      "  for_each = toset([\"a\", \"b\"])\n}\n";
  EXPECT_EQ(shown("aws_kms_key.k[var.key].arn", keys), "\"${aws_kms_key.k[\"a\"].arn}\"");
  EXPECT_EQ(shown("try(aws_kms_key.k[var.key].key_id, \"none\")", keys),
            "\"${aws_kms_key.k[\"a\"].key_id}\"");
  EXPECT_EQ(shown("try(aws_kms_key.k[\"${var.key}c\"].key_id, \"none\")", keys), "\"none\"");
}

TEST(ComputedAttributes, ReadTwiceAreTheSameText) {
  const TestModule module(
      "resource \"aws_kms_key\" \"k\" {}\noutput \"x\" {\n  value = aws_kms_key.k.arn\n}\n"
      "output \"y\" {\n  value = \"${aws_kms_key.k.arn}\"\n}\n");
  EXPECT_TRUE(module.output("x").same_content(module.output("y")));
}

TEST(ComputedAttributes, ArnsFollowFromNames) {
  EXPECT_EQ(shown("aws_iam_role.r.arn", "resource \"aws_iam_role\" \"r\" {\n  name = \"deploy\"\n}"),
            "\"arn:${partition}:iam::${own-account}:role/deploy\"");
  EXPECT_EQ(shown("aws_iam_user.u.arn",
                  "resource \"aws_iam_user\" \"u\" {\n  name = \"ann\"\n  path = \"/people/\"\n}"),
            "\"arn:${partition}:iam::${own-account}:user/people/ann\"");
  EXPECT_EQ(shown("aws_s3_bucket.b.arn", "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"logs\"\n}"),
            "\"arn:${partition}:s3:::logs\"");
  EXPECT_EQ(shown("aws_iam_role.r.arn", "resource \"aws_iam_role\" \"r\" {\n  name_prefix = \"deploy\"\n}"),
            "\"${aws_iam_role.r.arn}\"");
}

TEST(ComputedAttributes, IdsOfNamedThingsAreTheirNamesButAPolicysIsItsArn) {
  EXPECT_EQ(shown("aws_s3_bucket.b.id", "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"logs\"\n}"),
            "\"logs\"");
  EXPECT_EQ(shown("aws_iam_role.r.id", "resource \"aws_iam_role\" \"r\" {\n  name = \"deploy\"\n}"),
            "\"deploy\"");
  EXPECT_EQ(shown("aws_iam_policy.p.id", "resource \"aws_iam_policy\" \"p\" {\n  name = \"p\"\n}"),
            "\"arn:${partition}:iam::${own-account}:policy/p\"");
  EXPECT_EQ(shown("aws_iam_policy.p.id", "resource \"aws_iam_policy\" \"p\" {}"),
            "\"${aws_iam_policy.p.arn}\"");
}

TEST(ComputedAttributes, UseTheAccountOfTheProvider) {
  const std::string provider = "provider \"aws\" {\n  allowed_account_ids = [\"111122223333\"]\n}\n";
  EXPECT_EQ(
      shown("aws_iam_role.r.arn", provider + "resource \"aws_iam_role\" \"r\" {\n  name = \"deploy\"\n}"),
      "\"arn:${partition}:iam::111122223333:role/deploy\"");
}

TEST(ComputedAttributes, ConfiguredOnesAreTakenAsWritten) {
  EXPECT_EQ(shown("aws_kms_key.k.description", "resource \"aws_kms_key\" \"k\" {\n  description = \"d\"\n}"),
            "\"d\"");
  EXPECT_EQ(shown("resource.aws_kms_key.k.description",
                  "resource \"aws_kms_key\" \"k\" {\n  description = \"d\"\n}"),
            "\"d\"");
}

TEST(ComputedAttributes, UndeclaredResourcesAreRefused) {
  EXPECT_EQ(evaluated("aws_kms_key.nope.arn", "").reason().kind, ReasonKind::invalid);
  EXPECT_EQ(evaluated("data.aws_region.nope.name", "").reason().kind, ReasonKind::invalid);
}

TEST(ComputedAttributes, EphemeralValuesAreNeverKnownAndNotRefused) {
  const Value value =
      evaluated("try(ephemeral.aws_secretsmanager_secret_version.s.secret_string, \"fallback\")",
                "ephemeral \"aws_secretsmanager_secret_version\" \"s\" {}");
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::sensitive);
  EXPECT_EQ(value.reason().detail, "ephemeral.aws_secretsmanager_secret_version.s");
}

TEST(DataSources, PartitionRegionAndIdentityAreTypedHoles) {
  const std::string data =
      "data \"aws_partition\" \"p\" {}\ndata \"aws_region\" \"r\" {}\ndata \"aws_caller_identity\" \"c\" "
      "{}\n";
  EXPECT_EQ(
      shown("\"arn:${data.aws_partition.p.partition}:iam::${data.aws_caller_identity.c.account_id}:root\"",
            data),
      "\"arn:${partition}:iam::${own-account}:root\"");
  const Value account = evaluated("data.aws_caller_identity.c.account_id", data);
  ASSERT_NE(only_hole(account), nullptr);
  EXPECT_EQ(only_hole(account)->kind, HoleKind::account_id);
  const Value partition = evaluated("data.aws_partition.p.partition", data);
  ASSERT_NE(only_hole(partition), nullptr);
  EXPECT_EQ(only_hole(partition)->kind, HoleKind::partition);
  for (const char* name : {"name", "id", "region"}) {
    const Value region = evaluated(std::string("data.aws_region.r.") + name, data);
    ASSERT_NE(only_hole(region), nullptr) << name;
    EXPECT_EQ(only_hole(region)->kind, HoleKind::region) << name;
  }
}

TEST(DataSources, ThatAskTheAccountAreUnknownAndNameThemselves) {
  const Value value = evaluated("data.aws_iam_roles.r.arns", "data \"aws_iam_roles\" \"r\" {}");
  ASSERT_TRUE(value.is(Value::Kind::unknown));
  EXPECT_EQ(value.reason().kind, ReasonKind::data_source);
  EXPECT_EQ(value.reason().detail, "data.aws_iam_roles.r.arns");
}

TEST(DataSources, TheirArgumentsAreKnown) {
  EXPECT_EQ(shown("data.aws_iam_role.r.name", "data \"aws_iam_role\" \"r\" {\n  name = \"deploy\"\n}"),
            "\"deploy\"");
}

}  // namespace
}  // namespace rootproof::terraform
