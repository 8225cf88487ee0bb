variable "exempt" {
  type = list(string)
}

data "aws_iam_policy_document" "deny" {
  statement {
    effect    = "Deny"
    actions   = ["ec2:RunInstances"]
    resources = ["*"]
    condition {
      test     = "ArnNotLike"
      # expect: RP314 undecided var.exempt
      variable = "aws:PrincipalArn"
      values   = var.exempt
    }
  }
}

resource "aws_organizations_policy" "deny" {
  name    = "deny"
  content = data.aws_iam_policy_document.deny.json
}
