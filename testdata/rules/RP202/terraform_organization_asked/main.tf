# All of an account belongs to an organization, or none of it does: a condition on it narrows no account that is
# named. It says that the account is one of the own organization only where that is known to be the own one.
variable "organization" {
  type = string
}

variable "partner" {
  type = string
}

data "aws_organizations_organization" "own" {}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.url
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "999988887770" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = data.aws_organizations_organization.own.id } }
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "999988887771" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "$${aws:ResourceOrgID}" } }
      },
      {
        Effect = "Allow"
        # expect: RP202 undecided "whether o-a1b2c3d4e5 is the own organization"
        Principal = { AWS = "999988887772" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" } }
      },
      {
        Effect = "Allow"
        # expect: RP202 undecided "var.organization"
        Principal = { AWS = "999988887773" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { StringEquals = { "aws:PrincipalOrgID" = var.organization } }
      },
      {
        Effect = "Allow"
        # expect: RP202 undecided "whether o-a1b2c3d4e5 is the own organization"
        Principal = { AWS = "999988887774" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = { "ForAnyValue:StringLike" = { "aws:PrincipalOrgPaths" = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*" } }
      },
      # some of its roles only, whatever the organization
      {
        Effect    = "Allow"
        Principal = { AWS = "999988887775" }
        Action    = "sqs:SendMessage"
        Resource  = "*"
        Condition = {
          StringEquals = { "aws:PrincipalOrgID" = "o-a1b2c3d4e5" }
          ArnLike      = { "aws:PrincipalArn" = "arn:aws:iam::999988887775:role/sender-*" }
        }
      },
      # whichever account the variable names gets in as a whole
      {
        Effect    = "Allow"
        Principal = "*"
        Action    = "sqs:SendMessage"
        Resource  = "*"
        # expect: RP202 undecided "var.partner"
        Condition = { StringEquals = { "aws:PrincipalAccount" = var.partner } }
      },
    ]
  })
}
