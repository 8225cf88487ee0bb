# expect: RP301 undecided "module baseline, version 4.1.0, from acme/baseline/aws"
resource "aws_organizations_organization" "org" {
  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}

resource "aws_organizations_account" "dev" {
  name  = "dev"
  email = "aws+dev@acme.example"
}

module "baseline" {
  source  = "acme/baseline/aws"
  version = "4.1.0"
  targets = ["ou-acme-workl001"]
}
