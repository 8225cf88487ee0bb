# expect: none
variable "role" {
  type = string
}

resource "aws_iam_user" "root" {
  name = "ci-deployer"
  path = "/root/"
}

resource "aws_iam_user" "grassroot" {
  name = "grassroot"
}

resource "aws_iam_role" "of_a_module" {
  name               = var.role
  assume_role_policy = "{}"
}
