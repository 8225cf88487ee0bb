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
  EXPECT_EQ(hole->reason->kind, ReasonKind::resource_attribute);
  EXPECT_EQ(hole->reason->detail, "aws_kms_key.logs.arn");
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
}

TEST(ComputedAttributes, APrefixIsTheBeginningOfTheName) {
  const std::string role = "resource \"aws_iam_role\" \"r\" {\n  name_prefix = \"deploy-\"\n}";
  EXPECT_EQ(shown("aws_iam_role.r.arn", role),
            "\"arn:${partition}:iam::${own-account}:role/deploy-${aws_iam_role.r.name}\"");
  EXPECT_EQ(shown("aws_iam_role.r.name", role), "\"deploy-${aws_iam_role.r.name}\"");
  EXPECT_EQ(shown("aws_s3_bucket.b.id", "resource \"aws_s3_bucket\" \"b\" {\n  bucket_prefix = \"logs-\"\n}"),
            "\"logs-${aws_s3_bucket.b.bucket}\"");
  EXPECT_EQ(shown("aws_iam_role.r.arn", "resource \"aws_iam_role\" \"r\" {}"), "\"${aws_iam_role.r.arn}\"");
}

/// An attribute of a resource with this name, in eu-west-3.
std::string named(const std::string& type, const std::string& name, const std::string& attribute) {
  return shown(type + ".x." + attribute, "provider \"aws\" {\n  region = \"eu-west-3\"\n}\nresource \"" +
                                             type + "\" \"x\" {\n  " + name + " = \"n\"\n}");
}

TEST(ComputedAttributes, ArnsHaveTheRegionAndPartitionOfTheProvider) {
  const std::string here = ":eu-west-3:${own-account}:";
  EXPECT_EQ(named("aws_sqs_queue", "name", "arn"), "\"arn:aws:sqs" + here + "n\"");
  EXPECT_EQ(named("aws_sns_topic", "name", "id"), "\"arn:aws:sns" + here + "n\"");
  EXPECT_EQ(named("aws_dynamodb_table", "name", "arn"), "\"arn:aws:dynamodb" + here + "table/n\"");
  EXPECT_EQ(named("aws_lambda_function", "function_name", "arn"), "\"arn:aws:lambda" + here + "function:n\"");
  EXPECT_EQ(named("aws_cloudwatch_log_group", "name", "arn"), "\"arn:aws:logs" + here + "log-group:n\"");
  EXPECT_EQ(named("aws_ecr_repository", "name", "arn"), "\"arn:aws:ecr" + here + "repository/n\"");
  EXPECT_EQ(named("aws_secretsmanager_secret", "name", "arn"),
            "\"arn:aws:secretsmanager" + here + "secret:n-${aws_secretsmanager_secret.x.arn}\"");
  EXPECT_EQ(named("aws_iam_instance_profile", "name", "arn"),
            "\"arn:aws:iam::${own-account}:instance-profile/n\"");
  EXPECT_EQ(named("aws_s3_bucket", "bucket", "bucket_regional_domain_name"),
            "\"n.s3.eu-west-3.amazonaws.com\"");
  EXPECT_EQ(named("aws_s3_bucket", "bucket", "bucket_domain_name"), "\"n.s3.amazonaws.com\"");
}

TEST(ComputedAttributes, OfTheCloudControlProviderFollowToo) {
  EXPECT_EQ(shown("awscc_iam_role.r.arn",
                  "resource \"awscc_iam_role\" \"r\" {\n  role_name = \"n\"\n  path = \"/p/\"\n}"),
            "\"arn:${partition}:iam::${own-account}:role/p/n\"");
  EXPECT_EQ(shown("awscc_s3_bucket.b.arn", "resource \"awscc_s3_bucket\" \"b\" {\n  bucket_name = \"n\"\n}"),
            "\"arn:${partition}:s3:::n\"");
}

TEST(ComputedAttributes, RegionsOfTwoProvidersAreNotTheSame) {
  const std::string blocks =
      "variable \"r\" {}\nprovider \"aws\" {\n  region = var.r\n}\n"
      "provider \"aws\" {\n  alias = \"west\"\n}\n"
      "data \"aws_region\" \"a\" {}\ndata \"aws_region\" \"b\" {\n  provider = aws.west\n}\n";
  EXPECT_EQ(shown("[data.aws_region.a.name, data.aws_region.b.name]", blocks),
            "[\"${region}\", \"${region/aws.west}\"]");
}

