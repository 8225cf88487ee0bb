# The organization itself is elsewhere: nothing is asked.
# expect: none
resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws-roots+dev@acme.example"
}
