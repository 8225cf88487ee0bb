# Modules within modules, multiplied by count and for_each on both levels.
locals {
  teams = {
    payments = { buckets = ["invoices", "receipts"], replicas = 2 }
    search   = { buckets = ["index"], replicas = 0 }
  }
}

module "team" {
  source   = "./team"
  for_each = local.teams

  name     = each.key
  buckets  = each.value.buckets
  replicas = each.value.replicas
}

module "spare" {
  source = "./team"
  count  = 2

  name    = "spare-${count.index}"
  buckets = [for i in range(count.index + 1) : "b${i}"]
}

output "bucket_names" {
  value = { for name, team in module.team : name => team.bucket_names }
}

output "first_spare" {
  value = module.spare[0].bucket_names
}

output "all_spares" {
  value = module.spare[*].bucket_names
}

output "replica_labels" {
  value = flatten([for team in module.team : team.replica_labels])
}

output "payments_object" {
  value = module.team["payments"]
}
