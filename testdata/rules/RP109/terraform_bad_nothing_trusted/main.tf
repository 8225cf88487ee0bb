# Leaving the list out withdraws what was trusted before.
# expect: RP109 violation "aws_iam_organizations_features.root cannot enable central root access, or loses it"
resource "aws_organizations_organization" "company" {
  feature_set = "ALL"
}

resource "aws_iam_organizations_features" "root" {
  enabled_features = ["RootSessions"]
}
