#pragma once

#include <string_view>

/// What merging documents in Terraform does to them, as the origins of values tell it.
namespace rootproof::policy {

/// How the steps of origins begin that say what the provider makes of another document without a word: a text
/// as Principal is "*", a number among condition values is dropped, with its key. The last two are of values
/// that are not known and may turn out to be such.
inline constexpr std::string_view kTextPrincipal =
    "aws_iam_policy_document, which reads any text as Principal \"*\"";
inline constexpr std::string_view kDroppedValue = "aws_iam_policy_document, which drops the number under ";
inline constexpr std::string_view kMaybeTextPrincipal =
    "aws_iam_policy_document, which would read a text as Principal \"*\"";
inline constexpr std::string_view kMaybeDroppedValue =
    "aws_iam_policy_document, which would drop a number under ";

}  // namespace rootproof::policy
