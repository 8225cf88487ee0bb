# expect: none
module "organization" {
  source = "../shared"
  attach = true
}
