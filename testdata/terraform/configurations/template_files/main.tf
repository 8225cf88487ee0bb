# Files that configurations read.
locals {
  settings = jsondecode(file("${path.module}/settings.json"))
  team     = yamldecode(file("${path.module}/team.yaml"))
}

output "settings" {
  value = local.settings.limits
}

output "team" {
  value = [for member in local.team.members : "${member.name}:${join("+", member.roles)}"]
}

output "rendered" {
  value = templatefile("${path.module}/policy.json.tftpl", {
    bucket     = "logs"
    principals = ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:role/reader"]
    public     = false
  })
}

output "decoded" {
  value = jsondecode(templatefile("policy.json.tftpl", { bucket = "b", principals = [], public = true })).Statement[0].Principal
}

output "digest" {
  value = filemd5("${path.root}/settings.json")
}

output "exists" {
  value = [fileexists("settings.json"), fileexists("absent.json")]
}

output "files" {
  value = fileset(path.module, "*.{json,yaml}")
}

output "paths" {
  value = [path.module, path.root, terraform.workspace]
}
