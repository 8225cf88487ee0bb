resource "aws_organizations_organization" "org" {}

# expect: RP406 violation "management account"
resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::111122223333:role/worker"
}
