# The account is given where the module is called; its default says only that it may be left out.
variable "partner" {
  type    = string
  default = ""
}

resource "aws_kms_key" "shared" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP802 undecided "its account is missing"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${var.partner}:root" }, Action = "kms:Decrypt", Resource = "*" }]
  })
}

# Written so it is wrong for good.
resource "aws_kms_key" "wrong" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP802 violation "its account is missing"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam:::root" }, Action = "kms:Decrypt", Resource = "*" }]
  })
}
