# expect: none
provider "aws" {
  allowed_account_ids = ["111111111111"]
}

provider "aws" {
  alias               = "other"
  allowed_account_ids = ["222222222222"]
}

module "before" {
  source    = "./modules/amazon"
  providers = { amazon = aws.other }
}

module "behind" {
  source    = "./modules/zaws"
  providers = { zaws = aws.other }
}
