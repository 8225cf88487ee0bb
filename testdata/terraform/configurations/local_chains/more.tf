locals {
  middle            = "${local.first}/middle"
  accounts          = ["111122223333", 444455556666]
  accounts_as_roots = [for id in local.accounts : "arn:aws:iam::${id}:root"]
}