TEST(ComputedAttributes, RegionsReachCalledModules) {
  const TestModule module(TestModule::Files{
      {"main.tf",
       "provider \"aws\" {\n  alias = \"west\"\n  region = \"us-gov-west-1\"\n}\nmodule \"m\" {\n  source = "
       "\"./m\"\n"
       "  providers = {\n    aws = aws.west\n  }\n}\noutput \"x\" {\n  value = module.m.x\n}\n"},
      {"m/main.tf",
       "data \"aws_region\" \"r\" {}\ndata \"aws_partition\" \"p\" {}\noutput \"x\" {\n"
       "  value = [data.aws_region.r.name, data.aws_partition.p.partition]\n}\n"}});
  EXPECT_EQ(module.output("x").to_display(), "[\"us-gov-west-1\", \"aws-us-gov\"]");
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

TEST(ComputedAttributes, OfUndeclaredResourcesHaveTheirShapeAndAreRefused) {
  // Whose it is nobody knows.
  EXPECT_EQ(shown("aws_iam_role.nope.arn", "").find("own-account"), std::string::npos);
  EXPECT_EQ(shown("data.aws_caller_identity.nope.account_id", ""),
            "\"${data.aws_caller_identity.nope.account}\"");
  EXPECT_EQ(only_hole(evaluated("data.aws_caller_identity.nope.account_id", ""))->kind, HoleKind::account_id);
  for (const char* name : {"aws_kms_key.nope.arn", "aws_kms_key.nope[0].arn", "data.aws_region.nope.name"}) {
    const Value value = evaluated(name, "");
    ASSERT_TRUE(value.is(Value::Kind::string)) << name;
    EXPECT_EQ(value.reasons().front().kind, ReasonKind::invalid) << name;
  }
  EXPECT_EQ(evaluated("aws_kms_key.nope", "").reason().kind, ReasonKind::invalid);
  EXPECT_EQ(evaluated("data.aws_iam_policy_document.nope.json", "").reason().kind, ReasonKind::invalid);
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

TEST(DataSources, RegionMayBeAskedFor) {
  EXPECT_EQ(shown("data.aws_region.r.id", "data \"aws_region\" \"r\" {\n  name = \"us-east-2\"\n}"),
            "\"us-east-2\"");
}

TEST(DataSources, ArnsAreTakenApart) {
  const std::string arn = "data \"aws_arn\" \"a\" {\n  arn = \"arn:aws:iam::444455556666:role/a:b\"\n}";
  EXPECT_EQ(shown("[data.aws_arn.a.partition, data.aws_arn.a.service, data.aws_arn.a.region, "
                  "data.aws_arn.a.account, data.aws_arn.a.resource]",
                  arn),
            R"(["aws", "iam", "", "444455556666", "role/a:b"])");
  EXPECT_EQ(shown("data.aws_arn.a.account",
                  "data \"aws_caller_identity\" \"c\" {}\ndata \"aws_arn\" \"a\" {\n  arn = "
                  "\"arn:aws:iam::${data.aws_caller_identity.c.account_id}:role/x\"\n}"),
            "\"${own-account}\"");
  EXPECT_EQ(
      evaluated("data.aws_arn.a.account", "data \"aws_arn\" \"a\" {\n  arn = \"nope\"\n}").reason().kind,
      ReasonKind::invalid);
  EXPECT_EQ(evaluated("data.aws_arn.a.account",
                      "variable \"v\" {}\ndata \"aws_arn\" \"a\" {\n  arn = \"arn:${var.v}:x\"\n}")
                .reason()
                .detail,
            "var.v");
}

TEST(DataSources, ServicesAndSessionsFollowFromTheirArguments) {
  EXPECT_EQ(shown("data.aws_service_principal.s.name",
                  "provider \"aws\" {\n  region = \"eu-west-3\"\n}\ndata \"aws_service_principal\" \"s\" {\n "
                  " service_name = \"s3\"\n}"),
            "\"s3.amazonaws.com\"");
  const std::string user =
      "data \"aws_iam_session_context\" \"s\" {\n  arn = \"arn:aws:iam::444455556666:user/x\"\n}";
  EXPECT_EQ(shown("data.aws_iam_session_context.s.issuer_arn", user), "\"arn:aws:iam::444455556666:user/x\"");
  const Value of_session = evaluated("data.aws_iam_session_context.s.issuer_arn",
                                     "data \"aws_iam_session_context\" \"s\" {\n  arn = "
                                     "\"arn:aws:sts::444455556666:assumed-role/x/y\"\n}");
  ASSERT_NE(only_hole(of_session), nullptr) << "the ARN of some role";
  EXPECT_EQ(only_hole(of_session)->kind, HoleKind::reference);
  EXPECT_EQ(only_hole(of_session)->reason->kind, ReasonKind::data_source);
}

TEST(DataSources, AccountsOfServicesAreAccounts) {
  for (const std::string service : {"billing", "cloudtrail", "elb", "redshift"}) {
    const std::string source = "aws_" + service + "_service_account";
    const std::string block = "data \"" + source + "\" \"a\" {}";
    const Value id = evaluated("data." + source + ".a.id", block);
    ASSERT_NE(only_hole(id), nullptr) << source;
    EXPECT_EQ(only_hole(id)->kind, HoleKind::account_id) << source;
    const Value arn = evaluated("data." + source + ".a.arn", block);
    ASSERT_NE(only_hole(arn), nullptr) << source;
    EXPECT_EQ(only_hole(arn)->kind, HoleKind::reference) << source;
  }
}

TEST(DataSources, AnOrganizationHasOneRoot) {
  const std::string data = "data \"aws_organizations_organization\" \"o\" {}";
  const std::string root = "\"${data.aws_organizations_organization.o.roots[0].id}\"";
  EXPECT_EQ(shown("data.aws_organizations_organization.o.roots[0].id", data), root);
  EXPECT_EQ(shown("one(data.aws_organizations_organization.o.roots).id", data), root);
  EXPECT_EQ(shown("data.aws_organizations_organization.o.roots[*].id", data), "[" + root + "]");
  EXPECT_EQ(shown("aws_organizations_organization.o.roots[*].id",
                  "resource \"aws_organizations_organization\" \"o\" {}"),
            "[\"${aws_organizations_organization.o.roots[0].id}\"]");
  EXPECT_EQ(evaluated("data.aws_organizations_organization.o.accounts", data).reason().kind,
            ReasonKind::data_source);
}

TEST(DataSources, OfOtherProvidersThatOnlyRearrange) {
  EXPECT_EQ(shown("data.null_data_source.n.outputs[\"a\"]",
                  "data \"null_data_source\" \"n\" {\n  inputs = { a = \"b\" }\n}"),
            "\"b\"");
  const TestModule module(
      TestModule::Files{{"main.tf",
                         "data \"template_file\" \"t\" {\n  template = "
                         "\"${file(\"${path.module}/policy.tpl\")}\"\n  vars = {\n    who = \"x\"\n  }\n}\n"
                         "data \"local_file\" \"l\" {\n  filename = \"${path.module}/policy.tpl\"\n}\n"
                         "data \"template_file\" \"inline\" {\n  template = \"$${who}\"\n}\n"
                         "output \"t\" {\n  value = data.template_file.t.rendered\n}\n"
                         "output \"l\" {\n  value = data.local_file.l.content\n}\n"
                         "output \"i\" {\n  value = data.template_file.inline.rendered\n}\n"},
                        {"policy.tpl", "{\"AWS\": \"${who}\"}"}});
  EXPECT_EQ(module.output("t").as_string(), R"({"AWS": "x"})");
  EXPECT_EQ(module.output("l").as_string(), R"({"AWS": "${who}"})");
  EXPECT_EQ(module.output("i").reason().kind, ReasonKind::invalid);
}

TEST(DataSources, TemplatesInValuesHaveThePlaceOfTheirUse) {
  const TestModule module(
      "variable \"partner\" {}\n"
      "data \"template_file\" \"t\" {\n"
      "  template = \"arn:aws:iam::$${who}:root $${missing}\"\n"
      "  vars = {\n    who = \"111122223333\"\n    missing = var.partner\n  }\n}\n"
      "output \"t\" {\n  value = data.template_file.t.rendered\n}\n");
  const value::Value rendered = module.output("t");
  EXPECT_EQ(rendered.to_display(), "\"arn:aws:iam::111122223333:root ${unknown-variable: var.partner}\"");
  for (const value::OriginStep& step : rendered.origin().chain())
    EXPECT_EQ(module.path_of(step.span), "main.tf");
  EXPECT_EQ(module.text_of(rendered.text_span(0, 12)), "data.template_file.t.rendered");
}

/// As answered by hashicorp/aws 5.100.0.
TEST(ProviderFunctions, TakeArnsApartAndTogether) {
  EXPECT_EQ(json_of(evaluated("provider::aws::arn_parse(\"arn:aws:s3:::b:c\")", "")),
            R"({"account_id":"","partition":"aws","region":"","resource":"b:c","service":"s3"})");
  EXPECT_EQ(shown("provider::aws::arn_build(\"aws\", \"iam\", \"\", \"444455556666\", \"role/example\")", ""),
            "\"arn:aws:iam::444455556666:role/example\"");
  EXPECT_EQ(
      shown("provider::aws::trim_iam_role_path(\"arn:aws:iam::444455556666:role/with/path/example\")", ""),
      "\"arn:aws:iam::444455556666:role/example\"");
  EXPECT_EQ(shown("provider::aws::trim_iam_role_path(\"arn:aws:iam::444455556666:role/example\")", ""),
            "\"arn:aws:iam::444455556666:role/example\"");
  for (const char* call : {"arn_parse(\"x\")", "trim_iam_role_path(\"arn:aws:iam::444455556666:user/a/b\")",
                           "trim_iam_role_path(\"arn:aws:sts::444455556666:role/a/b\")"})
    EXPECT_EQ(shown(std::string("try(provider::aws::") + call + ", \"err\")", ""), "\"err\"") << call;
  EXPECT_EQ(evaluated("provider::aws::unknown_function(\"x\")", "").reason().kind, ReasonKind::unsupported);
}

TEST(DataSources, TheirArgumentsAreKnown) {
  EXPECT_EQ(shown("data.aws_iam_role.r.name", "data \"aws_iam_role\" \"r\" {\n  name = \"deploy\"\n}"),
            "\"deploy\"");
}

/// Recorded with hashicorp/aws 5.100.0 in eu-west-1.
TEST(ComputedAttributes, OfDataSourcesFollowFromTheRegion) {
  const std::string blocks =
      "provider \"aws\" {\n  region = \"eu-west-1\"\n}\ndata \"aws_partition\" \"p\" {}\ndata \"aws_region\" "
      "\"r\" {}\n"
      "data \"aws_service_principal\" \"s\" {\n  service_name = \"s3\"\n}\n"
      "data \"aws_service\" \"v\" {\n  service_id = \"s3\"\n}\ndata \"aws_iam_policy_document\" \"d\" {}";
  EXPECT_EQ(shown("data.aws_partition.p.reverse_dns_prefix", blocks), "\"com.amazonaws\"");
  EXPECT_EQ(shown("data.aws_region.r.endpoint", blocks), "\"ec2.eu-west-1.amazonaws.com\"");
  EXPECT_EQ(shown("data.aws_service_principal.s.id", blocks), "\"s3.eu-west-1.amazonaws.com\"");
  EXPECT_EQ(shown("data.aws_service_principal.s.region", blocks), "\"eu-west-1\"");
  EXPECT_EQ(shown("data.aws_service.v.dns_name", blocks), "\"s3.eu-west-1.amazonaws.com\"");
  EXPECT_EQ(shown("data.aws_service.v.reverse_dns_name", blocks), "\"com.amazonaws.eu-west-1.s3\"");
  EXPECT_EQ(shown("data.aws_service.v.partition", blocks), "\"aws\"");
  EXPECT_EQ(shown("data.aws_iam_policy_document.d.version", blocks), "\"2012-10-17\"");
}

/// From version 6 of the provider on each resource may name its own Region.
TEST(ComputedAttributes, AreOfTheRegionThatTheResourceNames) {
  EXPECT_EQ(shown("aws_sqs_queue.q.arn",
                  "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nresource \"aws_sqs_queue\" \"q\" {\n"
                  "  name = \"orders\"\n  region = \"us-east-1\"\n}"),
            "\"arn:aws:sqs:us-east-1:${own-account}:orders\"");
}

}  // namespace
}  // namespace rootproof::terraform
