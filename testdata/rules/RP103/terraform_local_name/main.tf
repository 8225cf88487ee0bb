# The provider is known by its source, whatever a module calls it.
terraform {
  required_providers {
    amazon = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
    cloud = {
      source = "registry.terraform.io/hashicorp/awscc"
    }
    other = {
      source = "acme/aws"
    }
  }
}

provider "amazon" {
  access_key = "AKIA2222333344445555"
  # expect: RP103 violation "secret_key of provider.amazon"
  secret_key = "Zz1/1111111111111111111111111111111+FAKE"
}

provider "cloud" {
  # expect: RP103 violation "acme-root"
  profile = "acme-root"
}

provider "other" {
  profile = "root"
}
