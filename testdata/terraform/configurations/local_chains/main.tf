# Locals that lead to locals, in any order and over files.
locals {
  last  = "${local.middle}/last"
  first = var.prefix
}

variable "prefix" {
  type    = string
  default = "start"
}

variable "enabled" {
  type    = bool
  default = "true"
}

locals {
  principals = concat(local.accounts_as_roots, ["arn:aws:iam::999988887777:role/audit"])
  policy = {
    Version = "2012-10-17"
    Statement = [
      for i, principal in local.principals : {
        Sid       = format("S%02d", i)
        Effect    = var.enabled ? "Allow" : "Deny"
        Action    = ["s3:Get*", "s3:List*"]
        Principal = { AWS = principal }
        Resource  = ["*"]
      }
    ]
  }
}

output "last" {
  value = local.last
}

output "policy" {
  value = jsonencode(local.policy)
}

output "hash" {
  value = substr(sha256(jsonencode(local.policy)), 0, 12)
}

output "conditional" {
  value = var.enabled ? { mode = "on", level = 1 } : { mode = "off", level = "2" }
}
