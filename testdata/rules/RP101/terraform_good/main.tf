# expect: none

resource "aws_iam_user" "rootless" {
  name = "rootless"
  path = "/root/"
}

resource "aws_iam_user" "root" {
  name = "ci-deployer"
}

resource "aws_iam_access_key" "rootless" {
  user = aws_iam_user.rootless.name
}

resource "aws_iam_access_key" "root" {
  user = aws_iam_user.root.name
}

resource "aws_iam_user_ssh_key" "root_like" {
  username   = "not-root"
  encoding   = "SSH"
  public_key = "ssh-rsa AAAA"
}
