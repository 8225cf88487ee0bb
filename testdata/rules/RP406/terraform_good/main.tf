# expect: none
provider "aws" {
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
  }
}

resource "aws_instance" "server" {
  instance_type = "t3.micro"
}
