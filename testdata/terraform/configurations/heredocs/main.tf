# Templates: heredocs, trim markers, directives, escapes.
locals {
  name  = "payments"
  users = ["ada", "brian"]
  roles = { ada = "admin", brian = "reader" }
}

output "plain" {
  value = <<EOT
line one
  line two ${local.name}
    $${not_a_reference} %%{ not_a_directive }
EOT
}

output "flushed" {
  value = <<-EOT
    first
      second ${length(local.users)}
    third \n stays
  EOT
}

output "loop" {
  value = <<-EOT
    %{ for user in local.users ~}
    user ${user} is ${local.roles[user]}
    %{ endfor ~}
    end
  EOT
}

output "conditional" {
  value = "%{ if length(local.users) > 1 }many%{ else }one%{ endif } of ${local.name}"
}

output "indexed" {
  value = "%{ for i, user in local.users }${i}=${user};%{ endfor }"
}

output "unwrapped" {
  value = "${local.roles}"
}

output "escapes" {
  value = "tab\tquote\"unicode \u00e9 dollar $ percent % ${"nested ${upper("x")}"}"
}

output "policy_text" {
  value = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [
        ${join(",\n    ", [for user in local.users : jsonencode({ Sid = title(user), Effect = "Allow" })])}
      ]
    }
  POLICY
}
