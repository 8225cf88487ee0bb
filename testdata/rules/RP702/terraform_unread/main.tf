# Texts that are no JSON, and speak of MFA.
resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_user_policy" "no_value" {
  user = aws_iam_user.ci.name
  # expect: RP702 undecided "this policy is not JSON"
  policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Resource\": *, \"Condition\": {\"BoolIfExists\": {\"aws:MultiFactorAuthPresent\": \"true\"}}}]}"
}

resource "aws_iam_user_policy" "no_quotes" {
  user = aws_iam_user.ci.name
  # expect: RP702 undecided "aws_iam_user.ci.arn"
  policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Resource\": ${aws_iam_user.ci.arn}, \"Condition\": {\"BoolIfExists\": {\"aws:MultiFactorAuthPresent\": \"true\"}}}]}"
}

resource "aws_iam_user_policy" "of_something_else" {
  user   = aws_iam_user.ci.name
  policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Resource\": *}]}"
}
