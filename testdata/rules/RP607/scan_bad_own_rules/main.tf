resource "aws_lambda_function" "check" {
  function_name = "check"
  role          = "arn:aws:iam::111122223333:role/check"
}

# What a function looks at is no rule about the root user that AWS manages.
# expect: RP607 violation "none of them looks at the keys or MFA of the root user"
resource "aws_config_config_rule" "own" {
  name = "own"
  source {
    owner             = "CUSTOM_LAMBDA"
    source_identifier = aws_lambda_function.check.arn
  }
}
