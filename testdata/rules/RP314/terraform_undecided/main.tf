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

variable "tagged" {
  type = string
}

# Nobody is asked about whom this does not meet, and whom it does is not known.
resource "aws_organizations_policy" "of_component" {
  name = "of-component"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "s3:DeleteBucket"
      Resource = "*"
      Condition = {
        StringEquals = { "aws:PrincipalAccount" = [var.tagged] }
        # expect: RP314 undecided var.tagged
        ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:*" }
      }
    }]
  })
}

variable "more_conditions" {
  type = map(list(string))
}

# The block that is not known may hold exceptions, too.
resource "aws_organizations_policy" "with_more_conditions" {
  name = "with-more-conditions"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "s3:DeleteBucket"
      Resource = "*"
      Condition = {
        StringNotLike = var.more_conditions
        # expect: RP314 undecided var.more_conditions
        ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/admin" }
      }
    }]
  })
}
