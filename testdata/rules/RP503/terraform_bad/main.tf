data "aws_caller_identity" "current" {}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_kms_key" "lost" {
  bypass_policy_lockout_safety_check = true
  # expect: RP503 violation "makes KMS take such a policy"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.reader.arn }, Action = ["kms:Decrypt", "kms:DescribeKey"], Resource = "*" }]
  })
}

data "aws_iam_policy_document" "denied" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
  statement {
    sid     = "Frozen"
    effect  = "Deny"
    # expect: RP503 violation "aws_kms_key_policy.denied"
    actions   = ["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_kms_key" "denied" {}

resource "aws_kms_key_policy" "denied" {
  key_id                             = aws_kms_key.denied.id
  policy                             = data.aws_iam_policy_document.denied.json
  bypass_policy_lockout_safety_check = true
}
