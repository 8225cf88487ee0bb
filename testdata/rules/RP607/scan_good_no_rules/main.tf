# A recorder without rules: what is checked is said elsewhere.
# expect: none
resource "aws_config_configuration_recorder" "main" {
  role_arn = "arn:aws:iam::111122223333:role/config"
}
