variable "quiet" { type = bool }

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

locals {
  standard = "arn:aws:securityhub:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:control/aws-foundational-security-best-practices/v/1.0.0"
}

resource "aws_securityhub_standards_control" "key" {
  # expect: RP608 violation "aws_securityhub_standards_control.key turns the Security Hub control IAM.4 off"
  standards_control_arn = "${local.standard}/IAM.4"
  control_status        = "DISABLED"
  disabled_reason       = "noise"
}

resource "aws_securityhub_standards_control" "sometimes" {
  # expect: RP608 violation "when var.quiet"
  standards_control_arn = "${local.standard}/IAM.6"
  control_status        = var.quiet ? "DISABLED" : "ENABLED"
}

resource "aws_securityhub_standards_control_association" "mfa" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/cis-aws-foundations-benchmark/v/3.0.0"
  # expect: RP608 violation "nothing watches MFA of the root user"
  security_control_id = "IAM.9"
  association_status  = "DISABLED"
  updated_reason      = "noise"
}

resource "aws_securityhub_configuration_policy" "sandbox" {
  name = "sandbox"

  configuration_policy {
    service_enabled       = true
    enabled_standard_arns = ["arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"]

    security_controls_configuration {
      # expect: RP608 violation "CloudWatch.1"
      disabled_control_identifiers = ["CloudWatch.1", "EC2.9"]
    }
  }
}
