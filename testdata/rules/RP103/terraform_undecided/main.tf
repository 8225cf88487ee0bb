variable "profile" {
  type = string
}

provider "aws" {
  # expect: RP103 undecided var.profile
  profile = var.profile
}
