# expect: none
resource "aws_iam_user" "deployer" {
  name = "deployer"
}

resource "aws_iam_access_key" "deployer" {
  user = aws_iam_user.deployer.name
}

output "deployer" {
  value = {
    id     = aws_iam_access_key.deployer.id
    secret = aws_iam_access_key.deployer.secret
    commit = "0123456789abcdef0123456789abcdef01234567"
  }
  sensitive = true
}
