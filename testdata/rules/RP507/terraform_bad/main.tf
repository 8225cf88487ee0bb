resource "aws_secretsmanager_secret" "api" {
  name = "api"
}

resource "aws_secretsmanager_secret_policy" "api" {
  secret_arn = aws_secretsmanager_secret.api.arn
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP507 violation "aws_secretsmanager_secret_policy.api"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "secretsmanager:*", Resource = "*" }]
  })
}

resource "aws_opensearch_domain_policy" "search" {
  domain_name = "search"
  access_policies = jsonencode({
    Version = "2012-10-17"
    # expect: RP507 violation "es:UpdateDomainConfig"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "es:*", Resource = "*" }]
  })
}

resource "aws_glue_resource_policy" "catalog" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP507 violation "glue:PutResourcePolicy"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "glue:*", Resource = "*" }]
  })
}

resource "aws_cloudwatch_event_bus_policy" "bus" {
  policy = jsonencode({
    Version = "2012-10-17"
    # expect: RP507 violation "events:PutPermission"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "events:*", Resource = "*" }]
  })
}
