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
