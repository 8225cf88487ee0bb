variable "operator" {
  type = string
}

resource "aws_iam_user" "open" {
  # expect: RP102 undecided var.operator
  name = var.operator
}

resource "aws_iam_user" "aws_something" {
  # expect: RP102 undecided var.operator
  name = "aws-${var.operator}"
}

resource "aws_iam_user" "cannot_be_root" {
  name = "ci-${var.operator}"
}
