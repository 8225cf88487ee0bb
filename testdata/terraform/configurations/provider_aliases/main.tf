terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

provider "aws" {
  region                      = "eu-central-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

# Providers passed to modules; their regions are what aws_region gives.
provider "aws" {
  alias                       = "us"
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

module "home" {
  source = "./bucket"
  name   = "home"
}

module "abroad" {
  source = "./bucket"
  name   = "abroad"
  providers = {
    aws = aws.us
  }
}

resource "aws_sns_topic" "us" {
  provider = aws.us
  name     = "alarms"
}

output "names" {
  value = [module.home.name, module.abroad.name]
}
