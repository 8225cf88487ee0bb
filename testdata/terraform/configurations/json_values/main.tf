# JSON and YAML in and out, numbers, sets, null, order of keys.
locals {
  decoded = jsondecode("{\"b\": [1, 2.50, 1e3], \"a\": null, \"nested\": {\"t\": true}}")
}

output "decoded" {
  value = local.decoded
}

output "encoded" {
  value = jsonencode({ z = toset([3, 1, 2]), a = "<&>", n = null, big = 123456789012345678901234567890 })
}

output "round_trip" {
  value = jsondecode(jsonencode(local.decoded)) == local.decoded
}

output "yaml" {
  value = yamlencode({ name = "x", list = [1, "two", null], nested = { yes = true } })
}

output "merged" {
  value = merge({ a = 1, b = { c = 1 } }, null, { b = { d = 2 } })
}

output "formatted" {
  value = [format("%05.2f|%-5s|%q|%v", 3.14159, "ab", "q", [1]), formatlist("%s-%d", ["a", "b"], [1, 2])]
}

output "network" {
  value = [cidrsubnet("10.0.0.0/16", 8, 3), cidrhost("10.1.0.0/24", 5), cidrsubnets("10.0.0.0/16", 4, 8)]
}

output "sets" {
  value = setproduct(["a", "b"], toset([2, 1]))
}
