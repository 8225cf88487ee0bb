# What Terraform knows only after apply, and what it knows in spite of it.
resource "terraform_data" "base" {
  input = "base"
}

resource "terraform_data" "derived" {
  input = {
    id    = terraform_data.base.id
    known = "yes"
    list  = [terraform_data.base.id, "second"]
  }
}

output "id" {
  value = terraform_data.base.id
}

output "length" {
  value = length([terraform_data.base.id, "x"])
}

output "keys" {
  value = keys({ a = terraform_data.base.id, b = 1 })
}

output "second" {
  value = [terraform_data.base.id, "second"][1]
}

output "prefix" {
  value = startswith("arn:aws:iam::${terraform_data.base.id}", "arn:aws:")
}

output "policy" {
  value = jsonencode({ Resource = "arn:aws:s3:::${terraform_data.base.id}/*", Effect = "Allow" })
}

output "timestamp" {
  value = timestamp()
}

output "choice" {
  value = terraform_data.base.id == "x" ? "a" : "b"
}
