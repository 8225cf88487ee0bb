# expect: none

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_elb_service_account" "main" {}

resource "aws_organizations_account" "audit" {
  name  = "audit"
  email = "aws+audit@acme.example"
}

resource "aws_kms_key" "logs" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "EnableIAMUserPermissions"
        Effect    = "Allow"
        Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "AccountOfTheOrganization"
        Effect    = "Allow"
        Principal = { AWS = aws_organizations_account.audit.id }
        Action    = "kms:Decrypt"
        Resource  = "*"
      },
      {
        Sid       = "Narrowed"
        Effect    = "Allow"
        Principal = { AWS = "999988887777" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = { ArnEquals = { "aws:PrincipalArn" = "arn:aws:iam::999988887777:role/reader" } }
      },
    ]
  })
}

resource "aws_s3_bucket_policy" "load_balancer_logs" {
  bucket = "acme-lb-logs"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = data.aws_elb_service_account.main.arn }
      Action    = "s3:PutObject"
      Resource  = "arn:aws:s3:::acme-lb-logs/*"
    }]
  })
}

variable "backup_account" {
  type    = string
  default = null
}

# An account id is never empty: compact() keeps it.
resource "aws_kms_key" "callers" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "*" }
        Action    = "kms:Decrypt"
        Resource  = "*"
        Condition = { StringEquals = { "kms:CallerAccount" = distinct(compact([data.aws_caller_identity.current.account_id, var.backup_account])) } }
      },
    ]
  })
}
