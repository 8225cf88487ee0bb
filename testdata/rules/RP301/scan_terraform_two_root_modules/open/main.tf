module "organization" {
  source = "../shared"
  attach = false
}
