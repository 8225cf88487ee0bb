provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::999999999999:role/deploy"
  }
}

# expect: RP406 violation "999999999999"
resource "aws_instance" "server" {
  instance_type = "t3.micro"
}
