variable "policies" {
  type = list(string)
}

resource "aws_organizations_resource_policy" "delegation" {
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP211 undecided var.policies
      Principal = { AWS = "arn:aws:iam::222233334444:root" }
      Action    = "organizations:UpdatePolicy"
      Resource  = var.policies
    }]
  })
}
