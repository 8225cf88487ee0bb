# expect: none

variable "secret" {
  type      = string
  sensitive = true
}

provider "aws" {
  region                   = "eu-central-1"
  profile                  = "chroot"
  shared_credentials_files = ["/root/.aws/credentials"]
  assume_role {
    role_arn = "arn:aws:iam::111122223333:role/deploy"
  }
}

provider "aws" {
  alias      = "localstack"
  access_key = "test"
  secret_key = "test"
}

provider "aws" {
  alias      = "documentation"
  access_key = "AKIAIOSFODNN7EXAMPLE"
  secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
}
