variable "secret" {
  type    = string
  default = "Zz1/3333333333333333333333333333333+FAKE"
}

terraform {
  backend "s3" {
    bucket = "state"
    key    = "state"
    region = "eu-central-1"
    # expect: RP103 violation "root-admin"
    profile = "root-admin"
  }
}

provider "aws" {
  region     = "eu-central-1"
  access_key = "AKIA2222333344445555"
  # expect: RP103 violation "secret_key of provider.aws"
  secret_key = "whatever-stands-here-is-the-secret"
}

provider "aws" {
  alias      = "by_default"
  access_key = "AKIA2222333344446666"
  # expect: RP103 violation "secret_key"
  secret_key = var.secret
}

provider "aws" {
  alias = "by_profile"
  # expect: RP103 violation "acme-root"
  profile = "acme-root"
}

provider "aws" {
  alias = "by_file"
  # expect: RP103 violation "credentials of the account root user"
  shared_credentials_files = ["/home/ci/.aws/root.ini"]
}
