locals {
  # expect: RP102 violation "aws_iam_user.each["rootuser"]"
  people = toset(["rootuser", "deployer"])
}

resource "aws_iam_user" "plain" {
  name = "root" # expect: RP102 violation "aws_iam_user.plain"
}

resource "aws_iam_user" "each" {
  for_each = local.people
  name = each.key
}

resource "aws_iam_role" "emergency" {
  # expect: RP102 violation "an IAM role"
  name               = "aws-root"
  assume_role_policy = "{}"
}

resource "awscc_iam_user" "cloud_control" {
  # expect: RP102 violation "Root"
  user_name = "Root"
}

resource "aws_iam_user" "house_name" {
  # expect: RP102 violation "SuperUser"
  name = "SuperUser" # listed in rootproof.yaml
}
