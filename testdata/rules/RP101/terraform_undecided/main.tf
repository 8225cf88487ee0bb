variable "operator" {
  type = string
}

resource "aws_iam_access_key" "open" {
  # expect: RP101 undecided var.operator
  user = var.operator
}

resource "aws_iam_access_key" "prefixed" {
  user = "ci-${var.operator}"
}
