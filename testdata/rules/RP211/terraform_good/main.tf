# expect: none
resource "aws_organizations_policy" "quarantine" {
  name = "quarantine"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "ec2:RunInstances", Resource = "*" }]
  })
}

resource "aws_organizations_resource_policy" "delegation" {
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::222233334444:root" }
        Action    = ["organizations:DescribeOrganization", "organizations:ListAccounts"]
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::222233334444:root" }
        Action    = ["organizations:AttachPolicy", "organizations:DetachPolicy"]
        Resource  = aws_organizations_policy.quarantine.arn
      },
    ]
  })
}
