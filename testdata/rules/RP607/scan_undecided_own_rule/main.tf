resource "aws_lambda_function" "check" {
  function_name = "check-root"
  role          = "arn:aws:iam::111122223333:role/check"
}

# expect: RP607 undecided "what the function of aws_config_config_rule.own looks at"
resource "aws_config_config_rule" "own" {
  name        = "own"
  description = "Looks for access keys of the root user"
  source {
    owner             = "CUSTOM_LAMBDA"
    source_identifier = aws_lambda_function.check.arn
  }
}
