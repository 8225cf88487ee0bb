#include <gtest/gtest.h>

#include <string>

#include "analyzer/report/redact.h"
#include "analyzer/report/report.h"

// The keys below are made up: no account ever had them.
namespace rootproof::report {
namespace {

const std::string kSecretKey = "aB3dEfGh1jKlMn0pQrStUvWxYz/+456789AbCdEf";
const std::string kHiddenKey = "aB3d************************************";

TEST(Redact, AccessKeyIdsKeepTheirKind) {
  EXPECT_EQ(redact("key AKIAABCDEFGHIJKLMNOP is used"), "key AKIA**************** is used");
  EXPECT_EQ(redact("\"ASIA2345672345672345\""), "\"ASIA****************\"");
}

TEST(Redact, LongerAndShorterWordsAreNoKeyIds) {
  EXPECT_EQ(redact("AKIAABCDEFGHIJKLMNOPQ AKIA AKIAabcdefghijklmnop"),
            "AKIAABCDEFGHIJKLMNOPQ AKIA AKIAabcdefghijklmnop");
}

TEST(Redact, IdentitiesAreNotSecrets) {
  for (const std::string text :
       {"arn:aws:iam::999988887777:root", "AROAABCDEFGHIJKLMNOPQ", "o-a1b2c3d4e5",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:database-a1b2c3",
        "arn:aws:secretsmanager:eu-central-1:111122223333:secret:reports-warehouse-1-a1b2c3",
        "sts:GetSessionToken", "da39a3ee5e6b4b0d3255bfef95601890afd80709"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, SecretKeyNearItsId) {
  EXPECT_EQ(redact("AKIAABCDEFGHIJKLMNOP\n" + kSecretKey), "AKIA****************\n" + kHiddenKey);
  EXPECT_EQ(redact(kSecretKey + " of AKIAABCDEFGHIJKLMNOP"), kHiddenKey + " of AKIA****************");
}

TEST(Redact, FortyCharactersFarFromEverythingStay) {
  EXPECT_EQ(redact("digest " + kSecretKey), "digest " + kSecretKey);
  const std::string far = "AKIAABCDEFGHIJKLMNOP" + std::string(500, ' ') + kSecretKey;
  EXPECT_EQ(redact(far).substr(520), kSecretKey);
}

TEST(Redact, SecretKeyAfterAnyNameThatMentionsASecret) {
  EXPECT_EQ(redact("SECRETS_V2 = \"" + kSecretKey + "\""), "SECRETS_V2 = \"" + kHiddenKey + "\"");
  EXPECT_EQ(redact("name = \"/secret-keys/deploy\"\nvalue = \"" + kSecretKey + "\""),
            "name = \"/secret-keys/deploy\"\nvalue = \"" + kHiddenKey + "\"");
}

TEST(Redact, SecretKeyAfterAName) {
  EXPECT_EQ(redact("secret_key = \"" + kSecretKey + "\""), "secret_key = \"" + kHiddenKey + "\"");
  EXPECT_EQ(redact("SecretAccessKey: " + kSecretKey), "SecretAccessKey: " + kHiddenKey);
  EXPECT_EQ(redact("{\"SecretKey\":\"" + kSecretKey + "\"}"), "{\"SecretKey\":\"" + kHiddenKey + "\"}");
  EXPECT_EQ(redact("{\\\"SecretKey\\\": \\\"" + kSecretKey + "\\\"}"),
            "{\\\"SecretKey\\\": \\\"" + kHiddenKey + "\\\"}");
  EXPECT_EQ(redact("- Name: AWS_SECRET_ACCESS_KEY\n  Value: " + kSecretKey),
            "- Name: AWS_SECRET_ACCESS_KEY\n  Value: " + kHiddenKey);
}

TEST(Redact, PasswordsInYamlNeedNoQuotes) {
  EXPECT_EQ(redact("LoginProfile: {Password: hunter2}"), "LoginProfile: {Password: *******}");
  EXPECT_EQ(redact("LoginProfile:\n  Password: changeme\n"), "LoginProfile:\n  Password: ********\n");
  // What is no value: a reference, a type, an expression.
  for (const std::string text : {"Password: !Ref Password", "Password:\n  Type: String", "password: string",
                                 "password = local_secret", "DatabasePassword: {Type: String}"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, DefaultsThatNobodyIsToSee) {
  EXPECT_EQ(redact("  Pw: {Type: String, NoEcho: true, Default: hunter2}\n  Size: {Default: small}"),
            "  Pw: {Type: String, NoEcho: true, Default: *******}\n  Size: {Default: small}");
  EXPECT_EQ(redact("  Pw: {Default: hunter2, NoEcho: 'true'}"), "  Pw: {Default: *******, NoEcho: 'true'}");
  EXPECT_EQ(
      redact(
          "  Size:\n    Default: small\n  Pw:\n    Default: two words\n    NoEcho: true\n    Type: String\n"
          "  Stage:\n    Default: dev\n"),
      "  Size:\n    Default: small\n  Pw:\n    Default: *********\n    NoEcho: true\n    Type: String\n"
      "  Stage:\n    Default: dev\n");
  EXPECT_EQ(redact("{\n  \"Pw\": {\n    \"NoEcho\": true,\n    \"Default\": \"a \\\"b\\\"\"\n  }\n}"),
            "{\n  \"Pw\": {\n    \"NoEcho\": true,\n    \"Default\": \"*******\"\n  }\n}");
  EXPECT_EQ(redact("variable \"pw\" {\n  default   = \"hunter2\"\n  sensitive = true\n}\n"
                   "variable \"size\" {\n  default = \"small\"\n}\n"),
            "variable \"pw\" {\n  default   = \"*******\"\n  sensitive = true\n}\n"
            "variable \"size\" {\n  default = \"small\"\n}\n");
  for (const std::string text :
       {"NoEcho: false, Default: small", "variable {\n  sensitive = true\n  default = null\n}",
        "NoEcho: true", "sensitive = true\n"}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, PasswordsAndTokens) {
  EXPECT_EQ(redact("master_password = \"hunter2\""), "master_password = \"*******\"");
  EXPECT_EQ(redact("Password: 'correct-horse-battery'"), "Password: 'corr*****************'");
  EXPECT_EQ(redact("GITHUB_TOKEN=ghp_0123456789abcdefghij"), "GITHUB_TOKEN=ghp_********************");
  EXPECT_EQ(redact("session_token = \"AAAA//////////bbbb==\""), "session_token = \"AAAA****************\"");
}

TEST(Redact, ReferencesToSecretsAreWhatOneShouldWrite) {
  for (const std::string text :
       {"password = var.database_password", "Password: !Ref DatabasePasswordParameter1",
        "Password: '{{resolve:secretsmanager:db:SecretString:password}}'", "password = \"${var.password1}\"",
        "token = data.aws_eks_cluster_auth.main1.token",
        "SecretArn: arn:aws:secretsmanager:us-east-1:1:secret:x", "Token:\n  Type: String",
        "\"Password\": \"a sentence about passwords\"", "\"token\": \"sts:AssumeRole\""}) {
    EXPECT_EQ(redact(text), text);
  }
}

TEST(Redact, OneStarForEachCodePoint) {
  EXPECT_EQ(redact("password = \"пароль-passwor\""), "password = \"**************\"");
  EXPECT_EQ(redact("password = \"监监监监监监监监监监监监监监监监\""), "password = \"监监监监************\"");
}

TEST(Redact, APartIsJudgedByTheWhole) {
  const std::string text = "secret_key = \"" + kSecretKey + "\"";
  EXPECT_EQ(redact_part(text, 14, 54), kHiddenKey);
  EXPECT_EQ(redact_part(text, 16, 20), "3d**");
  EXPECT_EQ(redact_part(text, 50, 1000), "****\"");
  EXPECT_EQ(redact_part(text, 90, 100), "");
}

TEST(Redact, Base64HoldsSecretsToo) {
  // "export DB_PASSWORD=correct-horse-battery-9\n", and "export STAGE=production-europe\n"
  const std::string secret = "ZXhwb3J0IERCX1BBU1NXT1JEPWNvcnJlY3QtaG9yc2UtYmF0dGVyeS05Cg==";
  const std::string other = "ZXhwb3J0IFNUQUdFPXByb2R1Y3Rpb24tZXVyb3BlCg==";
  EXPECT_EQ(redact("UserData: " + secret), "UserData: " + std::string(secret.size() - 2, '*') + "==");
  EXPECT_EQ(redact("UserData: " + other), "UserData: " + other);
  // A part of a longer word.
  EXPECT_EQ(redact(secret.substr(5)).find("T1JEPWNvc"), std::string::npos);
}

TEST(Redact, HostileTextTakesLinearTime) {
  std::string text;
  for (int i = 0; i < 300'000; ++i) text += "token=";
  EXPECT_EQ(redact(text), text);
  text.clear();
  for (int i = 0; i < 300'000; ++i) text += "token=\"\\\"";
  EXPECT_EQ(redact(text).size(), text.size());
}

}  // namespace
}  // namespace rootproof::report
