variable "actions" {
  type = list(string)
}

resource "aws_backup_vault_policy" "open" {
  backup_vault_name = "company"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      # expect: RP507 undecided var.actions
      Action   = var.actions
      Resource = "*"
    }]
  })
}
