# An open policy of a search domain: the network of its VPC, or its own users, are all that keeps anyone out.
variable "subnets" {
  type = list(string)
}

resource "aws_opensearch_domain" "inside" {
  domain_name = "inside"
  vpc_options {
    subnet_ids = var.subnets
  }
}

resource "aws_opensearch_domain_policy" "inside" {
  domain_name = aws_opensearch_domain.inside.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = "*"
      Action    = "es:*"
      Resource  = "${aws_opensearch_domain.inside.arn}/*"
    }]
  })
}

resource "aws_opensearch_domain" "outside" {
  domain_name = "outside"
}

resource "aws_opensearch_domain_policy" "outside" {
  domain_name = aws_opensearch_domain.outside.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "critical"
      Principal = "*"
      Action    = "es:*"
      Resource  = "${aws_opensearch_domain.outside.arn}/*"
    }]
  })
}

resource "aws_opensearch_domain" "with_users" {
  domain_name = "with-users"
  advanced_security_options {
    enabled                        = true
    anonymous_auth_enabled         = false
    internal_user_database_enabled = false
  }
}

resource "aws_opensearch_domain_policy" "with_users" {
  domain_name = aws_opensearch_domain.with_users.domain_name
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "medium"
      Principal = { AWS = "*" }
      Action    = "es:ESHttp*"
      Resource  = "${aws_opensearch_domain.with_users.arn}/*"
    }]
  })
}
