variable "disabled_controls" { type = list(string) }
variable "status" { type = string }

resource "aws_securityhub_standards_control_association" "key" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
  # expect: RP608 undecided var.status
  security_control_id = "IAM.4"
  association_status  = var.status
}

resource "aws_securityhub_configuration_policy" "sandbox" {
  name = "sandbox"

  configuration_policy {
    service_enabled       = true
    enabled_standard_arns = ["arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"]

    security_controls_configuration {
      # expect: RP608 undecided var.disabled_controls
      disabled_control_identifiers = var.disabled_controls
    }
  }
}
