# Splats, for-expressions and what they do to null, scalars and nested lists.
locals {
  people = [
    { name = "Ada", tags = { team = "core" }, mails = ["a@x.example", "ada@x.example"] },
    { name = "Brian", tags = {}, mails = [] },
  ]
  nobody = null
  single = { name = "Solo" }
  pairs  = { b = 2, a = 1, c = 3 }
}

resource "terraform_data" "worker" {
  count = 3
  input = { index = count.index, even = count.index % 2 == 0 }
}

resource "terraform_data" "keyed" {
  for_each = local.pairs
  input    = each.value * 10
}

output "names" {
  value = local.people[*].name
}

output "legacy" {
  value = local.people.*.name
}

output "mails" {
  value = local.people[*].mails[*]
}

output "first_mails" {
  value = [for person in local.people : try(person.mails[0], null)]
}

output "none" {
  value = local.nobody[*]
}

output "scalar" {
  value = local.single[*].name
}

output "worker_inputs" {
  value = terraform_data.worker[*].input.index
}

output "keyed_inputs" {
  value = { for key, it in terraform_data.keyed : upper(key) => it.input if it.input > 10 }
}

output "grouped" {
  value = { for person in local.people : length(person.mails) > 0 ? "has mail" : "none" => person.name... }
}

output "sorted" {
  value = [for key, value in local.pairs : "${key}=${value}"]
}

output "nested" {
  value = [for i, person in local.people : [for j, mail in person.mails : "${i}.${j} ${mail}"]]
}
