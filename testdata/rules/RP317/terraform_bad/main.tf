resource "aws_organizations_policy" "deny_root" {
  name = "deny-root"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Deny"
      # expect: RP317 violation "no Principal element"
      Principal = { AWS = "*" }
      Action    = "*"
      Resource  = "*"
    }]
  })
}

resource "aws_organizations_policy" "broken" {
  name    = "broken"
  # expect: RP317 violation "this policy is not JSON"
  content = "{\"Version\": \"2012-10-17\", \"Statement\": [}"
}

# Ten thousand characters more than AWS takes, once the expression is evaluated.
resource "aws_organizations_policy" "long" {
  name = "long"
  # expect: RP317 violation "AWS Organizations takes 10240"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = [for i in range(600) : format("ec2:DeleteThingOfTheKindNumber%03d", i)]
      Resource = "*"
    }]
  })
}

data "aws_iam_policy_document" "deny_root" {
  statement {
    effect    = "Deny"
    actions   = ["*"]
    resources = ["*"]
    # expect: RP317 violation "no Principal element"
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:*:iam::*:root"]
    }
  }
}

resource "aws_organizations_policy" "deny_root_in_blocks" {
  name    = "deny-root-in-blocks"
  content = data.aws_iam_policy_document.deny_root.json
}

resource "aws_organizations_policy" "deny_root_in_a_line" {
  name = "deny-root-in-a-line"
  content = jsonencode({
    Version = "2012-10-17"
    # expect: RP317 violation "no Principal element"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "*", Resource = "*", Condition = { ArnLike = { "aws:PrincipalArn" = "arn:*:iam::*:root" } } }]
  })
}
