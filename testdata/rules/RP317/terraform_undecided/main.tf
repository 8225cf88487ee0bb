variable "content" {
  type = string
}

resource "aws_organizations_policy" "given" {
  name = "given"
  # expect: RP317 undecided var.content
  content = var.content
}

resource "aws_organizations_policy" "between" {
  name = "between"
  # expect: RP317 undecided "more than the 5120"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = [for i in range(200) : format("ec2:DeleteThingOfTheKindNumber%03d", i)]
      Resource = "*"
    }]
  })
}
