resource "aws_organizations_account" "security" {
  name  = "security"
  email = "aws+security@acme.example"
}

resource "aws_organizations_resource_policy" "delegation" {
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        # expect: RP211 violation "222233334444"
        Principal = { AWS = "arn:aws:iam::222233334444:root" }
        Action    = "organizations:*"
        Resource  = "*"
      },
      {
        Effect = "Allow"
        # expect: RP211 violation "aws_organizations_account.security"
        Principal = { AWS = "arn:aws:iam::${aws_organizations_account.security.id}:root" }
        NotAction = "organizations:LeaveOrganization"
        Resource  = "*"
      },
    ]
  })
}
