data "aws_iam_policy_document" "any_task" {
  statement {
    actions   = ["sts:AssumeRoot"] # expect: RP106 violation "without a list of tasks"
    resources = ["*"]
  }
}

resource "aws_iam_policy" "any_task" {
  policy = data.aws_iam_policy_document.any_task.json
}

resource "aws_iam_role_policy" "inline" {
  role = "root-operator"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP106 violation "without a list of tasks"
      Action   = "sts:AssumeRoot"
      Resource = "arn:aws:iam::*:root"
      Condition = {
        Null = { "sts:TaskPolicyArn" = "false" }
      }
    }]
  })
}

resource "aws_ssoadmin_permission_set_inline_policy" "operators" {
  instance_arn       = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
  permission_set_arn = "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef"
  inline_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP106 violation
      Action   = ["sts:AssumeRoot", "organizations:ListAccounts"]
      Resource = "*"
    }]
  })
}

variable "payments" {
  type = string
}

variable "audit" {
  type = string
}

# What is denied for one account is still allowed for the other.
resource "aws_iam_policy" "one_of_two" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # expect: RP106 violation "without a list of tasks"
      { Effect = "Allow", Action = "sts:AssumeRoot", Resource = "arn:aws:iam::${var.payments}:root" },
      { Effect = "Deny", Action = "sts:AssumeRoot", Resource = "arn:aws:iam::${var.audit}:root" },
    ]
  })
}
