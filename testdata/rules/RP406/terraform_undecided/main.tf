variable "role" {
  type = string
}

provider "aws" {
  assume_role {
    role_arn = var.role
  }
}

# expect: RP406 undecided var.role
resource "aws_instance" "server" {
  instance_type = "t3.micro"
}
