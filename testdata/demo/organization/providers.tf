terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# The organization was set up in a hurry, and nobody has changed this since.
provider "aws" {
  region  = "eu-central-1"
  profile = "fernhill-root"
}
