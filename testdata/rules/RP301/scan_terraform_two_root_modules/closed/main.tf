module "organization" {
  source = "../shared"
  attach = true
}
