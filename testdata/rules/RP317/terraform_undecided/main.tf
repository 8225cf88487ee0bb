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

# By default there is no such policy; whoever asks for one says for which buckets, and what else it denies.
variable "protected_buckets" {
  type    = list(string)
  default = [""]
}

variable "more" {
  type    = string
  default = "{}"
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

resource "aws_organizations_policy" "more" {
  count = length(var.targets)
  name  = "more"
  # expect: RP317 undecided var.more
  content = var.more
}

data "aws_iam_policy_document" "buckets" {
  count = length(var.targets)
  statement {
    effect    = "Deny"
    actions   = ["s3:DeleteBucket"]
    resources = var.protected_buckets
  }
}

# expect: RP317 undecided var.targets
resource "aws_organizations_policy" "buckets_of_document" {
  count   = length(var.targets)
  name    = "protect-buckets-too"
  content = data.aws_iam_policy_document.buckets[0].json
}
