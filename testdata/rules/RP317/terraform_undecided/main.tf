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

# By default there is no such policy; whoever asks for one says for which buckets.
variable "protected_buckets" {
  type = list(string)
  # expect: RP317 undecided "aws_organizations_policy.buckets"
  default = [""]
}

variable "targets" {
  type    = list(string)
  default = []
}

resource "aws_organizations_policy" "buckets" {
  count = length(var.targets) > 0 ? 1 : 0
  name  = "protect-buckets"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "s3:DeleteBucket", Resource = var.protected_buckets }]
  })
}
