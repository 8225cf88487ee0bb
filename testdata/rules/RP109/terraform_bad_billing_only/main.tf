resource "aws_organizations_organization" "company" {
  # expect: RP109 violation "consolidated billing only"
  feature_set = "CONSOLIDATED_BILLING"
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}
