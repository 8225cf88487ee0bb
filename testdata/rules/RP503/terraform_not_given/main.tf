# A key that is not given a policy has the default one.
variable "partners" {
  type = list(string)
}

data "aws_caller_identity" "me" {}

resource "aws_kms_key" "owned" {
  policy = length(var.partners) > 0 ? jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root" }, Action = "kms:*", Resource = "*" }]
  }) : null
}

resource "aws_iam_role" "reader" {
  name = "reader"
}

resource "aws_kms_key" "locked" {
  # expect: RP503 violation "aws_kms_key.locked"
  policy = length(var.partners) > 0 ? jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = "kms:Decrypt", Resource = "*" }]
  }) : null
}
