# What is not there in the same case as the document has no empty text in it.
variable "enabled" {
  type = bool
}

data "aws_partition" "current" {
  count = var.enabled ? 1 : 0
}

data "aws_caller_identity" "current" {
  count = var.enabled ? 1 : 0
}

data "aws_iam_policy_document" "key" {
  count = var.enabled ? 1 : 0
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:${join("", data.aws_partition.current.*.partition)}:iam::${join("", data.aws_caller_identity.current.*.account_id)}:root"]
    }
  }
}

data "aws_iam_policy_document" "formatted" {
  count = var.enabled ? 1 : 0
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [format("arn:aws:iam::%s:root", join("", data.aws_caller_identity.current.*.account_id))]
    }
  }
}

resource "aws_kms_key" "formatted" {
  count  = var.enabled ? 1 : 0
  policy = data.aws_iam_policy_document.formatted[0].json
}

resource "aws_kms_key" "key" {
  count  = var.enabled ? 1 : 0
  policy = join("", data.aws_iam_policy_document.key.*.json)
}

module "key" {
  source = "modules.acme.example/security/key/aws"
  policy = join("", data.aws_iam_policy_document.key.*.json)
}

# Here it is.
data "aws_iam_policy_document" "always" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type = "AWS"
      # expect: RP802 undecided "its account is missing"
      identifiers = ["arn:aws:iam::${join("", data.aws_caller_identity.current.*.account_id)}:root"]
    }
  }
}

resource "aws_kms_key" "always" {
  policy = data.aws_iam_policy_document.always.json
}
