variable "name" {
  type = string
}

variable "buckets" {
  type = set(string)
}

variable "replicas" {
  type    = number
  default = 1
}

module "bucket" {
  source   = "../bucket"
  for_each = var.buckets

  name   = "${var.name}-${each.value}"
  labels = { team = var.name, kind = each.key }
}

module "replica" {
  source = "../bucket"
  count  = var.replicas

  name = format("%s-replica-%02d", var.name, count.index)
}

output "bucket_names" {
  value = [for bucket in module.bucket : bucket.name]
}

output "replica_labels" {
  value = module.replica[*].labels
}
