# expect: none
resource "aws_securityhub_standards_control" "key" {
  standards_control_arn = "arn:aws:securityhub:us-east-1:111122223333:control/aws-foundational-security-best-practices/v/1.0.0/IAM.4"
  control_status        = "ENABLED"
}

resource "aws_securityhub_standards_control" "rotation" {
  standards_control_arn = "arn:aws:securityhub:us-east-1:111122223333:control/cis-aws-foundations-benchmark/v/1.2.0/1.10"
  control_status        = "DISABLED"
  disabled_reason       = "passwords are managed by the identity provider"
}

resource "aws_securityhub_configuration_policy" "all" {
  name = "all"

  configuration_policy {
    service_enabled       = true
    enabled_standard_arns = ["arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"]

    security_controls_configuration {
      disabled_control_identifiers = ["EC2.9"]
    }
  }
}
