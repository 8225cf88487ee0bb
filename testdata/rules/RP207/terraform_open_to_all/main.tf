# Keys that any caller can have with any text: whatever the value is, somebody fits.
variable "value" {}

variable "organization" {}

locals {
  open = {
    tag       = "aws:PrincipalTag/team"
    name      = "aws:username"
    referer   = "aws:Referer"
    objecttag = "s3:ExistingObjectTag/public"
  }
}

resource "aws_s3_bucket_policy" "open" {
  for_each = local.open
  bucket   = "acme-${each.key}"
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP207 violation "anyone may s3:GetObject"
    # expect: RP207 violation "anyone may s3:GetObject"
    # expect: RP207 violation "anyone may s3:GetObject"
    # expect: RP207 violation "anyone may s3:GetObject"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-${each.key}/*", Condition = { StringEquals = { (each.value) = var.value } } }]
  })
}

resource "aws_s3_bucket_policy" "by_pattern" {
  bucket = "acme-by-pattern"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP207 violation "anyone may s3:GetObject"
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-by-pattern/*", Condition = { StringLike = { "aws:Referer" = var.value } } },
    ]
  })
}

# Asked for twice, which texts they are matters; or confined by something else.
resource "aws_s3_bucket_policy" "denied" {
  bucket = "acme-denied"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP207 undecided
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-denied/*", Condition = { StringEquals = { "aws:Referer" = var.value } } },
      { Effect = "Deny", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-denied/*", Condition = { StringEquals = { "aws:Referer" = var.value } } },
      { Effect = "Allow", Principal = "*", Action = "s3:PutObject", Resource = "arn:aws:s3:::acme-denied/*", Condition = { StringEquals = { "aws:PrincipalTag/team" = var.value, "aws:PrincipalOrgID" = var.organization } } },
    ]
  })
}
