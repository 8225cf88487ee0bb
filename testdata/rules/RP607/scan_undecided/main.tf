variable "rule" {
  type = string
}

# expect: RP607 undecided var.rule
resource "aws_config_config_rule" "open" {
  name = "open"
  source {
    owner             = "AWS"
    source_identifier = var.rule
  }
}
