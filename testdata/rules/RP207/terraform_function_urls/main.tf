# The provider lets everyone invoke a function whose URL asks nobody to sign in.
variable "authorization" {
  type = string
}

resource "aws_lambda_function_url" "public" {
  function_name = "reports"
  # expect: RP207 violation "lambda:InvokeFunctionUrl"
  authorization_type = "NONE"
}

resource "aws_lambda_function_url" "signed" {
  function_name      = "reports"
  qualifier          = "signed"
  authorization_type = "AWS_IAM"
}

resource "aws_lambda_function_url" "either" {
  function_name = "reports"
  qualifier     = "either"
  # expect: RP207 undecided var.authorization
  authorization_type = var.authorization
}

# Whose URL is asked for signatures is called by whoever has an account.
resource "aws_lambda_permission" "signed" {
  action        = "lambda:*"
  function_name = "reports"
  # expect: RP207 violation "arn:aws:iam::999988887777:root"
  principal              = "*"
  function_url_auth_type = "AWS_IAM"
}
