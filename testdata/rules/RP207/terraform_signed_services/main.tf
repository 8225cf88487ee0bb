# These services answer no request that nobody has signed: everyone is every account.
resource "aws_ses_identity_policy" "mail" {
  identity = "acme.example"
  name     = "mail"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "iam::999988887777:root"
      Principal = { AWS = "*" }
      Action    = ["ses:SendEmail"]
      Resource  = "*"
    }]
  })
}

resource "aws_cloudwatch_event_bus_policy" "bus" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "iam::999988887777:root"
      Principal = { AWS = "*" }
      Action    = ["events:PutEvents"]
      Resource  = "arn:aws:events:eu-west-2:111122223333:event-bus/default"
    }]
  })
}

resource "aws_backup_vault_policy" "vault" {
  backup_vault_name = "vault"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "iam::999988887777:root"
      Principal = { AWS = "*" }
      Action    = ["backup:CopyIntoBackupVault"]
      Resource  = "*"
    }]
  })
}

resource "aws_sns_topic_policy" "topic" {
  arn = "arn:aws:sns:eu-west-2:111122223333:alerts"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      # expect: RP207 violation "Anonymous"
      Principal = { AWS = "*" }
      Action    = ["sns:Publish"]
      Resource  = "arn:aws:sns:eu-west-2:111122223333:alerts"
    }]
  })
}
