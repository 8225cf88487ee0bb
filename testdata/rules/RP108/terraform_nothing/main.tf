# Nothing about central root access at all.
# expect: RP108 violation "nothing enables RootCredentialsManagement in the organization"
resource "aws_organizations_organization" "company" {
  aws_service_access_principals = ["iam.amazonaws.com", "sso.amazonaws.com"]
  enabled_policy_types          = ["SERVICE_CONTROL_POLICY"]
}
