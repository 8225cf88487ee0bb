locals {
  operator = "ROOT"
}

resource "aws_iam_user" "decoy" {
  name = "root"
}

resource "aws_iam_access_key" "plain" {
  user = "root" # expect: RP101 violation "aws_iam_access_key.plain"
}

resource "aws_iam_access_key" "by_reference" {
  # expect: RP101 violation "named "root""
  user = aws_iam_user.decoy.name
}

resource "aws_iam_user_login_profile" "by_local" {
  # expect: RP101 violation "named "ROOT""
  user = local.operator
}

resource "aws_iam_user_ssh_key" "ssh" {
  # expect: RP101 violation
  username   = "root"
  encoding   = "SSH"
  public_key = "ssh-rsa AAAA"
}

resource "aws_iam_signing_certificate" "certificate" {
  # expect: RP101 violation
  user_name        = "root"
  certificate_body = "-"
}

resource "aws_iam_service_specific_credential" "git" {
  service_name = "codecommit.amazonaws.com"
  # expect: RP101 violation
  user_name = "root"
}
