# Root credentials of member accounts are gone: MFA of theirs is nothing to watch, access keys and use are.
resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootCredentialsManagement", "RootSessions"]
}

resource "aws_securityhub_standards_control_association" "mfa" {
  standards_arn = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"
  # expect: RP608 violation "managed centrally"
  security_control_id = "IAM.6"
  association_status  = "DISABLED"
}
