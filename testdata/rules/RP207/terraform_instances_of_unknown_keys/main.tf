variable "buckets" { type = map(string) }
variable "queues" { type = set(string) }
variable "copies" { type = number }

# One instance stands for all that the map yields; the same key picks the same document.
data "aws_iam_policy_document" "readers" {
  for_each = var.buckets
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${each.key}/*"]
    principals {
      type = "*"
      # expect: RP207 violation "when for_each of aws_s3_bucket_policy.open yields it"
      # expect: RP207 violation "when for_each of module.open yields it"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "open" {
  for_each = var.buckets
  bucket   = each.key
  policy   = data.aws_iam_policy_document.readers[each.key].json
}

# Not on disk: its arguments are searched for policies.
module "open" {
  source   = "terraform-aws-modules/s3-bucket/aws"
  for_each = var.buckets
  bucket   = each.key
  policy   = data.aws_iam_policy_document.readers[each.key].json
}

data "aws_iam_policy_document" "counted" {
  count = var.copies
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::copy-${count.index}/*"]
    principals {
      type = "AWS"
      # expect: RP207 violation "when count of aws_s3_bucket_policy.counted yields it"
      identifiers = ["*"]
    }
  }
}

resource "aws_s3_bucket_policy" "counted" {
  count  = var.copies
  bucket = "copy-${count.index}"
  policy = data.aws_iam_policy_document.counted[count.index].json
}

# Bounded for each of them.
data "aws_iam_policy_document" "bounded" {
  for_each = var.buckets
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::${each.key}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-a1b2c3d4e5"]
    }
  }
}

resource "aws_s3_bucket_policy" "bounded" {
  for_each = var.buckets
  bucket   = each.key
  # Safe: every reader is of the organization.
  policy = data.aws_iam_policy_document.bounded[each.key].json
}

# Another set: which of the documents its keys pick is not known.
resource "aws_s3_bucket_policy" "others" {
  for_each = var.queues
  bucket   = each.key
  # expect: RP207 undecided
  policy = data.aws_iam_policy_document.readers[each.key].json
}

# The elements of the map are other keys than its own.
resource "aws_s3_bucket_policy" "copies" {
  for_each = var.buckets
  bucket   = each.key
  # expect: RP207 undecided
  policy = data.aws_iam_policy_document.readers[each.value].json
}
