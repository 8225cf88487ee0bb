# Modules that are not on disk: the policies of VPC endpoints among their arguments let nobody in.
locals {
  open = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-app/*" }]
  })
}

data "aws_iam_policy_document" "gateway" {
  statement {
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-app/*"]
  }
}

module "by_source" {
  source = "modules.acme.example/network/aws//modules/vpc-endpoints"
  items = {
    s3 = { policy = data.aws_iam_policy_document.gateway.json }
  }
}

# A module of another name may give the policy to something else, and one may have policies of both kinds.
module "by_argument" {
  source = "modules.acme.example/network/vpc/aws"
  # expect: RP207 undecided "the resource or VPC endpoint that this policy is attached to"
  dynamodb_endpoint_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "dynamodb:GetItem", Resource = "*" }] })
}

module "network_with_endpoints" {
  source = "git::https://git.acme.example/network-with-vpc-endpoints.git"
  # expect: RP207 violation "anyone may s3:GetObject"
  bucket_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-logs/*" }] })
}

module "endpoints_and_logs" {
  source = "git::https://git.acme.example/network.git//modules/vpc-endpoints?ref=1.2"
  # expect: RP207 violation "anyone may s3:GetObject"
  log_bucket_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-logs/*" }] })
}

module "by_type" {
  source = "modules.acme.example/network/vpc/aws"
  items = [{
    service_type = "Gateway"
    policy       = local.open
  }]
}

# The type of an endpoint is said of it alone, not of what stands beside it.
module "beside" {
  source = "modules.acme.example/storage/stack/aws"
  items = [
    { vpc_endpoint_type = "Gateway", policy = data.aws_iam_policy_document.gateway.json },
    {
      # expect: RP207 violation "anyone may s3:GetObject"
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-beside/*" }] })
    },
  ]
}

# An endpoint of what kind?
module "some_kind" {
  source = "modules.acme.example/edge/stack/aws"
  # expect: RP207 undecided "the resource or VPC endpoint that this policy is attached to"
  endpoint_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "execute-api:Invoke", Resource = "*" }] })
}

# The policy of a bucket for a VPC endpoint is that of a bucket.
module "bucket" {
  source = "modules.acme.example/storage/bucket/aws"
  # expect: RP207 undecided "the resource or VPC endpoint that this policy is attached to"
  bucket_policy_for_vpc_endpoint = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-bucket/*" }] })
}

module "plain_bucket" {
  source = "modules.acme.example/storage/bucket/aws"
  # expect: RP207 violation "anyone may s3:GetObject"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-bucket/*" }] })
}

# Everything for everyone is the default of VPC endpoints.
module "network" {
  source = "modules.acme.example/network/vpc/aws"
  # expect: RP207 undecided "the resource or VPC endpoint that this policy is attached to"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }] })
}
